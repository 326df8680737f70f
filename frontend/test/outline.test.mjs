import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState, Text } from "@codemirror/state";
import { headingsOf, wordsChosen, wordsIn } from "../src/outline.js";

const doc = (text) => Text.of(text.split("\n"));

test("headings are found with their level and place", () => {
  assert.deepEqual(headingsOf(doc("# One\n\nwords\n\n### **Two** [a](b) ##\n")), [
    { level: 1, title: "One", at: 0 },
    { level: 3, title: "Two a", at: 14 },
  ]);
});

test("a line in a code fence is no heading, and the fence ends where it ends", () => {
  const text = "```\n# not\n```\n~~~~\n# not\n~~~\n# not\n~~~~\n# Yes\n";
  assert.deepEqual(
    headingsOf(doc(text)).map(({ title }) => title),
    ["Yes"],
  );
});

test("a hash without a space is no heading", () => {
  assert.deepEqual(headingsOf(doc("#one\n\n    # code\n")), []);
});

test("words are counted in every script", () => {
  assert.equal(wordsIn(doc("The state’s two-year plan: 14.2 litres.\nهذه ورقة")), 8);
});

test("an underlined line is a heading, front matter and a rule are not", () => {
  const found = headingsOf(doc("---\ntitle: x\n---\nOne\n===\n\nTwo\n---\n\n---\n- item\n---\n"));

  assert.deepEqual(found, [
    { level: 1, title: "One", at: 17 },
    { level: 2, title: "Two", at: 26 },
  ]);
});

test("a long text is read piece by piece, and only where it changed", () => {
  const long = doc("## Part\n\nsome words\n\n```\n# no\n```\n".repeat(500));
  const changed = long.replace(long.line(1800).from, long.line(1800).from, doc("# New\n\n"));

  assert.equal(headingsOf(long).length, 500);
  assert.equal(headingsOf(changed).length, 501);
  assert.equal(wordsIn(long), 500 * 4);
  assert.ok(headingsOf(changed).every(({ title, at }) => changed.lineAt(at).text.endsWith(title)));
});

test("the chosen words are counted", () => {
  assert.equal(
    wordsChosen(EditorState.create({ doc: "one two three", selection: { anchor: 0, head: 7 } })),
    2,
  );
});
