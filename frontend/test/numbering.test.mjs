import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { bracketsIn } from "../src/surface/brackets.js";
import { namesIn } from "../src/surface/names.js";
import { nextLabel, renumbered, startOf } from "../src/surface/numbering.js";

const next = (text, before) => startOf(text, () => before ?? "")?.next;

test("lists and numbered paragraphs go on as they began", () => {
  assert.equal(next("- one"), "- ");
  assert.equal(next("  * one"), "  * ");
  assert.equal(next("9. nine"), "10. ");
  assert.equal(next("> 2) two"), "> 3) ");
  assert.equal(next("- [x] done"), "- [ ] ");
  assert.equal(next("4.2 text"), "4.3 ");
  assert.equal(next("B.2.9. text"), "B.2.10. ");
  assert.equal(next("> quoted"), "> ");
  assert.equal(next("1914 was a year"), undefined);
  assert.equal(next("words"), undefined);
});

test("lettered paragraphs go on in letters or in numerals", () => {
  assert.equal(next("(a) first"), "(b) ");
  assert.equal(nextLabel("z"), "aa");
  assert.equal(nextLabel("aa"), "bb");
  assert.equal(nextLabel("i"), "ii");
  assert.equal(nextLabel("i", "h"), "j");
  assert.equal(nextLabel("iii", "ii"), "iv");
  assert.equal(nextLabel("v", "iv"), "vi");
  assert.equal(nextLabel("v", "u"), "w");
  assert.equal(nextLabel("c", "b"), "d");
  assert.equal(nextLabel("x", "ix"), "xi");
  assert.equal(nextLabel("9"), "10");
});

test("numbered paragraphs go on from section to section unless one begins with 1", () => {
  assert.deepEqual(renumbered([[1, 2, 2], [3, 4], [7]]), [[1, 2, 3], [4, 5], [6]]); // prettier-ignore
  assert.deepEqual(renumbered([[1, 2], [1, 1]]), [[1, 2], [1, 2]]); // prettier-ignore
  assert.deepEqual(renumbered([]), []);
});

test("brackets pair inside one run of words, with the delegations at their end", () => {
  assert.deepEqual(bracketsIn("a [b – XA, XB] c"), [
    { from: 2, to: 14, by: { from: 4, to: 13, codes: ["XA", "XB"] } },
  ]);
  assert.deepEqual(bracketsIn("[a [b] c]").map(({ from, to }) => [from, to]), [[0, 9], [3, 6]]); // prettier-ignore
  assert.deepEqual(bracketsIn("] a ["), []);
  assert.deepEqual(
    bracketsIn("[x] [y]", [{ from: 0, to: 3 }]).map(({ from }) => from),
    [4],
  );
});

test("footnotes are numbered in the order in which they are called, links are known by their labels", () => {
  const found = namesIn(
    Text.of("b[^b] a[^a] no[^none]\n\n[^a]: A\n[^b]: B\n[^c]: C\n\n[Some  Word]: /there\n".split("\n")),
  );

  assert.deepEqual([...found.notes], [["b", 1], ["a", 2], ["c", 3]]); // prettier-ignore
  assert.deepEqual([...found.links], ["some word"]);
});
