/* What Enter, Backspace and Tab do in a paper: a new paragraph is a new paragraph, lists and numbers go on by themselves. */

import { insertNewlineKeepIndent } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { gridBeside } from "./folds.js";
import { markupShown } from "./markup.js";
import { labelIn, renumbered, startOf } from "./numbering.js";

const LETTER_BY_LETTER =
  /^(?:FencedCode|CodeBlock|CodeText|FrontMatter|Table.*|RecommendationMark|LinkReference)$/;
const CLOSES = /^[ \t>]*:{3,}[ \t]*$/;
const LONG = 80; // an item longer than a line is a paragraph with a number

function caret(state) {
  const { main, ranges } = state.selection;
  return ranges.length === 1 && main.empty ? main.head : null;
}

function within(state, at, pattern, side = -1) {
  for (let node = syntaxTree(state).resolveInner(at, side); node; node = node.parent)
    if (pattern.test(node.name)) return node;
  return null;
}

function change(view, changes, anchor, userEvent = "input") {
  view.dispatch({ changes, selection: { anchor }, scrollIntoView: true, userEvent });
  return true;
}

export function enter(view) {
  const { state } = view;
  if (state.readOnly) return false;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  if (within(state, from, LETTER_BY_LETTER)) return insertNewlineKeepIndent(view);
  const start = startOf(line.text, () => labelBefore(state.doc, line.number));
  if (start && from >= line.from + start.size) {
    return from === to && !line.text.slice(start.size).trim()
      ? endList(view, line, start)
      : nextItem(view, line, start, from, to);
  }
  if (!line.text.trim())
    return leaveRecommendation(view, line) || change(view, { from, to, insert: "\n" }, from + 1);
  const gap = state.field(markupShown) || from === line.from ? "\n" : "\n\n";
  return change(view, { from, to, insert: gap }, from + gap.length);
}

function labelBefore(doc, number) {
  for (let at = number - 1; at >= Math.max(1, number - 30); at--) {
    const label = labelIn(doc.line(at).text);
    if (label) return label;
  }
  return "";
}

function nextItem(view, line, start, from, to) {
  const apart = start.sort === "numbered" || (start.sort === "item" && isLoose(view.state, line));
  const blank =
    start.sort === "quote"
      ? `\n${start.next.trimEnd()}`
      : apart
        ? `\n${/^[ \t]*(?:>[ \t]?)*/.exec(line.text)[0].trimEnd()}`
        : "";
  const insert = `${blank}\n${start.next}`;
  const blanks = /^[ \t]*/.exec(view.state.sliceDoc(to, view.state.doc.lineAt(to).to))[0].length;
  return change(view, { from, to: to + blanks, insert }, from + insert.length);
}

/** Whether the items of a list stand apart: as those before do, or, for the first, as its length suggests. */
function isLoose(state, line) {
  const item = within(state, line.to, /^ListItem$/);
  if (!item) return false;
  const sibling = item.prevSibling ?? item.nextSibling;
  if (sibling?.name === "ListItem") {
    const between = Math.max(item.from, sibling.from);
    return !state.doc.lineAt(between - 1).text.replace(/[ \t>]/g, "");
  }
  return item.parent.name === "OrderedList" && line.length > LONG;
}

/** Enter in an empty item ends the list, or the deeper one. */
function endList(view, line, start) {
  const { doc } = view.state;
  const outer =
    start.sort === "item" && start.lead.trimEnd() === "" && start.lead.length
      ? outerIndent(doc, line, start.lead.length)
      : null;
  if (outer) return change(view, { from: line.from, to: line.to, insert: outer }, line.from + outer.length);
  const before = line.number > 1 && doc.line(line.number - 1).text.trim();
  const insert = before ? "\n" : "";
  return change(view, { from: line.from, to: line.to, insert }, line.from + insert.length, "delete");
}

/** The beginning of an item one level up. */
function outerIndent(doc, line, indent) {
  for (let number = line.number - 1; number >= 1; number--) {
    const { text } = doc.line(number);
    const above = startOf(text);
    if (above?.sort === "item" && above.lead.length < indent) return above.next;
    if (text.trim() && !/^[ \t]/.test(text)) return null;
  }
  return null;
}

/** Enter on an empty last line of a recommendation goes on after it. */
function leaveRecommendation(view, line) {
  const { doc } = view.state;
  if (line.number === doc.lines || line.number === 1 || !CLOSES.test(doc.line(line.number + 1).text))
    return false;
  if (doc.line(line.number - 1).text.trim()) return false;
  const fence = doc.line(line.number + 1);
  const start = doc.line(line.number - 1).from - 1;
  const changes = [{ from: Math.max(0, start), to: line.to }, { from: fence.to, insert: "\n\n" }]; // prettier-ignore
  return change(view, changes, fence.to + 2 - (line.to - Math.max(0, start)));
}

