import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { NoShelf } from "../src/live/shelf.js";
import { LiveText } from "../src/live/text.js";
import { Centre } from "./centre.mjs";

/* A person's page: the live text, and what the page was told. */
class Page {
  constructor(centre, rows = []) {
    this.told = [];
    this.shelf = new Memory(rows);
    this.live = new LiveText({
      address: "ws://centre/",
      shelf: this.shelf,
      words: () => this.text,
      told: {
        changed: () => {},
        handBackAndReopen: (why) => this.told.push([why, this.live.unsent]),
        ended: (code, reason) => this.told.push([code, reason, this.live.unsent]),
      },
      line: { Socket: centre.Socket, random: () => 0.5 },
    });
  }

  get text() {
    return this.live.text.toString();
  }

  type(words, at = this.live.text.length) {
    this.live.text.insert(at, words);
  }
}

/* A shelf in memory, with the rows of a device. */
class Memory extends NoShelf {
  constructor(rows) {
    super();
    this.rows = rows;
    this.load = async () => [...rows];
  }

  add(update, own) {
    this.rows.push({ update, own });
  }

  settle(count) {
    for (const row of this.rows.filter(({ own }) => own).slice(0, count)) row.own = false;
  }
}

async function opened(words) {
  const centre = new Centre(words);
  const page = new Page(centre);
  await page.live.start();
  centre.accept();
  return { centre, page };
}

const pages = [];
beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.parse("2026-11-26T08:00:00Z") }));
afterEach(() => {
  for (const page of pages.splice(0)) page.live.stop();
  mock.timers.reset();
});

async function settled(words) {
  const { centre, page } = await opened(words);
  pages.push(page);
  centre.settle();
  return { centre, page };
}

test("the text of the centre is shown, and called saved once both sides know what the other has", async () => {
  const { centre, page } = await opened("Two.\n");
  pages.push(page);
  assert.equal(page.text, "Two.\n");
  assert.equal(page.live.state, "saving");
  centre.settle();
  assert.equal(page.live.state, "saved");
});

test("a keystroke is saved when its commit is acknowledged, not before", async () => {
  const { centre, page } = await settled();
  page.type("More.");
  assert.deepEqual([page.live.state, page.live.ledger.open], ["saving", 1]);
  centre.settle();
  assert.equal(page.live.state, "saved");
  assert.equal(centre.text.toString(), "One.\nMore.");
});

test("what others write comes in, and is not counted as one's own", async () => {
  const { centre, page } = await settled();
  centre.write(0, "Zero.\n");
  assert.equal(page.text, "Zero.\nOne.\n");
  assert.deepEqual([page.live.state, page.live.unsent], ["saved", ""]);
});

test("words typed without a line are counted, and go out as one write when it returns", async () => {
  const { centre, page } = await settled();
  centre.close();
  for (const letter of "abc") page.type(letter);
  assert.deepEqual([page.live.state, page.live.ledger.open], ["offline", 3]);
  mock.timers.tick(1000);
  centre.accept();
  assert.equal(centre.socket.writes.length, 1);
  centre.settle();
  assert.deepEqual([page.live.state, centre.text.toString()], ["saved", "One.\nabc"]);
});

test("nothing is written before the centre has said what it has", async () => {
  const { centre, page } = await settled();
  centre.close();
  mock.timers.tick(1000);
  centre.socket.onopen({});
  page.type("early");
  assert.deepEqual(centre.socket.heard.filter((each) => each !== "awareness"), ["step one"]);
});

test("a write that was not acknowledged when the line dropped goes out again", async () => {
  const { centre, page } = await settled();
  page.type("lost");
  centre.close();
  assert.equal(centre.text.toString(), "One.\n");
  mock.timers.tick(1000);
  centre.accept();
  centre.settle();
  assert.deepEqual([page.live.state, centre.text.toString()], ["saved", "One.\nlost"]);
});

test("a centre that does not acknowledge is not believed for ever", async () => {
  const { centre, page } = await settled();
  page.type("x");
  mock.timers.tick(9_999);
  assert.equal(centre.sockets.length, 1);
  mock.timers.tick(1);
  assert.equal(centre.sockets.length, 2);
  assert.equal(page.live.state, "offline");
});

