/* Headings, lists, quotations, notes, recommendations, code and rules as they will be read. */

import { Box, Jump, Word } from "./widgets.js";
import { jump } from "./places.js";

const DEEPEST = 6;

function blanksAfter(picture, at) {
  const { text, from } = picture.doc.lineAt(at);
  return at + /^[ \t]*/.exec(text.slice(at - from))[0].length;
}

function heading(level) {
  return (picture, node) => {
    picture.line(node.from, `cm-h cm-h${level}`);
    const marks = node.getChildren("HeaderMark");
    if (!marks.length) return;
    const end = blanksAfter(picture, marks[0].to);
    if (!picture.touched(node.from, end)) picture.hide(node.from, end);
    const last = marks[1];
    if (last && !picture.touched(last.from, last.to)) {
      const words = picture.doc.sliceString(node.from, last.from);
      picture.hide(node.from + words.trimEnd().length, last.to);
    }
  };
}

function underlined(level) {
  return (picture, node) => {
    const mark = node.getChild("HeaderMark");
    for (const line of picture.linesOf({ from: node.from, to: Math.max(node.from, mark.from - 1) })) {
      picture.line(line.from, `cm-h cm-h${level}`);
    }
    if (picture.touched(mark.from, mark.to)) return;
    picture.line(mark.from, "cm-thin");
    picture.hide(mark.from, mark.to);
  };
}

function quote(picture, node) {
  for (const line of picture.linesOf(node)) picture.line(line.from, "cm-quote");
}

function quoteMark(picture, node) {
  const end = node.to + (picture.doc.sliceString(node.to, node.to + 1) === " " ? 1 : 0);
  if (!picture.touched(node.from, end)) picture.hide(node.from, end);
}

function depthOf(node) {
  let depth = 0;
  for (let at = node; at; at = at.parent) if (at.name === "ListItem") depth++;
  return Math.min(depth, DEEPEST);
}

/** An item's lines stand in by its depth; where a deeper one begins, that one has its own. */
function item(picture, node) {
  const depth = depthOf(node);
  const first = picture.doc.lineAt(node.from).from;
  const content = blanksAfter(picture, node.getChild("ListMark").to);
  for (const line of picture.linesOf(node)) {
    const classes = picture.lines.get(line.from);
    for (const css of classes ?? []) if (css.startsWith("cm-depth-")) classes.delete(css);
    picture.line(line.from, "cm-item");
    picture.line(line.from, `cm-depth-${depth}`);
    if (line.from === first) picture.line(line.from, "cm-item-first");
    else if (!startsItem(line.text)) unindent(picture, line, content - first);
  }
}

function unindent(picture, line, most) {
  const blanks = /^[ \t]*(?=\S)/.exec(line.text)?.[0].length ?? 0;
  if (blanks) picture.unindent(line.from, Math.min(blanks, most));
}

const startsItem = (text) => /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/.test(text);

function listMark(picture, node) {
  const line = picture.doc.lineAt(node.from);
  const before = /^[ \t]*$/.test(line.text.slice(0, node.from - line.from)) ? line.from : node.from;
  const end = blanksAfter(picture, node.to);
  if (picture.touched(before, end - 1)) return picture.mark(node.from, node.to, "cm-sign");
  const task = node.nextSibling?.name === "Task";
  if (node.parent.parent?.name === "OrderedList") {
    picture.hide(before, end, new Word(printedNumber(picture, node), "cm-number"));
  } else if (task) picture.hide(before, end);
  else picture.hide(before, end, new Word("•", "cm-bullet", { hidden: true }));
}

/** A list counts for itself, whatever is written before its items. */
function printedNumber(picture, mark) {
  const sign = picture.slice(mark);
  const list = mark.parent.parent;
  let index = 0;
  for (let at = mark.parent.prevSibling; at; at = at.prevSibling) if (at.name === "ListItem") index++;
  const first = list.getChild("ListItem").getChild("ListMark");
  return `${parseInt(picture.slice(first), 10) + index}${sign.at(-1)}`;
}

function taskBox(picture, node) {
  if (picture.touched(node.from, node.to)) return picture.mark(node.from, node.to, "cm-sign");
  const words = picture.doc
    .lineAt(node.from)
    .text.slice(node.to - picture.doc.lineAt(node.from).from)
    .trim();
  picture.hide(node.from, node.to, new Box(picture.slice(node)[1] !== " ", words.slice(0, 80)));
}

function footnote(picture, node) {
  for (const line of picture.linesOf(node)) {
    picture.line(line.from, "cm-note");
    if (line.from > node.from) unindent(picture, line, 4);
  }
}

function footnoteMark(picture, node) {
  const end = blanksAfter(picture, node.to);
  if (picture.touched(node.from, end)) return picture.mark(node.from, node.to, "cm-sign");
  const number = picture.names.notes.get(picture.slice(node).slice(2, -2));
  const label = picture.phrase("Back to the text");
  picture.hide(node.from, end, new Jump(`${number ?? "?"}.`, "cm-note-number", label, jump));
}

function recommendation(picture, node) {
  const lines = [...picture.linesOf(node)];
  for (const line of lines) picture.line(line.from, "cm-rec");
  if (lines[0]?.from <= node.from) picture.line(node.from, "cm-rec-first");
  if (lines.at(-1)?.to >= node.to) picture.line(node.to, "cm-rec-last");
}

function recommendationMark(picture, node) {
  if (picture.touched(node.from, node.to)) return picture.mark(node.from, node.to, "cm-sign");
  const line = picture.doc.lineAt(node.from);
  const opens = /recommendation/.test(picture.slice(node));
  if (!opens) picture.line(line.from, "cm-thin");
  picture.hide(
    node.from,
    node.to,
    opens ? new Word(picture.phrase("Recommendation"), "cm-rec-name") : undefined,
  );
}

function fenced(picture, node) {
  for (const line of picture.linesOf(node)) picture.line(line.from, "cm-code");
  const open = picture.touched(node.from, node.to);
  for (const mark of open ? [] : node.getChildren("CodeMark")) {
    picture.line(mark.from, "cm-thin");
    picture.hide(mark.from, mark.to);
  }
}

function rule(picture, node) {
  if (picture.touched(node.from, node.to)) return;
  picture.line(node.from, "cm-rule");
  picture.hide(node.from, node.to);
}

function lines(css) {
  return (picture, node) => {
    for (const line of picture.linesOf(node)) picture.line(line.from, css);
  };
}

export const BLOCKS = {
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`ATXHeading${level}`, heading(level)])),
  SetextHeading1: underlined(1),
  SetextHeading2: underlined(2),
  Blockquote: quote,
  QuoteMark: quoteMark,
  ListItem: item,
  ListMark: listMark,
  TaskMarker: taskBox,
  Footnote: footnote,
  FootnoteMark: footnoteMark,
  Recommendation: recommendation,
  RecommendationMark: recommendationMark,
  FencedCode: fenced,
  CodeBlock: lines("cm-code"),
  HorizontalRule: rule,
  LinkReference: lines("cm-aside"),
  FrontMatter: lines("cm-aside"),
  Table: lines("cm-raw-table"),
};
