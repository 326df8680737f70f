/* Carries the text to the centre and brings back what others wrote.

   One request at a time. While one is under way the person goes on writing; those changes are remembered, and what the
   centre sends back is placed around them. "Saved" is a word for what the centre has confirmed, and for nothing else. */

import { changesBetween } from "./changes.js";

const PAUSE = 1500; // after the last keystroke
const AT_MOST = 10_000; // of writing without a pause
const RETRY = [2000, 4000, 8000, 15_000, 30_000];
const KEEPALIVE_LIMIT = 60_000; // bytes a browser still sends while a page closes
const PATIENCE = 30_000; // for one answer

export class Saving {
  /** `text()` reads the surface, `place(changes, length, meanwhile)` puts others' changes into it, moved past
      what was typed meanwhile; `fields()` go with every request; `on(state, facts)` is told. */
  constructor({ url, fields, base, text, place, keeping, on }) {
    Object.assign(this, { url, fields, base, text, place, keeping, on });
    this.confirmed = text();
    this.since = null; // when the oldest unsent change was made
    this.pending = null; // composed changes made while a request is under way
    this.underWay = null;
    this.failures = 0;
    this.stopped = false;
  }

  get isDirty() {
    return this.since !== null;
  }

  /** The person changed the text: `changes` is the surface's own change set. */
  changed(changes) {
    this.since ??= new Date();
    if (this.underWay) this.pending = this.pending ? this.pending.compose(changes) : changes;
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.keep(), 400);
    if (!this.failures && !this.stopped) {
      const waited = Date.now() - this.since;
      this.schedule(Math.max(0, Math.min(PAUSE, AT_MOST - waited)));
      this.on("writing");
    }
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  keep() {
    clearTimeout(this.keepTimer);
    return this.isDirty && this.keeping.write(this.base, this.text(), this.since.toISOString());
  }

  /** Words from another visit: they are sent as what they were, a change to the version they started from. */
  resume(base, since) {
    this.base = base;
    this.confirmed = null;
    this.since = new Date(since);
    return this.flush();
  }

  /** Sends what is unsent; answers when the centre has it, or cannot. True when nothing is left to send. */
  async flush({ closing = false } = {}) {
    clearTimeout(this.timer);
    while (this.underWay) await this.underWay;
    if (!this.isDirty || this.stopped) return !this.isDirty;
    this.underWay = this.send(closing);
    await this.underWay;
    return !this.isDirty;
  }

  async send(closing) {
    const sent = this.text();
    const body = new URLSearchParams({ ...this.fields(), base_version: this.base, text: sent });
    this.pending = null;
    this.keep();
    this.on("sending");
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: closing && body.toString().length < KEEPALIVE_LIMIT,
        signal: closing ? undefined : AbortSignal.timeout(PATIENCE),
      });
      await this.read(answer, sent);
    } catch {
      this.lost();
    } finally {
      this.underWay = null;
    }
    if (this.isDirty && !this.failures && !this.stopped) this.schedule(PAUSE);
  }

  async read(answer, sent) {
    const type = answer.headers.get("Content-Type") ?? "";
    if (answer.ok && !answer.redirected && type.startsWith("application/json")) {
      this.accepted(await answer.json(), sent);
    } else if (answer.status >= 500 || answer.status === 429) {
      this.lost();
    } else {
      this.refused(answer, await reasonOf(answer, type));
    }
  }

  accepted({ version, text: answered, merged, recovery_url: recovery, saved_at: savedAt }, sent) {
    const text = answered.replace(/\r\n?/g, "\n");
    if (text !== sent) this.place(changesBetween(sent, text), sent.length, this.pending);
    this.base = version;
    this.confirmed = text;
    this.failures = 0;
    this.since = this.text() === text ? null : new Date();
    if (this.isDirty) this.keep();
    else this.keeping.clear();
    this.on("saved", { at: new Date(savedAt), merged, recovery });
  }

  lost() {
    this.failures += 1;
    const kept = this.keep();
    this.on("offline", { since: this.since, kept });
    this.schedule(RETRY[Math.min(this.failures, RETRY.length) - 1]);
  }

  refused(answer, reason) {
    this.stopped = true;
    const kept = this.keep();
    this.on("refused", { status: answer.redirected ? 401 : answer.status, reason, kept });
  }

  /** Tries again after a refusal, at the person's wish. */
  again() {
    this.stopped = false;
    this.failures = 0;
    return this.flush();
  }
}

async function reasonOf(answer, type) {
  try {
    if (type.startsWith("application/json")) {
      const facts = await answer.json();
      return facts.reason ?? facts.sentence ?? facts.detail ?? "";
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-reason]")?.textContent.trim() ?? "";
  } catch {
    return "";
  }
}
