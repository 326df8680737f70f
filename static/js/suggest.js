/* Typing over a passage where it stands: what changes is shown as one types and kept at the centre, word by word.

   A link data-suggest-on inside a paragraph (.pblock), or the event "suggest-on" from it (keys.js sends it), brings the
   centre's own form into the paragraph; without this module the link leads to that form. The form [data-suggesting]
   carries the words that stand there; what is typed goes on this device's shelf first and leaves it once the centre has
   it. [data-suggested] says what the centre kept, and under which version. */

import { say } from "./answers.js";
import { changes } from "./words.js";

const PAUSE = 900; // after the last key
const SHELF = "chancery.suggest:";

const paper = document.querySelector("[data-suggest-lost]");

/** On a shared computer a device keeps nothing. */
const noShelf = { get: () => null, put() {}, drop() {} };

const deviceShelf = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  put(key, words) {
    try {
      localStorage.setItem(key, JSON.stringify(words));
    } catch {
      // This device keeps nothing; the page does until it is left.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // It kept nothing.
    }
  },
};

class Suggesting {
  constructor(form) {
    this.form = form;
    this.block = form.closest(".pblock");
    this.shelf = "shared" in form.dataset ? noShelf : deviceShelf;
    this.wanted = form.elements.namedItem("wanted");
    this.reason = form.elements.namedItem("reason");
    this.key = `${SHELF}${form.dataset.of}:${form.getAttribute("action")}:${form.elements.namedItem("block").value}`;
    this.sent = this.typed();
    this.sending = null;
    this.waiting = 0;
  }

  start() {
    this.takeBack();
    this.show();
    this.form.addEventListener("input", () => this.follow());
    this.form.addEventListener("submit", (event) => this.keep(event));
    this.form.addEventListener("click", (event) => {
      const theirs = event.target.closest("[data-suggest-theirs]");
      if (theirs) this.takeTheirs(theirs.value);
    });
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && this.block && this.close(event));
    const undo = this.form.querySelector("[data-suggest-undo]");
    undo.hidden = false;
    undo.addEventListener("click", () => this.undo());
    if (this.block) this.form.querySelector("[data-suggest-close]").addEventListener("click", (event) => this.close(event));
    addEventListener("pagehide", () => this.isUnsent() && this.send({ keepalive: true }));
    this.wanted.focus();
  }

  typed() {
    return { wanted: this.wanted.value, reason: this.reason.value };
  }

  isUnsent() {
    const now = this.typed();
    return now.wanted !== this.sent.wanted || now.reason !== this.sent.reason;
  }

  /** What this device kept of an earlier time, and the centre never got. */
  takeBack() {
    const kept = this.shelf.get(this.key);
    if (!kept) return;
    this.wanted.value = kept.wanted;
    this.reason.value = kept.reason;
    if (!this.isUnsent()) return this.shelf.drop(this.key);
    this.tell(this.form.dataset.back);
    this.later();
  }

  /** The passage as tracked changes. */
  show() {
    const place = this.form.querySelector("[data-suggest-change]");
    const parts = changes(this.form.dataset.present, this.wanted.value).map(([what, words]) => {
      if (what === "same") return document.createTextNode(words);
      const part = document.createElement(what);
      part.textContent = words;
      return part;
    });
    place.replaceChildren(...parts);
    place.hidden = false;
  }

  follow() {
    this.show();
    this.shelf.put(this.key, this.typed());
    this.later();
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), PAUSE);
  }

  undo() {
    this.wanted.value = this.form.dataset.present;
    this.follow();
    this.wanted.focus();
  }

  tell(words) {
    const line = document.createElement("p");
    line.className = "small";
    line.textContent = words;
    const place = this.form.querySelector("[data-suggested]");
    place.querySelector("[data-suggest-told]")?.remove();
    line.dataset.suggestTold = "";
    place.prepend(line);
  }

  /** One save at a time; what is typed meanwhile goes with the next. */
  async save() {
    clearTimeout(this.waiting);
    if (this.sending) await this.sending;
    if (!this.isUnsent()) return true;
    this.tell(this.form.dataset.saving);
    this.sending = this.send();
    const isKept = await this.sending;
    this.sending = null;
    return isKept;
  }

  async send(options = {}) {
    const words = this.typed();
    try {
      const answer = await fetch(this.form.action, {
        ...options,
        method: "POST",
        body: new FormData(this.form),
        headers: { "HX-Request": "true" },
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.querySelector("[data-suggested]");
      if (!said || (!answer.ok && answer.status !== 422)) {
        this.tell(`${this.form.dataset.unsent} ${page.querySelector("[data-reason]")?.textContent.trim() ?? ""}`);
        return false;
      }
      said.querySelector("[data-suggest-scripted]")?.removeAttribute("hidden");
      this.form.querySelector("[data-suggested]").replaceWith(said);
      if (!answer.ok) return false;
      this.seen = said.dataset.seen;
      this.sent = words;
      if (!this.isUnsent()) this.shelf.drop(this.key);
      return true;
    } catch {
      this.tell(this.form.dataset.unsent);
      return false;
    }
  }

  set seen(version) {
    this.form.elements.namedItem("seen").value = version;
  }

  /** The button keeps what was typed over what a colleague kept meanwhile: the page has shown it. */
  async keep(event) {
    event.preventDefault();
    this.seen = this.form.querySelector("[data-suggested]").dataset.seen;
    if (!(await this.save())) return;
    if (this.block) this.leave();
    else this.form.submit(); // a page of its own: on to what the centre says
  }

  /** What the centre did not take stays on this device; who closes a second time knows it. */
  async close(event) {
    event.preventDefault();
    if ((await this.save()) || this.isWarned) return this.leave();
    this.isWarned = true;
  }

  takeTheirs(words) {
    this.wanted.value = words;
    this.seen = this.form.querySelector("[data-suggested]").dataset.seen;
    this.follow();
  }

  /** The passage again, with what is suggested of it. */
  leave() {
    open.delete(this.block);
    this.block.classList.remove("pblock--suggesting");
    const change = this.form.querySelector("[data-suggest-change]");
    const isChanged = change.querySelector("ins, del") !== null;
    this.block.querySelector(":scope > .suggesting__change")?.remove();
    if (isChanged) this.form.before(change);
    this.form.remove();
    this.block.classList.toggle("pblock--suggested", isChanged);
    const number = this.block.querySelector(".no");
    number?.focus({ preventScroll: true });
  }
}

const open = new Map();

async function suggest(block, url) {
  if (!block || !url) return;
  if (open.has(block)) return open.get(block).wanted.focus();
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  const form = new DOMParser().parseFromString(text, "text/html").querySelector("[data-suggesting]");
  if (!form) return say(paper.dataset.suggestLost);
  block.querySelector(":scope > .words").after(form);
  block.classList.add("pblock--suggesting");
  const suggesting = new Suggesting(form);
  open.set(block, suggesting);
  suggesting.start();
}

if (paper) {
  const linkIn = (block) => block?.querySelector("[data-suggest-on]")?.href;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-suggest-on]");
    if (!link) return;
    event.preventDefault();
    void suggest(link.closest(".pblock"), link.href);
  });
  document.addEventListener("suggest-on", (event) => {
    const block = event.target.closest(".pblock");
    void suggest(block, linkIn(block));
  });
}

for (const form of document.querySelectorAll(".page [data-suggesting]")) new Suggesting(form).start();
