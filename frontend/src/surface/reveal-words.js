/* Emphasis, links, pictures, calls of footnotes and open brackets as they will be read. */

import { bracketsIn } from "./brackets.js";
import { labelOf } from "./names.js";
import { isOwnPicture, jump } from "./places.js";
import { Codes, Jump, Picture, Word } from "./widgets.js";

/** Signs around words: both go, or both stay. */
function wrapped(name, css) {
  return (picture, node) => {
    if (css) picture.mark(node.from, node.to, css);
    if (picture.touched(node.from, node.to)) return;
    for (const mark of node.getChildren(name)) picture.hide(mark.from, mark.to);
  };
}

function code(picture, node) {
  picture.isolate(node.from, node.to);
  wrapped("CodeMark", "cm-letter")(picture, node);
}

function escape(picture, node) {
  if (!picture.touched(node.from, node.to)) picture.hide(node.from, node.from + 1);
}

function entity(picture, node) {
  if (picture.touched(node.from, node.to)) return;
  const said = new DOMParser().parseFromString(picture.slice(node), "text/html").body.textContent;
  picture.hide(node.from, node.to, new Word(said, "cm-entity"));
}

function hardBreak(picture, node) {
  if (picture.touched(node.from, node.to)) return;
  const end = Math.min(node.to, picture.doc.lineAt(node.from).to);
  picture.hide(node.from, end, new Word("↵", "cm-break", { hidden: true }));
}

/** CodeMirror calls every [word] a link; it is one only when it leads somewhere. */
export function leadsSomewhere(picture, node) {
  if (node.getChild("URL")) return true;
  const label = node.getChild("LinkLabel");
  const marks = node.getChildren("LinkMark");
  const words =
    label && label.to - label.from > 2 ? label : marks.length > 1 && { from: marks[0].from, to: marks[1].to };
  const text = words ? picture.slice(words).replace(/^!?\[|\]$/g, "") : "";
  return picture.names.links.has(labelOf(text));
}

function link(picture, node) {
  if (!leadsSomewhere(picture, node)) return;
  const url = node.getChild("URL");
  if (url) picture.isolate(url.from, url.to);
  const [first, second] = node.getChildren("LinkMark");
  picture.mark(first.to, second.from, "cm-link");
  if (picture.touched(node.from, node.to)) return;
  picture.hide(first.from, first.to);
  picture.hide(second.from, node.to);
}

function address(picture, node) {
  picture.mark(node.from, node.to, "cm-link");
  picture.isolate(node.from, node.to);
  if (picture.touched(node.from, node.to)) return;
  for (const mark of node.getChildren("LinkMark")) picture.hide(mark.from, mark.to);
}

/** A picture of this house is shown; one from elsewhere is a link on the page, and its words here. */
function image(picture, node) {
  const url = node.getChild("URL");
  const [first, second] = node.getChildren("LinkMark");
  if (!url || !second || picture.touched(node.from, node.to)) return;
  const where = picture.slice(url).replace(/^<|>$/g, "");
  if (isOwnPicture(where)) {
    const title = node.getChild("LinkTitle");
    const words = picture.doc.sliceString(first.to, second.from).replace(/\\([[\]\\])/g, "$1");
    const shown = new Picture(where, words, title ? picture.slice(title).slice(1, -1) : "");
    return picture.hide(node.from, Math.min(node.to, picture.doc.lineAt(node.from).to), shown);
  }
  picture.mark(first.to, second.from, "cm-link");
  if (first.to === second.from) return;
  picture.hide(node.from, first.to);
  picture.hide(second.from, node.to);
}

function call(picture, node) {
  const number = picture.names.notes.get(picture.slice(node).slice(2, -1));
  if (number === undefined) return;
  if (picture.touched(node.from, node.to)) return picture.mark(node.from, node.to, "cm-sign");
  const label = `${picture.phrase("Footnote")} ${number}`;
  picture.hide(node.from, node.to, new Jump(String(number), "cm-call", label, jump));
}

const CLAIMED = new Set(["Escape", "InlineCode", "Image", "FootnoteCall", "TaskMarker", "Autolink"]);

/** The ranges of a run of words in which a square bracket is no open text. */
function claimedIn(picture, node) {
  const taken = [];
  node.cursor().iterate((at) => {
    const claims = CLAIMED.has(at.name) || (at.name === "Link" && leadsSomewhere(picture, at.node));
    if (claims) taken.push({ from: at.from - node.from, to: at.to - node.from });
    return !claims;
  });
  return taken;
}

function brackets(picture, node) {
  const text = picture.slice(node);
  if (!text.includes("[") || node.to < picture.view.viewport.from || node.from > picture.view.viewport.to)
    return;
  for (const { from, to, by } of bracketsIn(text, claimedIn(picture, node))) {
    const [start, end] = [node.from + from, node.from + to];
    picture.mark(start, end, "cm-bracket");
    picture.mark(start, start + 1, "cm-bracket-sign");
    const suffix = by && node.from + by.from;
    if (by && !picture.touched(suffix, end)) picture.hide(suffix, end, new Codes(by.codes.join(", ")));
    else picture.mark(end - 1, end, "cm-bracket-sign");
  }
}

const HEADINGS = [1, 2, 3, 4, 5, 6].map((level) => `ATXHeading${level}`);
const RUNS = ["Paragraph", "Task", "TableCell", "SetextHeading1", "SetextHeading2", ...HEADINGS];

export const WORDS = {
  Emphasis: wrapped("EmphasisMark"),
  StrongEmphasis: wrapped("EmphasisMark"),
  Strikethrough: wrapped("StrikethroughMark", "cm-struck"),
  InlineCode: code,
  Escape: escape,
  Entity: entity,
  HardBreak: hardBreak,
  Link: link,
  Autolink: address,
  Image: image,
  FootnoteCall: call,
  ...Object.fromEntries(RUNS.map((name) => [name, brackets])),
};
