/* Whether the signs of Markdown are shown everywhere, or only where one writes. The choice is remembered on this machine. */

import { StateEffect, StateField } from "@codemirror/state";
import { remember, remembered } from "../remembering.js";

const KEY = "chancery.editor.markup";
const setMarkup = StateEffect.define();

export const markupShown = StateField.define({
  create: () => remembered(KEY) === "shown",
  update: (shown, { effects }) => effects.findLast((effect) => effect.is(setMarkup))?.value ?? shown,
});

export function toggleMarkup(view) {
  const shown = !view.state.field(markupShown);
  view.dispatch({ effects: setMarkup.of(shown) });
  remember(KEY, shown ? "shown" : "");
  return true;
}

export const markupChanged = (update) =>
  update.startState.field(markupShown) !== update.state.field(markupShown);
