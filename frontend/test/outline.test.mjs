import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { headingsOf, wordsIn } from "../src/outline.js";

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
