/* What the page says about where the words are: one line of truth, and notices that ask for something. */

import { isWorthSaying } from "./live/standing.js";

const MARKS = {
  opening: "ring",
  saving: "half",
  saved: "check",
  offline: "tri",
  readOnly: "lock",
  signedOut: "tri",
  ended: "dia",
  stopped: "dia",
  differs: "neq",
};
const PAUSE = 1000; // a state that passes sooner is not read out

export class Status {
  constructor(root, zone, words) {
    this.line = root.querySelector("[data-editor-status]");
    this.label = this.line.querySelector("[data-editor-status-words]");
    this.mark = this.line.querySelector("use");
    this.spoken = root.querySelector("[data-editor-said]");
    this.place = root.querySelector("[data-editor-notice]");
    this.words = words;
    this.lastSaid = null;
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  }

  show(state, { savedAt, open, kept }) {
    const words = this.sentence(state, open, kept).replace("{time}", savedAt ? this.clock.format(savedAt) : "");
    if (this.line.dataset.state !== state) this.mark.setAttribute("href", this.shape(state));
    this.line.dataset.state = state;
    if (this.label.textContent !== words) this.label.textContent = words;
    clearTimeout(this.timer);
    if (state === "saving" || state === "opening") return;
    this.timer = setTimeout(() => isWorthSaying(state, this.lastSaid) && this.say(state), PAUSE);
  }

  sentence(state, open, kept) {
    if (!["offline", "signedOut"].includes(state)) return this.words[state];
    const form = open ? (kept ? "Kept" : "Unkept") : "";
    return this.words[state + form].replace("{changes}", this.changes(open));
  }

  changes(count) {
    return (this.words[`changes.${this.plural.select(count)}`] ?? this.words["changes.other"]).replace("{n}", count);
  }

  shape(state) {
    return this.mark.getAttribute("href").replace(/#.*/, `#m-${MARKS[state]}`);
  }

  /** Reads the line out, now: because it changed for the worse or back, or because somebody asked. */
  say(state = this.line.dataset.state) {
    this.lastSaid = state;
    this.spoken.textContent = "";
    this.spoken.textContent = this.label.textContent;
  }

  /** A notice with a heading, lines, perhaps a link, and choices: [words, act]. One at a time of each name. */
  notice({ name, tone = "warn", heading, lines = [], link }, ...choices) {
    this.withdraw(name);
    const box = element("div", `notice notice--${tone}`);
    box.dataset.name = name;
    box.tabIndex = -1;
    box.append(element("h2", "", heading), ...lines.map((line) => element("p", "", line)));
    if (link) box.append(linked(link));
    if (choices.length) box.append(buttons(choices));
    this.place.append(box);
    box.focus({ preventScroll: false });
  }

  withdraw(name) {
    this.place.querySelector(`[data-name="${name}"]`)?.remove();
  }
}

function linked({ url, words, apart }) {
  const line = element("p");
  const link = element("a", "", words);
  link.href = url;
  if (apart) link.target = "_blank";
  line.append(link);
  return line;
}

function buttons(choices) {
  const row = element("p", "row");
  for (const [label, act] of choices) {
    const button = element("button", "btn", label);
    button.type = "button";
    button.addEventListener("click", act);
    row.append(button);
  }
  return row;
}

function element(name, css = "", text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}
