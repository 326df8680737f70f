/* What is pasted becomes clean Markdown: from Word, web pages and spreadsheets. Foreign HTML is only ever parsed as a document of
   its own that runs nothing and loads nothing; what is taken from it is words and a few marks. */

import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { markdownOf } from "./from-html.js";
import { isSheet, tableOf } from "./from-sheet.js";
import { takePictures } from "./pictures.js";
import { say } from "./said.js";
import { inert } from "./tidy-html.js";

const MOST = 2_000_000; // characters, as the centre takes
const LITERAL = /^(?:FencedCode|CodeBlock|InlineCode|URL)$/;

/** {text, notes} of what the clipboard holds, or null when it is best taken as plain words. */
export function converted(data, parse) {
  const html = data.getData("text/html");
  const plain = data.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!html && isSheet(plain)) return { text: tableOf(plain), notes: [], block: true };
  if (!html || html.length > MOST * 4 || /<meta[^>]+vscode|data-lexical-editor="?code/i.test(html))
    return null;
  const { text, notes, block } = markdownOf(parse(html));
  return text.trim() ? { text, notes, block } : null;
}

const parse = (html) => new DOMParser().parseFromString(inert(html), "text/html");

let asPlain = false; // the key that asks for plain words comes just before the browser's own paste

function paste(event, view) {
  const data = event.clipboardData;
  const plainly = asPlain;
  asPlain = false;
  if (!data || view.state.readOnly || event.target.closest?.(".cm-grid")) return false;
  if (takePictures(view, data.getData("text/html") ? null : data)) return stop(event);
  if (plainly || isLiteral(view.state)) return false;
  const found = converted(data, parse);
  if (!found) return false;
  insert(view, found);
  return stop(event);
}

function stop(event) {
  event.preventDefault();
  return true;
}

function isLiteral(state) {
  for (let node = syntaxTree(state).resolveInner(state.selection.main.from, -1); node; node = node.parent) {
    if (LITERAL.test(node.name)) return true;
  }
  return false;
}

/** Blocks get the blank lines that make them blocks. */
function insert(view, { text, notes, block }) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const before = block
    ? gap(state.sliceDoc(line.from, from), line.number > 1 ? state.doc.line(line.number - 1).text : "")
    : "";
  const rest = state.sliceDoc(to, state.doc.lineAt(to).to);
  const after = block && rest.trim() ? "\n\n" : "";
  const put = before + text + after;
  const said = notes.map((note) => state.phrase(note)).join(" ");
  view.dispatch({
    changes: { from, to, insert: put },
    selection: { anchor: from + before.length + text.length },
    effects: say.of(said),
    scrollIntoView: true,
    userEvent: "input.paste",
  });
}

function gap(here, above) {
  if (here.trim()) return "\n\n";
  return above.trim() ? "\n" : "";
}

export const pasting = EditorView.domEventHandlers({
  paste,
  keydown(event) {
    asPlain = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "v";
    return false;
  },
});
