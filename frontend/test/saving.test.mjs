import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { ChangeSet, Text } from "@codemirror/state";
import { Saving } from "../src/saving.js";

/* A text, a line to the centre that the test holds in its hand, and everything the page was told. */
class Desk {
  constructor(text = "one\ntwo\n") {
    this.doc = Text.of(text.split("\n"));
    this.told = [];
    this.kept = null;
    this.sent = [];
    this.waiting = [];
    globalThis.fetch = (url, request) =>
      new Promise((answer, fail) => {
        this.sent.push(Object.fromEntries(request.body));
        this.waiting.push({ answer, fail });
      });
    this.saving = new Saving({
      url: "/save",
      fields: () => ({ mandate: "m" }),
      base: 1,
      text: () => this.doc.toString(),
      place: (changes, length, meanwhile) => {
        const theirs = ChangeSet.of(changes, length);
        this.doc = (meanwhile ? theirs.map(meanwhile) : theirs).apply(this.doc);
      },
      keeping: {
        write: (base, text) => (this.kept = { base, text }) !== null,
        clear: () => (this.kept = null),
      },
      on: (state, facts) => this.told.push([state, facts]),
    });
  }

  type(from, to, insert) {
    const changes = ChangeSet.of([{ from, to, insert }], this.doc.length);
    this.doc = changes.apply(this.doc);
    this.saving.changed(changes);
  }

  async answer(facts, { status = 200, headers = { "Content-Type": "application/json" } } = {}) {
    const body = typeof facts === "string" ? facts : JSON.stringify(facts);
    this.waiting.shift().answer(new Response(body, { status, headers }));
    await settle();
  }

  async drop() {
    this.waiting.shift().fail(new TypeError("no line"));
    await settle();
  }

  get states() {
    return this.told.map(([state]) => state);
  }
}

async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await new Promise((done) => setImmediate(done));
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-11-25T08:48:00Z") });
});

test("a pause after typing sends the text with its version and mandate", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  mock.timers.tick(1499);
  assert.equal(desk.sent.length, 0);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(desk.sent, [{ mandate: "m", base_version: "1", text: "ONE\ntwo\n" }]);
});

test("typing without a pause is sent after ten seconds", async () => {
  const desk = new Desk();
  for (let second = 0; second < 11; second++) {
    desk.type(0, 0, "x");
    mock.timers.tick(1000);
  }
  await settle();
  assert.equal(desk.sent.length, 1);
});

test("saved is said only after the centre's answer", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  await settle();
  assert.deepEqual(desk.states, ["writing", "sending"]);
  await desk.answer({
    version: 2,
    text: "ONE\ntwo\n",
    merged: false,
    recovery_url: null,
    saved_at: "2026-11-25T08:48:21Z",
  });
  assert.deepEqual(desk.states, ["writing", "sending", "saved"]);
  assert.equal(desk.saving.isDirty, false);
  assert.equal(desk.kept, null);
});

test("others' words come in around what was typed while waiting", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  await settle();
  desk.type(8, 8, "three\n");
  await desk.answer({
    version: 5,
    text: "zero\nONE\ntwo\n",
    merged: true,
    recovery_url: null,
    saved_at: "2026-11-25T08:48:21Z",
  });
  assert.equal(desk.doc.toString(), "zero\nONE\ntwo\nthree\n");
  assert.equal(desk.saving.isDirty, true);
  mock.timers.tick(1500);
  await settle();
  assert.deepEqual(desk.sent[1], { mandate: "m", base_version: "5", text: "zero\nONE\ntwo\nthree\n" });
});

test("a dropped line keeps the words on this machine and tries again", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  await settle();
  await desk.drop();
  assert.equal(desk.states.at(-1), "offline");
  assert.deepEqual(desk.kept, { base: 1, text: "ONE\ntwo\n" });
  mock.timers.tick(2000);
  await settle();
  assert.equal(desk.sent.length, 2);
});

test("an error at the centre is treated as a dropped line", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  await settle();
  await desk.answer("broken", { status: 500, headers: { "Content-Type": "text/html" } });
  assert.equal(desk.states.at(-1), "offline");
});

test("a refusal keeps the words, says why, and sends nothing more by itself", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  await settle();
  await desk.answer({ reason: "Valoria no longer drafts this paper." }, { status: 403 });
  assert.deepEqual(desk.told.at(-1), [
    "refused",
    { status: 403, reason: "Valoria no longer drafts this paper.", kept: true },
  ]);
  desk.type(0, 0, "x");
  mock.timers.tick(60_000);
  await settle();
  assert.equal(desk.sent.length, 1);
  assert.deepEqual(desk.kept, { base: 1, text: "xONE\ntwo\n" });
});

test("words of another visit go out as a change to the version they began from", async () => {
  const desk = new Desk("kept\n");
  desk.saving.resume(0, "2026-11-24T10:00:00Z");
  await settle();
  assert.deepEqual(desk.sent, [{ mandate: "m", base_version: "0", text: "kept\n" }]);
});

test("two wishes to save at once make one request", async () => {
  const desk = new Desk();
  desk.type(0, 3, "ONE");
  desk.saving.flush();
  desk.saving.flush();
  desk.saving.flush();
  await settle();
  assert.equal(desk.sent.length, 1);
  await desk.answer({
    version: 2,
    text: "ONE\ntwo\n",
    merged: false,
    recovery_url: null,
    saved_at: "2026-11-25T08:48:21Z",
  });
  assert.equal(desk.sent.length, 1);
});