test("a line on which nothing is heard is opened anew", async () => {
  const { centre } = await settled();
  mock.timers.tick(60_000);
  assert.equal(centre.sockets[0].isClosed, true);
  assert.equal(centre.sockets.length > 1, true);
});

test("pauses between attempts grow, and are short again after a connection that was of use", async () => {
  const { centre, page } = await settled();
  centre.close();
  mock.timers.tick(249);
  assert.equal(centre.sockets.length, 1);
  mock.timers.tick(1);
  assert.equal(centre.sockets.length, 2);
  centre.close();
  mock.timers.tick(999);
  assert.equal(centre.sockets.length, 2);
  mock.timers.tick(1);
  centre.accept();
  assert.equal(page.live.line.failures, 0);
});

test("somebody who types more than a person can waits half a minute", async () => {
  const { centre } = await settled();
  centre.close(4429);
  mock.timers.tick(29_999);
  assert.equal(centre.sockets.length, 1);
  mock.timers.tick(1);
  assert.equal(centre.sockets.length, 2);
});

for (const [code, state] of [[4401, "signedOut"], [4403, "ended"], [4409, "stopped"], [4413, "stopped"]]) {
  test(`a line closed with ${code} stays closed, and the words that did not arrive are known`, async () => {
    const { centre, page } = await settled();
    page.type("mine");
    centre.close(code, "7");
    mock.timers.tick(600_000);
    assert.deepEqual(page.told, [[code, "7", "mine"]]);
    assert.equal(centre.sockets.length, 1);
    assert.deepEqual([page.live.state, page.live.mayWrite], [state, false]);
  });
}

test("somebody who signed in again goes on where they were", async () => {
  const { centre, page } = await settled();
  page.type("mine");
  centre.close(4401);
  page.live.resume();
  centre.accept();
  centre.settle();
  assert.deepEqual([page.live.state, centre.text.toString()], ["saved", "One.\nmine"]);
});

test("a refused write is handed back with all that came after it", async () => {
  const { centre, page } = await settled();
  page.type("first\n");
  page.type("second");
  centre.tell(102, 2);
  assert.deepEqual(page.told, [["refused", "first\n\nsecond"]]);
});

test("a text that freezes is read only, and what was under way is settled as usual", async () => {
  const { centre, page } = await settled();
  page.type("mine");
  centre.freeze();
  centre.settle();
  assert.deepEqual([page.live.state, page.live.mayWrite, page.told], ["readOnly", false, []]);
});

test("words written offline into a text that was frozen meanwhile are handed back", async () => {
  const { centre, page } = await settled();
  centre.close();
  page.type("mine");
  centre.isFrozen = true;
  mock.timers.tick(1000);
  centre.accept();
  assert.deepEqual(page.told, [["frozen", "mine"]]);
});

test("what the device kept is shown before there is a line, and sent when there is one", async () => {
  const { page: before, centre } = await settled();
  centre.close();
  before.type("kept");
  const later = new Page(centre, before.shelf.rows);
  pages.push(later);
  await later.live.start();
  assert.deepEqual([later.text, later.live.ledger.open, later.live.unsent], ["One.\nkept", 1, "kept"]);
  centre.accept();
  centre.settle();
  assert.equal(centre.text.toString(), "One.\nkept");
  assert.equal(later.shelf.rows.every(({ own }) => !own), true);
});

test("texts are compared after a quiet while; the same ones need nothing", async () => {
  const { centre, page } = await settled();
  mock.timers.tick(5000);
  centre.judge();
  assert.deepEqual([page.live.state, centre.sockets.length], ["saved", 1]);
});

test("a text that differs is fetched anew, and shown as such only if it differs then as well", async () => {
  const { centre, page } = await settled();
  Object.defineProperty(page, "text", { value: "something else" });
  mock.timers.tick(5000);
  centre.judge();
  assert.equal(centre.sockets.length, 2);
  centre.accept();
  centre.settle();
  assert.equal(page.live.state, "saved");
  mock.timers.tick(5000);
  centre.judge();
  assert.deepEqual([page.live.state, page.live.mayWrite], ["differs", false]);
});

test("an answer that a change crossed on its way says nothing", async () => {
  const { centre, page } = await settled();
  mock.timers.tick(5000);
  centre.write(0, "Zero.\n");
  centre.tell(103, 0);
  assert.deepEqual([page.live.state, centre.sockets.length], ["saved", 1]);
});
