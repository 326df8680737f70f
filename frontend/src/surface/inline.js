/* The words of a cell as they will be read: a few elements made by hand, nothing of the text is taken as HTML. */

import { bracketsIn } from "./brackets.js";
import { parser } from "./dialect.js";
import { element } from "./dom.js";

const ELEMENTS = { Emphasis: "em", StrongEmphasis: "strong", Strikethrough: "s", InlineCode: "code" };

export function rendered(text) {
  const root = element("span");
  const run = parser.parse(text).topNode.firstChild;
  if (run?.name === "Paragraph") fill(root, run, text);
  else root.textContent = text;
  return root;
}

function fill(parent, node, text) {
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    say(parent, text.slice(at, child.from));
    place(parent, child, text);
    at = child.to;
  }
  say(parent, text.slice(at, node.to));
}

function place(parent, node, text) {
  const words = text.slice(node.from, node.to);
  if (/Mark$/.test(node.name) || node.name === "URL" || node.name === "LinkTitle") return;
  if (node.name === "Escape") return say(parent, words.slice(1));
  if (node.name === "FootnoteCall") return parent.append(element("sup", "", words.slice(2, -1)));
  if (node.name === "Link" && !node.getChild("URL")) return say(parent, words);
  const made = node.name === "Link" ? element("span", "cm-link") : element(ELEMENTS[node.name] ?? "span");
  fill(made, node, text);
  parent.append(made);
}

/** Words with their open brackets marked. */
function say(parent, words) {
  let at = 0;
  for (const { from, to } of bracketsIn(words)) {
    if (from < at) continue;
    parent.append(words.slice(at, from), element("span", "cm-bracket", words.slice(from, to)));
    at = to;
  }
  parent.append(words.slice(at));
}
