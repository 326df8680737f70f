/* Whether the signs of Markdown are shown everywhere, or only where one writes. The choice is remembered on this machine. */

import { StateEffect, StateField } from "@codemirror/state";

const KEY = "chancery.editor.markup";
const setMarkup = StateEffect.define();

export const markupShown = StateField.define({
  create: () => remembered(),
  update: (shown, { effects }) => effects.findLast((effect) => effect.is(setMarkup))?.value ?? shown,
});

export function toggleMarkup(view) {
  const shown = !view.state.field(markupShown);
  view.dispatch({ effects: setMarkup.of(shown) });
  try {
    localStorage.setItem(KEY, shown ? "shown" : "");
  } catch {
    // The choice is not remembered; nothing else depends on it.
  }
  return true;
}

export const markupChanged = (update) =>
  update.startState.field(markupShown) !== update.state.field(markupShown);

function remembered() {
  try {
    return localStorage.getItem(KEY) === "shown";
  } catch {
    return false;
  }
}
