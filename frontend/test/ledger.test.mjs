import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../src/live/ledger.js";

function typed(changes) {
  const ledger = new Ledger();
  for (let change = 0; change < changes; change++) {
    ledger.changed();
    ledger.wrote();
  }
  return ledger;
}

test("a change is open until the write that holds it is acknowledged", () => {
  const ledger = typed(2);
  assert.deepEqual([ledger.open, ledger.underWay], [2, 2]);
  assert.equal(ledger.settle(1), 1);
  assert.deepEqual([ledger.open, ledger.underWay], [1, 1]);
  assert.equal(ledger.settle(2), 1);
  assert.deepEqual([ledger.open, ledger.underWay], [0, 0]);
});

test("one write settles every change that was made before it", () => {
  const ledger = new Ledger();
  for (const _ of "offline") ledger.changed();
  ledger.wrote();
  ledger.changed();
  assert.equal(ledger.settle(1), 7);
  assert.equal(ledger.open, 1);
});

test("a write without a change is under way all the same", () => {
  const ledger = new Ledger();
  ledger.wrote();
  assert.deepEqual([ledger.open, ledger.underWay], [0, 1]);
  assert.equal(ledger.settle(1), 0);
  assert.equal(ledger.underWay, 0);
});

test("what a dropped connection did not settle stays open and goes out again", () => {
  const ledger = typed(3);
  ledger.settle(1);
  ledger.dropped();
  assert.deepEqual([ledger.open, ledger.underWay], [2, 0]);
  ledger.wrote();
  assert.equal(ledger.settle(1), 2);
  assert.equal(ledger.open, 0);
});

test("an acknowledgement of more than was written, or of less than before, settles nothing more", () => {
  const ledger = typed(2);
  assert.equal(ledger.settle(9), 2);
  assert.equal(ledger.settle(1), 0);
  assert.deepEqual([ledger.open, ledger.underWay], [0, 0]);
});
