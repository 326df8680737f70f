/* What the whole text gives names to: footnotes with their printed numbers, and the labels of links. It is read again when the
   typing pauses, so that no keystroke pays for it. */

import { StateEffect, StateField } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { reader } from "./leaves.js";

const PAUSE = 200;
const NOTE = /^[ \t>]*\[\^([^\]\s]+)\]:|\[\^([^\]\s]+)\]/g;
const LINK = /^[ \t>]*\[((?!\^)(?:\\.|[^\]\\])+)\]:\s*\S/;

export const labelOf = (label) => label.trim().replace(/\s+/g, " ").toLowerCase();

const pieces = reader((lines) => {
  const found = { defined: [], called: [], links: [] };
  for (const line of lines) {
    if (!line.includes("[")) continue;
    for (const [, definition, call] of line.matchAll(NOTE))
      (definition ? found.defined : found.called).push(definition ?? call);
    const link = LINK.exec(line);
    if (link) found.links.push(labelOf(link[1]));
  }
  return { found };
});

/** {notes: label → printed number, links: labels}; notes are numbered in the order of their first call. */
export function namesIn(doc) {
  const all = pieces(doc).map(({ found }) => found);
  const defined = new Set(all.flatMap((each) => each.defined));
  const called = new Set(all.flatMap((each) => each.called));
  const order = [
    ...[...called].filter((label) => defined.has(label)),
    ...[...defined].filter((label) => !called.has(label)),
  ];
  return {
    notes: new Map(order.map((label, index) => [label, index + 1])),
    links: new Set(all.flatMap((each) => each.links)),
  };
}

const setNames = StateEffect.define();

export const names = StateField.define({
  create: (state) => namesIn(state.doc),
  update: (value, { effects }) => effects.findLast((effect) => effect.is(setNames))?.value ?? value,
});

const reading = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.view = view;
    }
    update({ docChanged }) {
      if (!docChanged) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.read(), PAUSE);
    }
    read() {
      const found = namesIn(this.view.state.doc);
      const known = this.view.state.field(names);
      if (told(found) !== told(known)) this.view.dispatch({ effects: setNames.of(found) });
    }
    destroy() {
      clearTimeout(this.timer);
    }
  },
);

const told = ({ notes, links }) => JSON.stringify([[...notes], [...links]]);

export const naming = [names, reading];
