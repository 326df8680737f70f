/* One text, written by many: the shared document, kept true with the centre's over a line, and on the device's shelf.

   What the person changes goes to the shelf and to the centre, and counts as open until the centre settled it. What the
   line brought when it was opened anew is asked for by both sides (steps one and two), so that nothing is sent before
   what it builds on. */

import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { digest } from "lib0/hash/sha256";
import * as Y from "yjs";
import { Ledger } from "./ledger.js";
import { Line } from "./line.js";
import { mayWrite, standing } from "./standing.js";
import { Held, unsentWords } from "./unsent.js";
import * as wire from "./wire.js";

export const NAME = "content";
const QUIET = 5000; // without a change before the texts are compared
const PATIENCE = 10_000; // for an acknowledgement; after that the line is not believed any more
const GLANCE = 100; // between two messages about where the caret is
const HEARD = {
  stepOne: "greet",
  text: "take",
  awareness: "meet",
  mode: "allow",
  settled: "settle",
  refused: "refuse",
  fingerprint: "believe",
};

export class LiveText {
  /** `told` hears changed() after anything the page shows may be otherwise, handBackAndReopen(why) when words must
      leave the text, and ended(code, reason). `words()` is the text as the person sees it. */
  constructor({ address, shelf, told, words, line = {} }) {
    Object.assign(this, { shelf, told, words });
    this.doc = new Y.Doc();
    this.text = this.doc.getText(NAME);
    this.awareness = new Awareness(this.doc);
    this.ledger = new Ledger();
    this.held = new Held();
    this.line = new Line(address, this, line);
    this.writable = null;
    this.closed = 0;
    this.mismatches = 0;
    this.savedAt = null;
    this.forgetConnection();
    this.ready = new Promise((done) => (this.isReady = done));
    this.doc.on("update", (update, origin) => this.updated(update, origin));
    this.awareness.on("update", (change, origin) => origin === "local" && this.glanced());
  }

  async start() {
    for (const { update, own } of await this.shelf.load()) {
      Y.applyUpdate(this.doc, update, this.shelf);
      if (own) this.ledger.changed();
      else this.held.addUpdate(update);
    }
    if (this.text.length) this.show();
    this.line.start();
  }

  stop() {
    this.line.stop();
    this.awareness.destroy();
    for (const timer of [this.compareTimer, this.patienceTimer, this.glanceTimer]) clearTimeout(timer);
  }

  get facts() {
    const { closed, writable, synced, shown } = this;
    const { open, underWay } = this.ledger;
    return { closed, writable, synced, shown, open, underWay, connected: this.line.isOpen, differs: this.mismatches > 1 };
  }

  get state() {
    return standing(this.facts);
  }

  get mayWrite() {
    return mayWrite(this.facts);
  }

  /** The person's words that the centre does not hold, as text. */
  get unsent() {
    return this.ledger.open ? unsentWords(this.text, this.held) : "";
  }

  show() {
    this.shown = true;
    this.isReady();
  }

  // The document ------------------------------------------------------------------------------------------------

  updated(update, origin) {
    if (origin === this.shelf) return;
    const own = origin !== this.line;
    this.shelf.add(update, own);
    if (own) {
      this.ledger.changed();
      if (this.greeted) this.write(wire.update(update), [[this.doc.clientID, Y.getState(this.doc.store, this.doc.clientID)]]);
    } else {
      this.held.addUpdate(update);
    }
    this.isDisturbed = true;
    this.compareLater();
    this.told.changed();
  }

  write(message, holds) {
    this.line.send(message);
    this.ledger.wrote();
    this.onTheWay.push(holds);
    if (!this.patienceTimer) this.patienceTimer = setTimeout(() => this.line.again(), PATIENCE);
  }

  // The line ----------------------------------------------------------------------------------------------------

  opened() {
    this.line.send(wire.stepOne(Y.encodeStateVector(this.doc)));
    this.glance();
    this.told.changed();
  }

  heard(bytes) {
    const message = wire.read(bytes);
    this[HEARD[message.is]]?.(message);
  }

  greet({ bytes }) {
    this.held.add(bytes);
    this.greeted = true;
    this.write(wire.stepTwo(Y.encodeStateAsUpdate(this.doc, bytes)), Y.decodeStateVector(Y.encodeStateVector(this.doc)));
    this.told.changed();
  }

  take({ bytes, whole }) {
    Y.applyUpdate(this.doc, bytes, this.line);
    if (!whole) return;
    this.synced = true;
    this.savedAt ??= new Date();
    this.line.isUseful();
    this.show();
    this.compareLater();
    this.told.changed();
  }

  meet({ bytes }) {
    applyAwarenessUpdate(this.awareness, bytes, this.line);
  }

  allow({ writable }) {
    this.writable = writable;
    if (!writable) this.greeted = false;
    if (!writable && this.ledger.open && !this.ledger.underWay) this.told.handBackAndReopen("frozen");
    this.told.changed();
  }

  settle({ count }) {
    const held = this.onTheWay.splice(0, count - this.ledger.acknowledged);
    held.forEach((holds) => this.held.add(holds));
    this.shelf.settle(this.ledger.settle(count));
    this.savedAt = new Date();
    clearTimeout(this.patienceTimer);
    this.patienceTimer = this.ledger.underWay ? setTimeout(() => this.line.again(), PATIENCE) : null;
    this.compareLater();
    this.told.changed();
  }

  refuse() {
    this.told.handBackAndReopen("refused");
  }

  dropped() {
    this.forgetConnection();
    removeAwarenessStates(this.awareness, this.others, this.line);
    this.told.changed();
  }

  /** Still no connection. */
  failed() {
    this.told.changed();
  }

  ended(code, reason) {
    this.closed = code;
    this.told.changed();
    this.told.ended(code, reason);
  }

  /** Tries again after an end that may have passed. */
  resume() {
    this.closed = 0;
    this.line.start();
    this.told.changed();
  }

  forgetConnection() {
    clearTimeout(this.patienceTimer);
    this.patienceTimer = null;
    this.synced = false; // the centre sent what we lacked
    this.greeted = false; // we sent what the centre lacked
    this.onTheWay = []; // for each unacknowledged write: what the centre will hold with it
    this.ledger.dropped();
  }

  // Are we sure? ------------------------------------------------------------------------------------------------

  compareLater() {
    clearTimeout(this.compareTimer);
    this.compareTimer = setTimeout(() => this.compare(), QUIET);
  }

  /** Asks the centre whether it has the very text that the person sees. */
  compare() {
    if (!["saved", "readOnly", "differs"].includes(this.state)) return;
    this.isDisturbed = false;
    this.line.send(wire.fingerprint(digest(new TextEncoder().encode(this.words()))));
  }

  /** An answer counts only if no change crossed it on the way. */
  believe({ same }) {
    if (this.isDisturbed) return;
    this.mismatches = same ? 0 : this.mismatches + 1;
    if (same) this.shelf.tidy();
    else if (this.mismatches === 1) this.line.again();
    this.told.changed();
  }

  // Who else is here --------------------------------------------------------------------------------------------

  get others() {
    return [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
  }

  glanced() {
    this.glanceTimer ??= setTimeout(() => this.glance(), GLANCE);
  }

  glance() {
    clearTimeout(this.glanceTimer);
    this.glanceTimer = null;
    if (this.awareness.getLocalState() === null) return;
    this.line.send(wire.awareness(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
  }
}
