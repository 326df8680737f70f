import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Held, linesTouched, unsentIn, unsentWords } from "../src/live/unsent.js";

const NAME = "content";

/* A text that the centre began, and a person's copy of it in which they go on. */
function begun(words) {
  const centre = new Y.Doc();
  centre.getText(NAME).insert(0, words);
  const doc = new Y.Doc();
  const held = new Held();
  const update = Y.encodeStateAsUpdate(centre);
  Y.applyUpdate(doc, update);
  held.addUpdate(update);
  return { centre, doc, text: doc.getText(NAME), held };
}

test("untouched text has nothing to hand back", () => {
  const { text, held } = begun("One.\n\nTwo.\n");
  assert.equal(unsentWords(text, held), "");
});

test("the whole line in which a person wrote is handed back, as they left it", () => {
  const { text, held } = begun("Repair within ninety days.\n\nTwo.\n");
  text.delete(14, 6);
  text.insert(14, "sixty");
  assert.equal(unsentWords(text, held), "Repair within sixty days.");
});

test("several lines come in the order of the text, a blank line between them", () => {
  const { text, held } = begun("One.\n\nTwo.\n\nThree.\n");
  text.insert(text.length - 1, " And more.");
  text.insert(0, "Zero.\n\n");
  assert.equal(unsentWords(text, held), "Zero.\n\nThree. And more.");
});

test("what the centre acknowledged meanwhile is not handed back", () => {
  const { doc, text, held } = begun("One.\n");
  text.insert(4, " Held.");
  held.add([[doc.clientID, Y.getState(doc.store, doc.clientID)]]);
  text.insert(text.length, "Open.");
  assert.equal(unsentWords(text, held), "Open.");
});

test("words of others, and one's own that were taken out again, are not handed back", () => {
  const { centre, doc, text, held } = begun("One.\n");
  text.insert(0, "Typed and deleted.");
  text.delete(0, 18);
  centre.getText(NAME).insert(5, "Theirs.\n");
  const theirs = Y.encodeStateAsUpdate(centre);
  Y.applyUpdate(doc, theirs);
  held.addUpdate(theirs);
  assert.equal(text.toString(), "One.\nTheirs.\n");
  assert.equal(unsentWords(text, held), "");
});

test("characters outside the basic plane and right-to-left text come back whole", () => {
  const { text, held } = begun("A😀B\n");
  text.insert(3, " مرحبا 😀");
  assert.equal(unsentWords(text, held), "A😀 مرحبا 😀B");
});

test("only blanks and line ends are not words", () => {
  const { text, held } = begun("One.\n");
  text.insert(4, "\n\n  ");
  assert.equal(unsentWords(text, held), "");
});

test("a device's rows tell the same after the page is closed", () => {
  const { centre, doc, text } = begun("One.\n");
  const rows = [{ update: Y.encodeStateAsUpdate(centre), own: false }];
  doc.on("update", (update) => rows.push({ update, own: true }));
  text.insert(4, " Typed offline.");
  assert.equal(unsentIn(rows, NAME), "One. Typed offline.");
  rows[1].own = false;
  assert.equal(unsentIn(rows, NAME), "");
});

test("pieces that were removed break no line", () => {
  const pieces = [{ words: "a" }, { words: "gone\n", change: "removed" }, { words: "b", change: "added" }];
  assert.equal(linesTouched(pieces), "ab");
});
