/* The others in the text: where their carets stand and what they have selected, in the colour of their country, with
   its code and their name. Colours come from the style sheet (data-d), so that no style is written into the page. */

import { Annotation, RangeSet } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";

const NAMED = 3000; // after somebody's last movement their name stands at their caret; then the code alone

const moved = Annotation.define();

class Caret extends WidgetType {
  constructor({ name, code, colour }, isNamed) {
    super();
    Object.assign(this, { name, code, colour, isNamed });
  }

  eq(other) {
    return ["name", "code", "colour", "isNamed"].every((fact) => this[fact] === other[fact]);
  }

  toDOM() {
    const caret = element("span", "cm-peer");
    caret.dataset.d = this.colour;
    caret.toggleAttribute("data-named", this.isNamed);
    caret.setAttribute("aria-hidden", "true"); // the list of those present says it in words
    const flag = element("span", "cm-peer__flag");
    flag.append(element("b", "", this.code), element("bdi", "cm-peer__name", this.name));
    caret.append("\u2060", flag);
    return caret;
  }

  updateDOM(dom) {
    const same = dom.dataset.d === String(this.colour) && dom.textContent === `\u2060${this.code}${this.name}`;
    if (same) dom.toggleAttribute("data-named", this.isNamed);
    return same;
  }

  ignoreEvent() {
    return true;
  }
}

function element(name, css, text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  made.textContent = text;
  return made;
}

/** Where a person stands in a text, as {from, to, head}; null if that place is gone or of another text. */
export function placeOf(cursor, text) {
  const [anchor, head] = [cursor?.anchor, cursor?.head].map(
    (place) => place && Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), text.doc),
  );
  if (anchor?.type !== text || head?.type !== text) return null;
  const [a, h] = [Math.min(anchor.index, text.length), Math.min(head.index, text.length)];
  return { from: Math.min(a, h), to: Math.max(a, h), head: h };
}

export function peers(live) {
  const { text, awareness } = live;

  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.view = view;
        this.decorations = RangeSet.empty;
        this.movedAt = new Map();
        this.heard = ({ added, updated, removed }) => this.others([...added, ...updated, ...removed]);
        awareness.on("change", this.heard);
        this.decorations = this.drawn();
      }

      destroy() {
        awareness.off("change", this.heard);
        clearTimeout(this.timer);
      }

      others(clients) {
        const others = clients.filter((client) => client !== awareness.clientID);
        if (!others.length) return;
        for (const client of others) this.movedAt.set(client, Date.now());
        this.redraw();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.redraw(), NAMED + 50);
      }

      /** Not at once: a change of the text that is under way would still count places by the old one. */
      redraw() {
        queueMicrotask(() => this.view.dispatch({ annotations: moved.of(true) }));
      }

      update(update) {
        if (update.selectionSet || update.docChanged || update.focusChanged) this.tell();
        const redraws = update.transactions.some((each) => each.annotation(moved));
        if (redraws || update.docChanged) this.decorations = this.drawn();
      }

      /** Where this person stands; told only while they are in the text. */
      tell() {
        if (!this.view.hasFocus) return;
        const { anchor, head } = this.view.state.selection.main;
        const place = (at) => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at));
        queueMicrotask(() => awareness.setLocalStateField("cursor", { anchor: place(anchor), head: place(head) }));
      }

      drawn() {
        const ranges = [];
        for (const [client, { cursor, user }] of awareness.getStates()) {
          const place = client !== awareness.clientID && user && placeOf(cursor, text);
          if (!place || place.to > this.view.state.doc.length) continue;
          const isNamed = Date.now() - (this.movedAt.get(client) ?? 0) < NAMED;
          const side = place.head === place.from ? 1 : -1;
          ranges.push(Decoration.widget({ widget: new Caret(user, isNamed), side }).range(place.head));
          if (place.from < place.to) ranges.push(selection(user.colour).range(place.from, place.to));
        }
        return Decoration.set(ranges, true);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function selection(colour) {
  return Decoration.mark({ class: "cm-peer-selection", attributes: { "data-d": String(colour) } });
}
