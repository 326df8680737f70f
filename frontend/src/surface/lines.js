/* Short notices at the end of a line, put there by other parts of the page: who holds a section, for instance. They move with
   the text and are no part of it.

     showAtLines(view, "holds", [{at, words, title, tone}])

   `at` is any place in the line, `words` what is said, `title` the longer sentence, `tone` one of "", "warn", "mine". A second call
   with the same name replaces what the first one showed; an empty list takes it away. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { element } from "./dom.js";

const setNotices = StateEffect.define();

class Notice extends WidgetType {
  constructor({ words, title = "", tone = "" }) {
    super();
    Object.assign(this, { words, title, tone });
  }
  eq({ words, title, tone }) {
    return words === this.words && title === this.title && tone === this.tone;
  }
  toDOM() {
    const made = element("span", "cm-notice", this.words);
    made.dir = "auto";
    if (this.title) made.title = this.title;
    if (this.tone) made.dataset.tone = this.tone;
    return made;
  }
}

/** {name: [{at, …}]}, moved along with every change. */
export const notices = StateField.define({
  create: () => ({}),
  update(value, { changes, docChanged, effects }) {
    let next = value;
    if (docChanged) {
      const moved = (list) => list.map((one) => ({ ...one, at: changes.mapPos(one.at, 1) }));
      next = Object.fromEntries(Object.entries(value).map(([name, list]) => [name, moved(list)]));
    }
    for (const effect of effects)
      if (effect.is(setNotices)) next = { ...next, [effect.value.name]: effect.value.list };
    return next;
  },
  provide: (field) =>
    EditorView.decorations.compute([field, "doc"], (state) => {
      const all = Object.values(state.field(field)).flat();
      const ranges = all.map((one) =>
        Decoration.widget({ widget: new Notice(one), side: 2 }).range(
          state.doc.lineAt(Math.min(one.at, state.doc.length)).to,
        ),
      );
      return Decoration.set(ranges, true);
    }),
});

export function showAtLines(view, name, list) {
  view.dispatch({ effects: setNotices.of({ name, list }) });
}
