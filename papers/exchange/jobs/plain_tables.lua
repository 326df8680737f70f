-- Our Markdown has plain tables only: every cell becomes one line, merged cells leave empty ones.
local function flatten(cell)
  cell.contents = { pandoc.Plain(pandoc.utils.blocks_to_inlines(cell.contents, { pandoc.Space() })) }
  return cell
end

local function empty()
  return pandoc.Cell({ pandoc.Plain({}) })
end

-- `below` counts, for each column, the rows that a cell above still covers.
local function rows_of(rows, width)
  local below = {}
  for _, row in ipairs(rows) do
    local cells = pandoc.List()
    local given, column = 1, 1
    while column <= width do
      local cell = row.cells[given]
      if (below[column] or 0) > 0 then
        below[column] = below[column] - 1
        cells:insert(empty())
        column = column + 1
      elseif cell == nil then
        cells:insert(empty())
        column = column + 1
      else
        local span, depth = cell.col_span or 1, cell.row_span or 1
        cell.col_span, cell.row_span = 1, 1
        cells:insert(flatten(cell))
        below[column] = depth - 1
        for beside = column + 1, math.min(column + span - 1, width) do
          cells:insert(empty())
          below[beside] = depth - 1
        end
        column, given = column + span, given + 1
      end
    end
    row.cells = cells
  end
  return rows
end

function Table(tbl)
  tbl.head.rows = rows_of(tbl.head.rows, #tbl.colspecs)
  for _, body in ipairs(tbl.bodies) do
    body.head, body.body = rows_of(body.head, #tbl.colspecs), rows_of(body.body, #tbl.colspecs)
  end
  tbl.foot.rows = rows_of(tbl.foot.rows, #tbl.colspecs)
  for index, spec in ipairs(tbl.colspecs) do tbl.colspecs[index] = { spec[1], nil } end
  return tbl
end
