/* The dialect of the house as a grammar of the editor: CommonMark, tables, strikethrough, task boxes, footnotes, recommendations
   and leading front matter; never HTML. What it makes of a text is held against the centre's own renderer by
   tests/shared/test_editor_dialect.py. */

import { Language, defineLanguageFacet, languageDataProp } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { Strikethrough, TaskList, parser as commonmark } from "@lezer/markdown";
import { cellsOf, isTableStart } from "./table-model.js";

const OPENS = /^:{3,}[ \t]*recommendation[ \t]*$/;
const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const CLOSES = /^:{3,}[ \t]*$/;
const NOTE = /^\[\^[^\]\s]+\]:/;
const NOTE_CALL = /^\[\^[^\]\s]+\]/;
const ADDRESS = /^<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*)>/i;
const FRONT = /^(-{3,})[^\n]*\n(?:[\s\S]*?\n)??(?:\.\.\.[ \t]*|(?: {0,3}\1-*[ \t]*))(?=\n|$)/;

const isIndented = (line) => line.indent >= line.baseIndent + 4;
const rest = (line) => line.text.slice(line.pos);

/** Whether the place is inside a container of that name, among the outermost `depth` of those that are open. */
function isInside(cx, name, depth = cx.depth) {
  for (let at = 0; at < depth; at++) if (cx.parentType(at).name === name) return true;
  return false;
}

/** Whether a line would only go on with a paragraph although it is outside of the paragraph's container. */
const isLazy = (cx, line) => line.depth < cx.depth;

/** The line before the one that is being read, without the signs of quotes around it. */
function lineBefore(cx) {
  const end = cx.lineStart - 1;
  const text = end > 0 ? cx.input.read(Math.max(0, end - 200), end) : "";
  return text.slice(text.lastIndexOf("\n") + 1).replace(/^[>\s]+/, "");
}

const recommendations = {
  defineNodes: [
    {
      name: "Recommendation",
      block: true,
      composite(cx, line) {
        if (CLOSES.test(lineBefore(cx))) return false;
        if (line.next !== 58 || isIndented(line)) return true;
        const words = rest(line);
        if (OPENS.test(words)) return false;
        if (CLOSES.test(words)) {
          line.addMarker(
            cx.elt("RecommendationMark", cx.lineStart + line.pos, cx.lineStart + line.text.length),
          );
          line.moveBase(line.text.length);
        }
        return true;
      },
    },
    { name: "RecommendationMark", style: tags.processingInstruction },
  ],
  parseBlock: [
    {
      name: "Recommendation",
      before: "IndentedCode",
      parse(cx, line) {
        if (line.next !== 58 || isIndented(line) || !OPENS.test(rest(line)) || isInside(cx, "Recommendation"))
          return false;
        const from = cx.lineStart + line.pos;
        cx.startComposite("Recommendation", line.pos);
        cx.addElement(cx.elt("RecommendationMark", from, cx.lineStart + line.text.length));
        line.moveBase(line.text.length);
        return null;
      },
      endLeaf: (cx, line) =>
        line.next === 58 &&
        !isIndented(line) &&
        OPENS.test(rest(line)) &&
        !isInside(cx, "Recommendation", line.depth),
    },
  ],
};

const footnotes = {
  defineNodes: [
    {
      name: "Footnote",
      block: true,
      composite(_cx, line) {
        if (line.next < 0) return true;
        if (!isIndented(line)) return false;
        line.moveBaseColumn(line.baseIndent + 4);
        return true;
      },
    },
    { name: "FootnoteMark", style: tags.labelName },
    { name: "FootnoteCall", style: tags.labelName },
  ],
  parseBlock: [
    {
      name: "Footnote",
      before: "LinkReference",
      parse(cx, line) {
        const mark = line.next === 91 && !isIndented(line) && NOTE.exec(rest(line))?.[0];
        if (!mark) return false;
        const from = cx.lineStart + line.pos;
        cx.startComposite("Footnote", line.pos);
        cx.addElement(cx.elt("FootnoteMark", from, from + mark.length));
        line.moveBase(line.skipSpace(line.pos + mark.length));
        return null;
      },
      endLeaf: (cx, line, leaf) =>
        line.next === 91 &&
        !isIndented(line) &&
        NOTE.test(rest(line)) &&
        !(isLazy(cx, line) && cx.parentType(line.depth).name === "Blockquote") &&
        !inTable(leaf),
    },
  ],
  parseInline: [
    {
      name: "FootnoteCall",
      before: "Link",
      parse(cx, next, pos) {
        if (next !== 91 || cx.char(pos + 1) !== 94) return -1;
        const call = NOTE_CALL.exec(cx.slice(pos, Math.min(cx.end, pos + 100)))?.[0];
        return call ? cx.addElement(cx.elt("FootnoteCall", pos, pos + call.length)) : -1;
      },
    },
  ],
};

