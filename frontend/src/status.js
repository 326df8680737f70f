/* What the page says about where the words are: the status line, and notices that ask for a decision. */

const MARKS = { writing: "half", sending: "half", saved: "check", offline: "tri", refused: "dia" };

export class Status {
  constructor(root, zone, words) {
    this.line = root.querySelector("[data-editor-status]");
    this.label = this.line.querySelector("[data-editor-status-words]");
    this.mark = this.line.querySelector("use");
    this.place = root.querySelector("[data-editor-notice]");
    this.words = words;
    this.clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    const language = document.documentElement.lang;
    this.day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : `${language}-u-nu-latn`, {
      timeZone: zone,
      dateStyle: "long",
      timeStyle: "medium",
    });
  }

  show(state, { at, since, kept, merged }) {
    let words = this.words[state];
    if (state === "saved" && merged) words = this.words.merged;
    if (state === "offline" && !kept) words = this.words.offlineUnkept;
    words = words
      .replace("{time}", at ? this.clock.format(at) : "")
      .replace("{since}", since ? this.clock.format(since) : "");
    if (state === "saved") this.notice(null, "offline");
    this.line.dataset.state = state;
    if (this.label.textContent !== words) this.label.textContent = words;
    this.mark.setAttribute("href", this.mark.getAttribute("href").replace(/#.*/, `#m-${MARKS[state]}`));
  }

  /** The centre would not take the words: the reason, what was kept, what to do. */
  refused({ status, reason, kept }, { again, text }) {
    const lines = [reason || this.words[`refused${status}`] || this.words.refusedOther];
    lines.push(kept ? this.words.refusedKept : this.words.refusedUnkept);
    this.notice(
      { tone: "bad", heading: this.words.refused, lines, name: "refused" },
      [this.words.tryAgain, () => (this.clear(), again())],
      [this.words.copyAll, () => navigator.clipboard?.writeText(text())],
    );
  }

  recovered(url) {
    this.notice({
      tone: "warn",
      heading: this.words.recovered,
      lines: [this.words.recoveredWhat],
      url,
      name: "recovered",
    });
  }

  /** Words of another visit that the centre never got. */
  kept({ since, text }, { back, drop }) {
    const when = this.words.keptSince.replace("{since}", this.day.format(new Date(since)));
    this.notice(
      { tone: "warn", heading: this.words.keptHeading, lines: [when], text, name: "kept" },
      [this.words.keptBack, () => (this.clear(), back())],
      [this.words.keptDrop, () => (this.clear(), drop())],
    );
  }

  clear() {
    this.place.replaceChildren();
  }

  notice(what, ...choices) {
    if (!what) {
      if (this.place.firstElementChild?.dataset.name === choices[0]) this.clear();
      return;
    }
    const box = element("div", `notice notice--${what.tone}`);
    box.dataset.name = what.name;
    box.tabIndex = -1;
    box.append(element("h2", "", what.heading), ...what.lines.map((line) => element("p", "", line)));
    if (what.text) box.append(this.shown(what.text));
    if (what.url) box.append(this.linked(what.url));
    if (choices.length) box.append(buttons(choices));
    this.place.replaceChildren(box);
    box.focus({ preventScroll: false });
  }

  shown(text) {
    const details = element("details");
    const words = element("pre", "ed__kept", text);
    words.dir = "auto";
    details.append(element("summary", "", this.words.keptShow), words);
    return details;
  }

  linked(url) {
    const line = element("p");
    const link = element("a", "", this.words.recoveredLink);
    link.href = url;
    line.append(link);
    return line;
  }
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
