import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, Text } from "@codemirror/state";
import { changesBetween } from "../src/changes.js";

const apply = (before, changes) =>
  ChangeSet.of(changes, before.length)
    .apply(Text.of(before.split("\n")))
    .toString();

test("equal texts need no change", () => {
  assert.deepEqual(changesBetween("one\ntwo\n", "one\ntwo\n"), []);
});

test("a changed word changes nothing around it", () => {
  assert.deepEqual(changesBetween("three months from adoption", "ninety days from adoption"), [
    { from: 0, to: 11, insert: "ninety day" },
  ]);
});

test("changes in two paragraphs leave the paragraph between them alone", () => {
  assert.deepEqual(changesBetween("a\nb\nkept\nc\nd\n", "a\nB\nkept\nC\nd\n"), [
    { from: 2, to: 4, insert: "B\n" },
    { from: 9, to: 10, insert: "C" },
  ]);
});

test("a sign outside the basic plane is never cut in two", () => {
  for (const { from, to, insert } of changesBetween("x 😀 y", "x 😁 y")) {
    assert.equal(
      [from, to, insert.length].every((each) => each !== 3),
      true,
    );
  }
  assert.equal(apply("x 😀 y", changesBetween("x 😀 y", "x 😁 y")), "x 😁 y");
});

test("whatever the texts, the changes lead from one to the other", () => {
  let seed = 20261123;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const text = () =>
    Array.from({ length: random(30) }, () => ["a", "b", "", "ab", "😀", "نص", "[x – XA]"][random(7)]).join(
      "\n",
    );
  for (let round = 0; round < 3000; round++) {
    const [before, after] = [text(), text()];
    assert.equal(apply(before, changesBetween(before, after)), after);
  }
});

test("a text of a hundred pages is compared in well under a second", () => {
  const lines = Array.from(
    { length: 2500 },
    (_, at) => `Paragraph ${at} of a long paper, with words enough to fill a line.`,
  );
  const after = lines.map((line, at) => (at % 7 ? line : `${line} Changed.`));
  const began = performance.now();
  const changes = changesBetween(lines.join("\n"), after.join("\n"));
  assert.equal(apply(lines.join("\n"), changes), after.join("\n"));
  assert.ok(performance.now() - began < 1000);
});