const frontMatter = {
  defineNodes: [{ name: "FrontMatter", block: true, style: tags.meta }],
  parseBlock: [
    {
      name: "FrontMatter",
      before: "Recommendation",
      parse(cx, line) {
        if (cx.lineStart !== 0 || line.pos !== 0 || !line.text.startsWith("---")) return false;
        const found = FRONT.exec(cx.input.read(0, cx.input.length))?.[0];
        if (!found) return false;
        while (cx.lineStart < found.length && cx.nextLine());
        cx.addElement(cx.elt("FrontMatter", 0, found.length));
        return true;
      },
    },
  ],
};

/** A table, by the rules of the centre: the package's own wants more signs in the second line than the page does. */
class TableParser {
  rows = null;

  nextLine(cx, line, leaf) {
    if (this.rows === false) return false;
    if (!this.rows) {
      if (isLazy(cx, line) || isIndented(line) || !isTableStart(leaf.content, rest(line))) {
        this.rows = false;
        return false;
      }
      const head = row(cx, "TableHeader", leaf.content, leaf.start);
      this.rows = [head, cx.elt("TableDelimiter", cx.lineStart + line.pos, cx.lineStart + line.text.length)];
    } else if (isLazy(cx, line) || isIndented(line) || RULE.test(rest(line))) return this.finish(cx, leaf);
    else this.rows.push(row(cx, "TableRow", rest(line), cx.lineStart + line.pos));
    return false;
  }

  finish(cx, leaf) {
    if (!this.rows) return false;
    cx.addLeafElement(leaf, cx.elt("Table", leaf.start, leaf.start + leaf.content.length, this.rows));
    return true;
  }
}

const inTable = (leaf) => leaf.parsers.some((each) => each instanceof TableParser && each.rows);

function row(cx, name, text, at) {
  const cells = cellsOf(text).filter(({ from, to }) => from < to);
  const inline = ({ from, to }) => cx.parser.parseInline(text.slice(from, to), at + from);
  return cx.elt(
    name,
    at,
    at + text.length,
    cells.map((cell) => cx.elt("TableCell", at + cell.from, at + cell.to, inline(cell))),
  );
}

const tables = {
  defineNodes: [
    { name: "Table", block: true },
    { name: "TableHeader", style: { "TableHeader/...": tags.heading } },
    "TableRow",
    { name: "TableCell", style: tags.content },
    { name: "TableDelimiter", style: tags.processingInstruction },
  ],
  parseBlock: [
    {
      name: "Table",
      before: "SetextHeading",
      leaf: (_cx, leaf) => (leaf.content.includes("|") ? new TableParser() : null),
      endLeaf: (cx, line, leaf) =>
        !inTable(leaf) &&
        !isIndented(line) &&
        !isLazy(cx, line) &&
        isTableStart(rest(line), cx.peekLine().slice(line.basePos)),
    },
  ],
};

/** <https://…> is a link; without the grammar of HTML the parser would not know it. */
const addresses = {
  parseInline: [
    {
      name: "Address",
      before: "Emphasis",
      parse(cx, next, pos) {
        const found = next === 60 && ADDRESS.exec(cx.slice(pos, Math.min(cx.end, pos + 2002)))?.[0];
        if (!found) return -1;
        const end = pos + found.length;
        const parts = [
          cx.elt("LinkMark", pos, pos + 1),
          cx.elt("URL", pos + 1, end - 1),
          cx.elt("LinkMark", end - 1, end),
        ];
        return cx.addElement(cx.elt("Autolink", pos, end, parts));
      },
    },
  ],
};

const withoutHtml = { remove: ["HTMLBlock", "HTMLTag"] };

/** Taken out of the grammar, HTML would still end a paragraph: what does is no part of a configuration. */
function htmlEndsNothing(made) {
  const line = { text: "<div>", pos: 0, next: 60, indent: 0, baseIndent: 0 };
  const html = commonmark.endLeafBlock.filter((ends) => ends(null, line));
  made.endLeafBlock = made.endLeafBlock.filter((ends) => !html.includes(ends));
  return made;
}

const highlighting = { props: [styleTags({ TaskMarker: tags.processingInstruction })] };

const data = defineLanguageFacet({ closeBrackets: { brackets: [] } });

const configured = commonmark.configure([
  withoutHtml,
  tables,
  Strikethrough,
  TaskList,
  recommendations,
  frontMatter,
  footnotes,
  addresses,
  highlighting,
  { props: [languageDataProp.add((type) => (type.isTop ? data : undefined))] },
]);

export const parser = htmlEndsNothing(configured);
export const dialect = new Language(data, parser, [], "markdown");
