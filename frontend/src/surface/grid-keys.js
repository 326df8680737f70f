/* The keys of a table. Each answers true when it did something. */

const ROW = { ArrowUp: -1, ArrowDown: 1 };

export function gridKey(grid, event) {
  const { row, column, area } = grid.active;
  const { key, shiftKey, altKey } = event;
  const wide = event.ctrlKey || event.metaKey;
  if (altKey && key === "F10") return focusTools(grid);
  if (altKey && ROW[key]) return moveRow(grid, row, column, ROW[key]);
  if (altKey && /^Arrow(Left|Right)$/.test(key))
    return moveColumn(grid, row, column, isForward(grid.table, key) ? 1 : -1);
  if (altKey || key === "Process") return false;
  if (wide) return wideKey(grid, event);
  if (key === "Tab") return step(grid, row, column, shiftKey ? -1 : 1);
  if (key === "Enter") return below(grid, row, column);
  if (key === "Escape") return grid.exit(true);
  if (ROW[key]) return vertical(grid, row + ROW[key], column);
  return sideways(grid, row, column, area, key);
}

function wideKey(grid, { key }) {
  const { row, column, area } = grid.active;
  if (key === "Enter") return addRow(grid, row, column);
  const sign = { b: "**", i: "*" }[key];
  return sign ? wrap(grid, area, sign) : false;
}

/** Bold or italic inside a cell. */
export function wrap(grid, area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const around = value.slice(from - sign.length, from) === sign && value.slice(to, to + sign.length) === sign;
  const [first, last] = around ? [from - sign.length, to + sign.length] : [from, to];
  const words = value.slice(from, to);
  area.setRangeText(around ? words : sign + words + sign, first, last, "end");
  const start = around ? first : from + sign.length;
  area.setSelectionRange(start, start + words.length);
  grid.write();
  return true;
}

function isForward(element, key) {
  return (key === "ArrowRight") === (getComputedStyle(element).direction !== "rtl");
}

function focusTools(grid) {
  grid.dom.querySelector(".cm-grid-tools button")?.focus();
  return true;
}

function step(grid, row, column, by) {
  const { columns, rows } = grid.model;
  const next = row * columns + column + by;
  if (next < 0) return grid.exit(false);
  if (next >= rows.length * columns) return addRow(grid, row, 0);
  grid.edit(Math.floor(next / columns), next % columns);
  return true;
}

function below(grid, row, column) {
  if (row === grid.model.rows.length - 1) return addRow(grid, row, column);
  grid.edit(row + 1, column);
  return true;
}

export function addRow(grid, row, column) {
  if (grid.change(grid.model.addRow(row))) grid.edit(row + 1, column);
  return true;
}

function moveRow(grid, row, column, by) {
  if (grid.change(grid.model.moveRow(row, by))) grid.edit(row + by, column);
  return true;
}

function moveColumn(grid, row, column, by) {
  if (grid.change(grid.model.moveColumn(column, by))) grid.edit(row, column + by);
  return true;
}

function vertical(grid, row, column) {
  if (row < 0) return grid.exit(false);
  if (row >= grid.model.rows.length) return grid.exit(true);
  grid.edit(row, column);
  return true;
}

/** At the edge of its words an arrow leads into the next cell. */
function sideways(grid, row, column, area, key) {
  if (!/^Arrow(Left|Right)$/.test(key) || area.selectionStart !== area.selectionEnd) return false;
  const forward = isForward(area, key);
  if (area.selectionStart !== (forward ? area.value.length : 0)) return false;
  const next = row * grid.model.columns + column + (forward ? 1 : -1);
  if (next < 0 || next >= grid.model.rows.length * grid.model.columns) return true;
  grid.edit(Math.floor(next / grid.model.columns), next % grid.model.columns);
  if (forward) grid.active.area.setSelectionRange(0, 0);
  return true;
}
