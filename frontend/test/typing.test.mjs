import { EditorState } from "@codemirror/state";
import assert from "node:assert/strict";
import { test } from "node:test";
import { dialect } from "../src/surface/dialect.js";
import { folds } from "../src/surface/folds.js";
import { markupShown } from "../src/surface/markup.js";
import { backspace, enter, indent, lineBreak, outdent, renumber } from "../src/surface/typing.js";

/** A text with `|` at the caret. */
function after(command, text) {
  const at = text.indexOf("|");
  let state = EditorState.create({
    doc: text.replace("|", ""),
    selection: { anchor: at },
    extensions: [dialect.extension, markupShown, folds],
  });
  const view = {
    get state() {
      return state;
    },
    dispatch: (spec) => (state = state.update(spec).state),
  };
  const done = command(view);
  const now = state.doc.toString();
  const { head } = state.selection.main;
  return done ? `${now.slice(0, head)}|${now.slice(head)}` : false;
}

test("Enter begins a new paragraph", () => {
  assert.equal(after(enter, "One|."), "One\n\n|.");
  assert.equal(after(enter, "# Title|"), "# Title\n\n|");
  assert.equal(after(enter, "One.\n\n|\n\nTwo."), "One.\n\n\n|\n\nTwo.");
});

test("Enter goes on with a list as it is, and numbered paragraphs stand apart", () => {
  assert.equal(after(enter, "- one|"), "- one\n- |");
  assert.equal(after(enter, "1. one\n2. two|\n"), "1. one\n2. two\n3. |\n");
  assert.equal(after(enter, "1. one\n\n2. two|\n"), "1. one\n\n2. two\n\n3. |\n");
  assert.equal(after(enter, `1. ${"long ".repeat(20)}|`), `1. ${"long ".repeat(20)}\n\n2. |`);
  assert.equal(after(enter, "- [x] done|"), "- [x] done\n- [ ] |");
  assert.equal(after(enter, "> said|"), "> said\n>\n> |");
  assert.equal(after(enter, "(a) one;|"), "(a) one;\n\n(b) |");
});

test("Enter in an empty item ends the list, a deeper one first", () => {
  assert.equal(after(enter, "- one\n- |"), "- one\n\n|");
  assert.equal(after(enter, "1. one\n\n2. |"), "1. one\n\n|");
  assert.equal(after(enter, "- one\n  - two\n  - |"), "- one\n  - two\n- |");
});

test("Enter on the empty last line of a recommendation goes on after it", () => {
  assert.equal(
    after(enter, "::: recommendation\nThat.\n\n|\n:::\n"),
    "::: recommendation\nThat.\n:::\n\n|\n",
  );
});

test("in code and front matter Enter is only a line", () => {
  assert.equal(after(enter, "```\ncode|\n```\n"), "```\ncode\n|\n```\n");
  assert.equal(after(enter, "---\ntitle: x|\n---\n"), "---\ntitle: x\n|\n---\n");
});

test("Shift Enter is a new line of the same paragraph", () => {
  assert.equal(after(lineBreak, "One|"), "One\\\n|");
  assert.equal(after(lineBreak, "- one|"), "- one\\\n  |");
});

test("Backspace takes the sign before the words, and joins paragraphs", () => {
  assert.equal(after(backspace, "## |Title"), "|Title");
  assert.equal(after(backspace, "- one\n- |two"), "- one\n|two");
  assert.equal(after(backspace, "One.\n\n|Two."), "One.|Two.");
  assert.equal(after(backspace, "One|"), false);
  assert.equal(after(backspace, "| a |\n"), false);
});

test("Tab makes an item part of the one before it, Shift Tab takes it out", () => {
  assert.equal(after(indent, "- one\n- t|wo\n"), "- one\n  - t|wo\n");
  assert.equal(after(indent, "1. one\n2. t|wo\n   more\n"), "1. one\n   1. t|wo\n      more\n");
  assert.equal(after(outdent, "- one\n  - t|wo\n"), "- one\n- t|wo\n");
  assert.equal(after(indent, "- o|ne\n"), "- o|ne\n");
  assert.equal(after(indent, "wo|rds"), false);
});

test("numbered paragraphs are numbered anew through sections and recommendations", () => {
  assert.equal(
    after(renumber, "|1. a\n\n1. b\n\n## Next\n\n2. c\n\n::: recommendation\n9. That.\n:::\n"),
    "|1. a\n\n2. b\n\n## Next\n\n3. c\n\n::: recommendation\n4. That.\n:::\n",
  );
});
