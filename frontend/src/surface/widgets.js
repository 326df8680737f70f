/* Small things that stand in the text instead of its signs. */

import { WidgetType } from "@codemirror/view";
import { element } from "./dom.js";

/** A word or sign; `hidden` keeps it from screen readers, which read the text itself. */
export class Word extends WidgetType {
  constructor(words, css, { hidden = false, name = "span" } = {}) {
    super();
    Object.assign(this, { words, css, hidden, name });
  }
  eq({ words, css }) {
    return words === this.words && css === this.css;
  }
  toDOM() {
    const made = element(this.name, this.css, this.words);
    if (this.hidden) made.setAttribute("aria-hidden", "true");
    return made;
  }
  ignoreEvent() {
    return false;
  }
}

/** Who asks for open words, with the sign that closes them: the two are never parted by the end of a line. */
export class Codes extends WidgetType {
  constructor(codes) {
    super();
    this.codes = codes;
  }
  eq({ codes }) {
    return codes === this.codes;
  }
  toDOM() {
    const made = element("span", "cm-bracket cm-codes");
    made.append(element("span", "cm-by", this.codes), element("span", "cm-bracket-sign", "]"));
    return made;
  }
  ignoreEvent() {
    return false;
  }
}

/** The box of a task. */
export class Box extends WidgetType {
  constructor(ticked, label) {
    super();
    Object.assign(this, { ticked, label });
  }
  eq({ ticked, label }) {
    return ticked === this.ticked && label === this.label;
  }
  toDOM(view) {
    const box = element("input", "cm-box");
    box.type = "checkbox";
    box.tabIndex = -1; // the keyboard ticks with the caret in the line
    box.checked = this.ticked;
    box.setAttribute("aria-label", this.label);
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      tick(view, view.posAtDOM(box));
    });
    return box;
  }
  ignoreEvent() {
    return true;
  }
}

/** Ticks or clears the task box at a place. */
export function tick(view, at) {
  if (view.state.readOnly) return false;
  const ticked = view.state.sliceDoc(at + 1, at + 2) !== " ";
  view.dispatch({
    changes: { from: at + 1, to: at + 2, insert: ticked ? " " : "x" },
    userEvent: "input.tick",
  });
  return true;
}

/** A picture of this house. */
export class Picture extends WidgetType {
  constructor(url, alt, title) {
    super();
    Object.assign(this, { url, alt, title });
  }
  eq({ url, alt, title }) {
    return url === this.url && alt === this.alt && title === this.title;
  }
  toDOM(view) {
    const frame = element("span", "cm-picture");
    const picture = element("img");
    picture.src = this.url;
    picture.alt = this.alt;
    picture.addEventListener("load", () => view.requestMeasure());
    frame.append(picture);
    const caption = this.title || this.alt;
    if (caption) frame.append(element("span", "cm-caption", caption));
    return frame;
  }
  ignoreEvent() {
    return false;
  }
}

/** Something to press in the text: the way from a call to its footnote, and back. */
export class Jump extends WidgetType {
  constructor(words, css, label, go) {
    super();
    Object.assign(this, { words, css, label, go });
  }
  eq({ words, css, label }) {
    return words === this.words && css === this.css && label === this.label;
  }
  toDOM(view) {
    const button = element("button", `cm-jump ${this.css}`, this.words);
    button.type = "button";
    button.tabIndex = -1;
    button.title = this.label;
    button.setAttribute("aria-label", this.label);
    button.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.go(view, view.posAtDOM(button));
    });
    return button;
  }
  ignoreEvent() {
    return true;
  }
}
