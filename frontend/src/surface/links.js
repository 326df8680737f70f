/* Links in the text: folded to their words; Ctrl or Cmd with a click opens them, and at the caret a line says where they lead. */

import { syntaxTree } from "@codemirror/language";
import { StateField } from "@codemirror/state";
import { EditorView, showTooltip } from "@codemirror/view";
import { element } from "./dom.js";
import { addressAt, isOpenable, open } from "./places.js";

/** The link with its own address at a place: {from, to, words, url}. */
export function linkAt(state, at) {
  for (const side of [-1, 1]) {
    for (let node = syntaxTree(state).resolveInner(at, side); node; node = node.parent) {
      const url = node.name === "Link" && node.getChild("URL");
      if (!url) continue;
      const [first, second] = node.getChildren("LinkMark");
      return {
        from: node.from,
        to: node.to,
        words: state.sliceDoc(first.to, second.from),
        url: state.sliceDoc(url.from, url.to).replace(/^<|>$/g, ""),
      };
    }
  }
  return null;
}

const clicks = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const url = at === null ? "" : addressAt(view.state, at);
    if (!url || !event.target.closest(".cm-link")) return false;
    event.preventDefault();
    return open(url);
  },
});

function tip(state) {
  const { main } = state.selection;
  const link = main.empty ? linkAt(state, main.head) : null;
  if (!link || !isOpenable(link.url)) return null;
  return { pos: link.from, above: true, url: link.url, create: () => ({ dom: card(link.url) }) };
}

function card(url) {
  const box = element("div", "cm-link-card");
  const link = element("a", "", url);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.tabIndex = -1; // Ctrl Enter does the same
  box.append(link);
  return box;
}

const tips = StateField.define({
  create: tip,
  update(value, { docChanged, selection, state }) {
    if (!docChanged && !selection) return value;
    const now = tip(state);
    return now && value && now.pos === value.pos && now.url === value.url ? value : now;
  },
  provide: (field) => showTooltip.from(field),
});

export const links = [clicks, tips];
