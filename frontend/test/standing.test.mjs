import assert from "node:assert/strict";
import { test } from "node:test";
import { isWorthSaying, mayWrite, standing } from "../src/live/standing.js";

const WELL = { closed: 0, differs: false, connected: true, synced: true, writable: true, shown: true, open: 0, underWay: 0 };
const facts = (changes) => ({ ...WELL, ...changes });

const STATES = [
  ["saved", {}],
  ["saving", { open: 1, underWay: 1 }],
  ["saving", { underWay: 1 }],
  ["opening", { connected: false, synced: false, writable: null, shown: false }],
  ["opening", { synced: false, shown: false }],
  ["offline", { connected: false, synced: false }],
  ["offline", { connected: false, synced: false, writable: false }],
  ["offline", { synced: false }],
  ["offline", { writable: null }],
  ["readOnly", { writable: false }],
  ["differs", { differs: true }],
  ["signedOut", { closed: 4401, connected: false }],
  ["ended", { closed: 4403, connected: false, differs: true }],
  ["stopped", { closed: 4400, connected: false }],
  ["stopped", { closed: 4413, connected: false }],
];

for (const [state, changes] of STATES) {
  test(`${JSON.stringify(changes)} is ${state}`, () => assert.equal(standing(facts(changes)), state));
}

test("nothing is called saved while anything at all is missing", () => {
  for (const missing of [
    { connected: false },
    { synced: false },
    { writable: null },
    { writable: false },
    { open: 1 },
    { underWay: 1 },
    { differs: true },
    { closed: 4401 },
  ]) {
    assert.notEqual(standing(facts(missing)), "saved");
  }
});

test("one writes without a line, and never in a frozen, ended or doubtful text", () => {
  assert.equal(mayWrite(facts({ connected: false, synced: false, writable: null })), true);
  for (const no of [{ shown: false }, { closed: 4403 }, { differs: true }, { writable: false }]) {
    assert.equal(mayWrite(facts(no)), false);
  }
});

test("a screen reader hears turns for the worse and the way back, not each save", () => {
  assert.equal(isWorthSaying("saved", null), false);
  assert.equal(isWorthSaying("saving", "saved"), false);
  assert.equal(isWorthSaying("offline", null), true);
  assert.equal(isWorthSaying("offline", "offline"), false);
  assert.equal(isWorthSaying("saved", "offline"), true);
  assert.equal(isWorthSaying("saved", "saved"), false);
});
