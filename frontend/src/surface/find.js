/* How often the words that are looked for occur, and how many were replaced, said beside CodeMirror's own panel. */

import { getSearchQuery, search, searchPanelOpen, setSearchQuery } from "@codemirror/search";
import { EditorView, ViewPlugin } from "@codemirror/view";
import { element } from "./dom.js";

const MOST = 5000;
const PAUSE = 150;

function matches(state) {
  const query = getSearchQuery(state);
  if (!query.search || !query.valid) return null;
  const { from } = state.selection.main;
  let [count, current] = [0, 0];
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); !next.done && count < MOST; next = cursor.next()) {
    count++;
    if (next.value.from === from) current = count;
  }
  return { count, current };
}

const counting = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.view = view;
    }
    update(update) {
      const asked = update.transactions.some(({ effects }) =>
        effects.some((effect) => effect.is(setSearchQuery)),
      );
      const said = update.transactions.flatMap(({ effects }) =>
        effects.filter((effect) => effect.is(EditorView.announce)),
      );
      if (!searchPanelOpen(update.state)) return;
      const replaced = update.docChanged && said.at(-1)?.value;
      if (replaced) return this.say(replaced);
      if (asked || update.selectionSet || update.docChanged || !searchPanelOpen(update.startState))
        this.later();
    }
    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.count(), PAUSE);
    }
    count() {
      const found = matches(this.view.state);
      if (!found) return this.say("");
      const { count, current } = found;
      const words = count === MOST ? `${MOST}+` : String(count);
      this.say(current ? `${current} / ${words}` : this.view.state.phrase("$ found", words));
    }
    say(words) {
      clearTimeout(this.timer);
      const panel = this.view.dom.querySelector(".cm-search");
      if (!panel) return;
      let place = panel.querySelector(".cm-found");
      if (!place) {
        place = element("output", "cm-found");
        place.setAttribute("aria-live", "polite");
        panel.querySelector("[name=next]")?.before(place);
      }
      if (place.textContent !== words) place.textContent = words;
    }
    destroy() {
      clearTimeout(this.timer);
    }
  },
);

export const finding = [search({ top: true }), counting];
