import assert from "node:assert/strict";
import { test } from "node:test";
import { TableModel, alignsOf, cellsOf, isTableStart, smallest } from "../src/surface/table-model.js";

const TEXT = "| Group | Days |\n|:--|--:|\n| A | 9 |\n| B | 31 |";

function apply(text, changes) {
  const ordered = [...changes].sort((a, b) => b.from - a.from);
  return ordered.reduce((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text);
}

const after = (text, act) => apply(text, act(new TableModel(text)));

test("cells are what stands between the signs, and an escaped sign divides nothing", () => {
  const words = (line) => cellsOf(line).map(({ from, to }) => line.slice(from, to));

  assert.deepEqual(words("| a | b \\| c |  |"), ["a", "b \\| c", ""]);
  assert.deepEqual(words("a|b"), ["a", "b"]);
});

test("a table begins with a heading and a line that divides as many columns", () => {
  assert.equal(isTableStart("| a | b |", "|--|:-:|"), true);
  assert.equal(isTableStart("| a | b |", "|--|"), false);
  assert.equal(isTableStart("words", "---"), false);
  assert.deepEqual(alignsOf("|:--|--:|:-:|---|"), ["start", "end", "center", ""]);
});

test("a cell is read with its pipes and its absence as emptiness", () => {
  const model = new TableModel("| a \\| b | c |\n|--|--|\n| d |");

  assert.equal(model.cell(0, 0), "a | b");
  assert.equal(model.cell(1, 1), "");
});

test("writing a cell changes its own words only", () => {
  assert.deepEqual(new TableModel(TEXT).setCell(1, 0, "A and A2"), [{ from: 30, to: 30, insert: " and A2" }]);
  assert.deepEqual(new TableModel(TEXT).setCell(1, 1, "9"), []);
});

test("pipes and line ends in a cell do not break its row", () => {
  assert.equal(
    after(TEXT, (table) => table.setCell(1, 0, "a | b\nc")),
    TEXT.replace("| A |", "| a \\| b c |"),
  );
});

test("an empty cell and a missing cell can be written", () => {
  const text = "| a | b | c |\n|--|--|--|\n|  || |\n| d |";

  assert.equal(
    after(text, (table) => table.setCell(1, 0, "x")),
    text.replace("|  ||", "| x ||"),
  );
  assert.equal(
    after(text, (table) => table.setCell(1, 1, "y")),
    text.replace("|  ||", "|  | y |"),
  );
  assert.equal(
    after(text, (table) => table.setCell(1, 2, "z")),
    text.replace("|| |", "|| z |"),
  );
  assert.equal(
    after(text, (table) => table.setCell(2, 2, "e")),
    text.replace("| d |", "| d |  | e |"),
  );
});

test("emptying a cell leaves the cell", () => {
  const emptied = after(TEXT, (table) => table.setCell(1, 0, ""));

  assert.equal(new TableModel(emptied).cell(1, 1), "9");
  assert.equal(new TableModel(emptied).cell(1, 0), "");
});

test("rows are added, removed and moved, the heading stays", () => {
  assert.equal(
    after(TEXT, (table) => table.addRow(0)),
    TEXT.replace("|--:|\n", "|--:|\n|  |  |\n"),
  );
  assert.equal(
    after(TEXT, (table) => table.addRow(2)),
    `${TEXT}\n|  |  |`,
  );
  assert.equal(
    after(TEXT, (table) => table.removeRow(1)),
    TEXT.replace("| A | 9 |\n", ""),
  );
  assert.deepEqual(new TableModel(TEXT).removeRow(0), []);
  assert.equal(
    after(TEXT, (table) => table.moveRow(1, 1)),
    "| Group | Days |\n|:--|--:|\n| B | 31 |\n| A | 9 |",
  );
  assert.deepEqual(new TableModel(TEXT).moveRow(1, -1), []);
});

test("columns are added at any place", () => {
  assert.equal(
    after(TEXT, (table) => table.addColumn(0)),
    "|  | Group | Days |\n| --- |:--|--:|\n|  | A | 9 |\n|  | B | 31 |",
  );
  assert.equal(
    after(TEXT, (table) => table.addColumn(2)),
    "| Group | Days |  |\n|:--|--:| --- |\n| A | 9 |  |\n| B | 31 |  |",
  );
  assert.equal(
    after("a | b\n--|--\n1 | 2", (table) => table.addColumn(0)),
    "|  |a | b\n| --- |--|--\n|  |1 | 2",
  );
});

test("columns are removed, down to one that is a table still", () => {
  const one = after(TEXT, (table) => table.removeColumn(1));

  assert.equal(one, "| Group |\n| :-- |\n| A |\n| B |");
  assert.equal(isTableStart(...one.split("\n")), true);
  assert.deepEqual(new TableModel(one).removeColumn(0), []);
  assert.equal(after("| a | b | c |\n|--|--|--|\n| 1 | 2 | 3 |", (table) => table.removeColumn(1)),
    "| a | c |\n|--|--|\n| 1 | 3 |"); // prettier-ignore
});

test("columns change places with how they stand", () => {
  assert.equal(
    after(TEXT, (table) => table.moveColumn(0, 1)),
    "| Days | Group |\n|--:|:--|\n| 9 | A |\n| 31 | B |",
  );
  assert.deepEqual(new TableModel(TEXT).moveColumn(0, -1), []);
});

test("a column stands where it is told to", () => {
  assert.equal(after(TEXT, (table) => table.align(0, "center")).split("\n")[1], "|:-:|--:|");
});

test("the smallest change leaves what is the same at both ends", () => {
  assert.deepEqual(smallest("abcd", "abXd", 10), { from: 12, to: 13, insert: "X" });
  assert.equal(smallest("same", "same"), null);
});
