/* Going from one place of the text to another: footnotes and their calls, links, task boxes. */

import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tick } from "./widgets.js";

const ALLOWED = /^(?:https?:|mailto:|tel:|\/(?![/\\])|#)/i;

/** Whether an address may be opened from the editor; the same few kinds as on the page. */
export const isOpenable = (url) => ALLOWED.test(url.trim());

/** Whether a picture is of this house, so that showing it tells nobody who writes here. */
export const isOwnPicture = (url) => /^\/(?![/\\])/.test(url);

export function goTo(view, at) {
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
  return true;
}

/** From a call to its footnote, from a footnote to its first call. */
export function jump(view, at) {
  const { doc } = view.state;
  const label = /^\[\^([^\]\s]+)\](:?)/.exec(doc.sliceString(at, at + 200));
  if (!label) return false;
  const mark = `[^${label[1]}]`;
  const text = doc.toString();
  for (let found = text.indexOf(mark); found >= 0; found = text.indexOf(mark, found + 1)) {
    const defines =
      text[found + mark.length] === ":" &&
      /^[ \t>]*$/.test(text.slice(text.lastIndexOf("\n", found) + 1, found));
    if (defines !== Boolean(label[2]))
      return goTo(view, defines ? found + mark.length + 1 : found + mark.length);
  }
  return false;
}

export function open(url) {
  if (!isOpenable(url)) return false;
  window.open(url, "_blank", "noopener,noreferrer");
  return true;
}

/** The address of the link at a place, or "". */
export function addressAt(state, at) {
  for (let node = syntaxTree(state).resolveInner(at, -1); node; node = node.parent) {
    if (node.name === "Link" || node.name === "Autolink") {
      const url = node.getChild("URL");
      return url ? state.sliceDoc(url.from, url.to).replace(/^<|>$/g, "") : "";
    }
  }
  return "";
}

/** Does what stands at the caret: ticks the task, goes to the footnote and back, opens the link. */
export function follow(view) {
  const { state } = view;
  const at = state.selection.main.head;
  const line = state.doc.lineAt(at);
  for (let side = -1; side <= 1; side += 2) {
    for (let node = syntaxTree(state).resolveInner(at, side); node; node = node.parent) {
      if (node.name === "FootnoteCall" || node.name === "FootnoteMark") return jump(view, node.from);
      if (node.name === "Footnote") return jump(view, node.from);
    }
  }
  const url = addressAt(state, at);
  if (url) return open(url);
  const task = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=\[[ xX]\][ \t])/.exec(line.text);
  return task ? tick(view, line.from + task[0].length) : false;
}
