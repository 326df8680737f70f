/* The life of a live text on a page: opening it, telling where its words are, and what becomes of them when it ends. */

import { keepAtCentre, showWords } from "./handing.js";
import { peopleIn } from "./here.js";
import { NoShelf, Shelf } from "./shelf.js";
import { LiveText, NAME } from "./text.js";
import { unsentIn } from "./unsent.js";

const TRIES = 4; // connections that come to nothing, before the page asks itself whether any will
const PATIENCE = 5000; // of a link that waits for the centre

export class Together {
  /** `page` has form, words, status, here; fields(), text(), mount(live), lock(isLocked), plain(). */
  constructor(page) {
    this.page = page;
    this.facts = page.form.dataset;
    for (const event of ["online", "offline"]) addEventListener(event, () => this.live.line.again());
    addEventListener("pageshow", (event) => event.persisted && this.live.line.again());
    addEventListener("focus", () => this.live.closed === 4401 && this.live.resume());
    document.addEventListener("visibilitychange", () => document.hidden || this.live.line.look());
    addEventListener("beforeunload", (event) => this.isAtRisk && event.preventDefault());
  }

  async open(generation) {
    const whose = { person: this.facts.person, paper: this.facts.paper, generation };
    this.shelf = "shared" in this.facts ? new NoShelf() : new Shelf(whose, () => this.changed());
    const live = new LiveText({
      address: this.address(generation),
      shelf: this.shelf,
      told: this,
      words: () => this.page.text(),
    });
    this.live = live;
    live.awareness.on("change", () => this.met());
    this.changed();
    await this.takeOver(generation);
    await live.start();
    await live.ready;
    this.page.mount(live);
    this.changed();
  }

  address(generation) {
    const url = new URL(this.facts.liveUrl, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({ mandate: this.page.fields().mandate, generation });
    return url.href;
  }

  /** Words that must not be lost if the page closes now. */
  get isAtRisk() {
    return this.live.ledger.open > 0 && !this.shelf.holdsAll;
  }

  changed() {
    const { live, page } = this;
    page.status.show(live.state, { savedAt: live.savedAt, open: live.ledger.open, kept: this.shelf.keeps });
    page.lock(this.isHanding || !live.mayWrite);
    if (live.synced) for (const name of ["signedOut", "blocked"]) page.status.withdraw(name);
    if (!live.ledger.open) this.isSettled?.(true);
    if (live.state === "differs") this.differs();
    if (live.line.failures === TRIES) void this.doubt();
  }

  met() {
    const { line, awareness, doc } = this.live;
    this.page.here.show(line.isOpen ? peopleIn(awareness.getStates(), doc.clientID) : []);
  }

  /** True once the centre has everything; false if that takes too long. */
  settled() {
    if (!this.live.ledger.open) return Promise.resolve(true);
    return new Promise((done) => {
      this.isSettled = done;
      setTimeout(() => done(false), PATIENCE);
    });
  }

  /** Pages arrive and sockets do not: something on the way lets none through, and the plain form is what is left. */
  async doubt() {
    if (!this.live.shown) return this.writePlainly("");
    const arrives = await fetch(location.href, { method: "HEAD" }).then((answer) => answer.ok && !answer.redirected, () => false);
    if (!arrives || this.live.synced) return;
    this.say("blocked", {}, [this.page.words.writePlainly, () => this.writePlainly(this.live.unsent)]);
  }

  async writePlainly(unsent) {
    this.isHanding = true;
    this.live.stop();
    await this.handBack(unsent, "no line");
    await this.shelf.wipe(Number(this.facts.generation));
    this.page.status.withdraw("blocked");
    this.page.plain();
  }

  // Ends --------------------------------------------------------------------------------------------------------

  ended(code, reason) {
    if (code === 4403) return this.accessEnded();
    if (code === 4409) return this.renewed(Number(reason));
    if (code === 4401) return this.signedOut();
    return this.stopped();
  }

  async accessEnded() {
    await this.handBack(this.live.unsent, "access ended");
    await this.shelf.wipe();
    this.say("ended", { tone: "bad" });
  }

  async renewed(generation) {
    const { words } = this.page;
    await this.handBack(this.live.unsent, "new generation");
    await this.shelf.wipe(Number(this.facts.generation));
    if (!generation) return location.reload();
    this.say("renewed", {}, [words.close, () => this.page.status.withdraw("renewed")]);
    this.reopen(generation);
  }

  signedOut() {
    const link = { url: this.facts.signInUrl, words: this.page.words.signIn, apart: true };
    this.say("signedOut", { link });
  }

  stopped() {
    this.say("stopped", { tone: "bad" }, ...this.waysOut());
  }

  differs() {
    if (this.isAtOdds) return;
    this.isAtOdds = true;
    this.say("differs", { tone: "bad" }, ...this.waysOut());
  }

  waysOut() {
    const { words, text } = this.page;
    return [
      [words.copyAll, () => navigator.clipboard?.writeText(text())],
      [words.openAnew, () => this.takeOut(this.live.unsent || text(), "set aside")],
    ];
  }

  /** The centre will not have what was written; the text goes on without it. */
  handBackAndReopen(why) {
    if (!this.isHanding) void this.takeOut(this.live.unsent, why);
  }

  async takeOut(text, why) {
    this.isHanding = true;
    this.live.stop(); // and with it the page is locked
    await this.handBack(text, why);
    await this.shelf.wipe(Number(this.facts.generation));
    for (const name of ["stopped", "differs"]) this.page.status.withdraw(name);
    this.isHanding = this.isAtOdds = false;
    await this.reopen(Number(this.facts.generation));
  }

  reopen(generation) {
    this.live.stop();
    this.facts.generation = generation;
    return this.open(generation);
  }

  /** What this device kept of earlier generations: the words among it that never arrived are handed back. */
  async takeOver(generation) {
    for (const older of await this.shelf.older()) {
      if (older.generation > generation) continue;
      await this.handBack(unsentIn(older.rows, NAME), "new generation");
      await this.shelf.wipe(older.generation);
    }
  }

  async handBack(text, why) {
    if (!text) return;
    const { form, words, status } = this.page;
    const url = await keepAtCentre(form.dataset.keptUrl, this.page.fields(), { text, why });
    if (!url) return showWords(document.querySelector("dialog[data-editor-handed]"), text, words.filename);
    const link = { url, words: words.handedLink };
    const close = [words.close, () => status.withdraw("handed")];
    status.notice({ name: "handed", heading: words.handed, lines: [words.handedWhat], link }, close);
  }

  say(name, more, ...choices) {
    const { words, status } = this.page;
    const lines = [words[`${name}What`]];
    if (this.live.ledger.open && !this.shelf.keeps && name === "signedOut") lines.push(words.onlyHere);
    status.notice({ name, heading: words[`${name}Heading`], lines, ...more }, ...choices);
  }
}