/** A line of its own inside the paragraph. */
export function lineBreak(view) {
  const { state } = view;
  if (state.readOnly) return false;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const start = startOf(line.text);
  const indent =
    start?.sort === "item"
      ? " ".repeat(start.size)
      : start?.sort === "quote"
        ? start.next
        : /^[ \t]*/.exec(line.text)[0];
  const words = line.text.slice(start?.size ?? 0, from - line.from).trim();
  const insert = words && !within(state, from, LETTER_BY_LETTER) ? `\\\n${indent}` : "\n";
  return change(view, { from, to, insert }, from + insert.length);
}

/** At the beginning of words the sign before them goes; at the beginning of a paragraph it joins the one before. */
export function backspace(view) {
  const { state } = view;
  const at = caret(state);
  if (at === null || state.readOnly) return false;
  const line = state.doc.lineAt(at);
  const before = state.sliceDoc(line.from, at);
  const start = /^[ \t]*#{1,6}[ \t]+$/.test(before) ? before.length : startOf(line.text)?.size;
  if (start && start === before.length && before.trim()) {
    const numbered = startOf(line.text)?.sort === "numbered";
    return numbered ? false : change(view, { from: line.from, to: at }, line.from, "delete.backward");
  }
  if (before || line.number < 3 || state.field(markupShown)) return false;
  const [gap, above] = [state.doc.line(line.number - 1), state.doc.line(line.number - 2)];
  if (gap.text.trim() || !above.text.trim() || within(state, at, LETTER_BY_LETTER, 1) || inFold(state, above))
    return false;
  return change(view, { from: above.to, to: line.from }, above.to, "delete.backward");
}

const inFold = (state, line) => Boolean(within(state, line.to, LETTER_BY_LETTER));

/** Tab makes an item part of the one before it. Elsewhere Tab leaves the text, as on every page. */
export function indent(view) {
  return eachItem(view, (state, item) => {
    const above = item.prevSibling;
    if (above?.name !== "ListItem") return null;
    const line = state.doc.lineAt(above.from);
    const width =
      startOf(line.text).size -
      startOf(line.text).lead.length -
      (startOf(line.text).next.match(/\[ \] $/) ? 4 : 0);
    const has = above.getChildren("OrderedList").length > 0;
    return { by: width, number: has ? null : 1 };
  });
}

/** Shift Tab takes it out again. */
export function outdent(view) {
  return eachItem(view, (state, item) => {
    const outer = item.parent.parent;
    if (outer?.name !== "ListItem") return null;
    const parent = state.doc.lineAt(outer.from);
    const own = state.doc.lineAt(item.from);
    return { by: startOf(parent.text).lead.length - startOf(own.text).lead.length, number: null };
  });
}

function eachItem(view, move) {
  const { state } = view;
  const item = within(state, state.doc.lineAt(state.selection.main.head).to, /^ListItem$/);
  if (!item || state.readOnly) return false;
  const step = move(state, item);
  if (!step || !step.by) return true;
  view.dispatch({ changes: shifted(state, item, step), userEvent: "input.indent", scrollIntoView: true });
  return true;
}

function shifted(state, item, { by, number }) {
  const changes = [];
  for (let at = item.from; at <= item.to; ) {
    const line = state.doc.lineAt(at);
    const blanks = /^[ \t]*/.exec(line.text)[0].length;
    if (line.text.trim() && by > 0) changes.push({ from: line.from, insert: " ".repeat(by) });
    else if (line.text.trim()) changes.push({ from: line.from, to: line.from + Math.min(-by, blanks) });
    at = line.to + 1;
  }
  const mark = item.getChild("ListMark");
  const sign = state.sliceDoc(mark.from, mark.to);
  if (number && /^\d/.test(sign) && sign !== `1${sign.at(-1)}`)
    changes.push({ from: mark.from, to: mark.to - 1, insert: "1" });
  return changes.sort((a, b) => a.from - b.from);
}

/** The arrow keys go into a table that is in their way. */
export function intoGrid(forward) {
  return (view) => {
    const grid = gridBeside(view, forward);
    if (!grid) return false;
    grid.edit(forward ? 0 : grid.model.rows.length - 1, 0);
    return true;
  };
}

/** Numbered paragraphs go on from section to section, in recommendations too. */
export function renumber(view) {
  const { state } = view;
  const marks = [];
  syntaxTree(state).iterate({
    enter(node) {
      if (node.name !== "OrderedList") return node.name === "Document" || node.name === "Recommendation";
      marks.push(node.node.getChildren("ListItem").map((item) => item.getChild("ListMark")));
      return false;
    },
  });
  const written = marks.map((list) => list.map(({ from, to }) => parseInt(state.sliceDoc(from, to), 10)));
  const changes = renumbered(written).flatMap((numbers, list) =>
    numbers.flatMap((number, index) => {
      const { from, to } = marks[list][index];
      return number === written[list][index] ? [] : [{ from, to: to - 1, insert: String(number) }];
    }),
  );
  if (changes.length) view.dispatch({ changes, userEvent: "input.renumber" });
  return true;
}

export const typingKeys = [
  { key: "Enter", run: enter },
  { key: "Shift-Enter", run: lineBreak },
  { key: "Backspace", run: backspace },
  { key: "Tab", run: indent, shift: outdent },
  { key: "ArrowDown", run: intoGrid(true) },
  { key: "ArrowUp", run: intoGrid(false) },
];
