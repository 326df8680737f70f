-- For what is printed: footnotes where they are called, each passage in its own direction, no links into the page.

local RIGHT_TO_LEFT = { ar = true, he = true, fa = true, ur = true }
local notes, base, told, count = {}, "ltr", {}, 0

-- The direction of the first strong letter, and the language whose fonts and rules it takes.
local function direction(words)
  for _, c in utf8.codes(words) do
    if (c >= 0x590 and c <= 0x5FF) or (c >= 0xFB1D and c <= 0xFB4F) then return "rtl", "he" end
    if (c >= 0x600 and c <= 0x8FF) or (c >= 0xFB50 and c <= 0xFDFF) or (c >= 0xFE70 and c <= 0xFEFF) then
      return "rtl", "ar"
    end
    if (c >= 0x41 and c <= 0x5A) or (c >= 0x61 and c <= 0x7A) or (c >= 0xC0 and c <= 0x24F)
      or (c >= 0x370 and c <= 0x52F) then return "ltr", nil end
  end
  return nil, nil
end

local function raw(words) return pandoc.RawBlock("typst", words) end

local function turned(block)
  local found, language = direction(pandoc.utils.stringify(block))
  if FORMAT == "docx" then
    found = found or base
    if found == "ltr" then return nil end
    if block.content and block.t ~= "BulletList" and block.t ~= "OrderedList" then
      block.content = { pandoc.Span(block.content, pandoc.Attr("", {}, { dir = "rtl" })) }
    end
    return pandoc.Div({ block }, pandoc.Attr("", {}, { dir = "rtl" })), false
  end
  if found == nil or found == base then return nil end
  local lang = language and ('lang: "' .. language .. '", ') or ""
  return { raw("#block(width: 100%)[#set text(" .. lang .. "dir: " .. found .. ")"), block, raw("]") }, false
end

local function turned_list(list)
  if FORMAT == "docx" then return nil end
  return turned(list)
end

local function collect(doc)
  base = RIGHT_TO_LEFT[pandoc.utils.stringify(doc.meta.lang or "")] and "rtl" or "ltr"
  doc.meta = {}
  local function of_section(div)
    if div.attributes.role ~= "doc-endnotes" then return nil end
    div:walk({ OrderedList = function(list)
      if #notes == 0 then notes = list.content end
    end })
    return {}
  end
  return doc:walk({ Div = of_section })
end

local function plain_attributes(element)
  element.attr = pandoc.Attr()
  return element
end

-- A note stands where it is called first; a later call of the same words repeats its number alone.
local function note(element)
  local words = pandoc.write(pandoc.Pandoc(element.content), "native")
  local number = told[words]
  if number == nil then
    count = count + 1
    told[words] = count
    if FORMAT ~= "typst" then return nil end
    return { element, pandoc.RawInline("typst", "<note-" .. count .. ">") }, false
  end
  if FORMAT == "typst" then return pandoc.RawInline("typst", "#footnote(<note-" .. number .. ">)") end
  return pandoc.Superscript({ pandoc.Str(tostring(number)) })
end

local function link(element)
  local called = element.target:match("^#fn%-(%d+)$")
  if called and notes[tonumber(called)] then return pandoc.Note(notes[tonumber(called)]) end
  if element.classes:includes("back") then return {} end
  if element.target:match("^https?://") or element.target:match("^mailto:") then return plain_attributes(element) end
  return element.content
end

local function superscript(element)
  if #element.content == 1 and element.content[1].t == "Note" then return element.content[1] end
end

-- A recommendation keeps its frame: a line beside it in print, a style of its own in Word.
local function frame(div)
  if not div.classes:includes("recommendation") then return div.content end
  if FORMAT == "docx" then
    return pandoc.Div(div.content, pandoc.Attr("", {}, { ["custom-style"] = "Recommendation" }))
  end
  local framed = pandoc.Blocks({ raw("#recommendation[") })
  framed:extend(div.content)
  framed:insert(raw("]"))
  return framed
end

local function header(element)
  return turned(plain_attributes(element))
end

-- Marks of a review stay for Word; the words of a comment come in last, so that they turn no passage.
local MARKS = { insertion = true, deletion = true, ["comment-start"] = true, ["comment-end"] = true }

local function span_of(span)
  if FORMAT == "docx" and MARKS[span.classes[1]] then return nil end
  return span.content
end

local function said(span)
  if span.classes[1] ~= "comment-start" then return nil end
  local content = pandoc.Inlines({})
  for line in (span.attributes.words .. "\n"):gmatch("(.-)\n") do
    if #content > 0 then content:insert(pandoc.LineBreak()) end
    content:insert(pandoc.Str(line))
  end
  span.attributes.words = nil
  span.content = content
  return span
end

return {
  { Pandoc = collect },
  { Link = link },
  { Superscript = superscript, Span = span_of, Code = plain_attributes,
    Image = plain_attributes, CodeBlock = plain_attributes, Div = frame, Figure = plain_attributes },
  { traverse = "topdown", Note = note },
  { traverse = "topdown", Para = turned, Header = header, BulletList = turned_list, OrderedList = turned_list },
  { Span = said },
}
