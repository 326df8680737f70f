/* A sentence about what was just done, above the text until it is closed or another takes its place. */

import { StateEffect, StateField } from "@codemirror/state";
import { showPanel } from "@codemirror/view";
import { button, element } from "./dom.js";

/** The sentence, or "" for none. */
export const say = StateEffect.define();

export const saying = StateField.define({
  create: () => "",
  update: (words, { effects }) => effects.findLast((effect) => effect.is(say))?.value ?? words,
  provide: (field) => showPanel.from(field, (words) => (words ? (view) => panel(view, words) : null)),
});

function panel(view, words) {
  const dom = element("div", "cm-said");
  dom.setAttribute("role", "status");
  const close = button(
    view.state.phrase("close"),
    () => (view.dispatch({ effects: say.of("") }), view.focus()),
    "btn btn--plain",
  );
  dom.append(element("span", "", words), close);
  return { dom, top: true };
}
