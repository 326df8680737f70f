/* The blocks of a text as the editor's grammar sees them: reads a JSON list of texts, writes a list of
   [[kind, first line, last line], …]. Used by tests/shared/test_editor_dialect.py. */

import { readFileSync } from "node:fs";
import { parser } from "./src/surface/dialect.js";

const LEAVES = {
  Paragraph: "paragraph",
  Task: "paragraph",
  Table: "table",
  HorizontalRule: "rule",
  FencedCode: "code",
  CodeBlock: "code",
  FrontMatter: "frontmatter",
  LinkReference: "definitions",
};
const CONTAINERS = ["Blockquote", "ListItem", "Footnote"];

export function blocksOf(text) {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const lineAt = (at) => starts.findLastIndex((start) => start <= at);
  const path = [];
  const found = [];
  parser.parse(text).iterate({
    enter(node) {
      if (CONTAINERS.includes(node.name)) path.push({ name: node.name, from: node.from, first: true });
      const kind = node.name.includes("Heading") ? "heading" : LEAVES[node.name];
      if (!kind) return true;
      add(kind, node);
      return false;
    },
    leave(node) {
      if (path.at(-1)?.from !== node.from || path.at(-1)?.name !== node.name) return;
      const { name, first } = path.at(-1);
      if (first && name !== "Blockquote") add("paragraph", { from: node.from, to: node.from, node: null });
      path.pop();
    },
  });
  return joined(found);

  function add(kind, { from, to, node }) {
    const named = kind === "paragraph" ? nameOf(node) : kind;
    if (kind !== "definitions") for (const each of path) each.first = false;
    const end = from + text.slice(from, to).trimEnd().length;
    found.push([named, lineAt(from), Math.max(lineAt(from), lineAt(end))]);
  }

  function nameOf(node) {
    if (node && isPicture(node)) return "figure";
    const around = path.at(-1);
    if (around?.name === "Footnote") return "footnote";
    if (around?.name === "Blockquote") return "quote";
    return around?.name === "ListItem" && around.first ? "item" : "paragraph";
  }

  function isPicture(node) {
    const only = node.firstChild;
    const words = text.slice(node.from, node.to);
    return (
      only?.name === "Image" && only.from === node.from && only.to === node.from + words.trimEnd().length
    );
  }
}

/** Link definitions on neighbouring lines are one block. */
function joined(blocks) {
  const out = [];
  for (const block of blocks) {
    const before = out.at(-1);
    if (block[0] === "definitions" && before?.[0] === "definitions" && before[2] + 1 === block[1])
      before[2] = block[2];
    else out.push(block);
  }
  return out;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const texts = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(texts.map(blocksOf)));
}
