/* From foreign HTML to Markdown of our dialect. Works on a document that was parsed inert; nothing of it ever enters the page. */

import TurndownService from "turndown";
import { tableFrom } from "./from-sheet.js";
import { tidyHtml } from "./tidy-html.js";
import { isOpenable } from "./places.js";

const BLOCK = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, hr";
const NOTES = {
  pictures: "Pictures of other places were left out; put them in one by one.",
  changes: "Deletions marked in the copied text were left out, insertions kept.",
};

/** {text, notes, block}: the Markdown, what the person should know, and whether it is more than a run of words. */
export function markdownOf(document) {
  const { body } = document;
  const facts = tidyHtml(document);
  const footnotes = facts.footnotes;
  const block = Boolean(body.querySelector(BLOCK)) && !isOneParagraph(body);
  const service = turndown();
  const words = clean(service.turndown(body));
  const notes = footnotes.map(
    ({ label, content }) => `[^${label}]: ${clean(service.turndown(content)).replace(/\n+/g, " ")}`,
  );
  const text = [words, notes.join("\n")].filter(Boolean).join("\n\n");
  return {
    text,
    block: block || notes.length > 0,
    notes: Object.keys(NOTES)
      .filter((name) => facts[name])
      .map((name) => NOTES[name]),
  };
}

function isOneParagraph(body) {
  const only = body.children.length === 1 && body.firstElementChild;
  return Boolean(only) && only.nodeName === "P" && body.textContent.trim() === only.textContent.trim();
}

const clean = (text) =>
  text
    .replace(/\u00a0/g, " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

function turndown() {
  const service = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
    strongDelimiter: "**",
    hr: "---",
    br: "\\",
  });
  service.remove([
    "script",
    "style",
    "noscript",
    "iframe",
    "object",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "title",
  ]);
  service.addRule("strike", { filter: ["s", "strike", "del"], replacement: (words) => wrapped(words, "~~") });
  service.addRule("item", { filter: "li", replacement: item });
  service.addRule("address", { filter: "a", replacement: link });
  service.addRule("picture", { filter: "img", replacement: picture });
  service.addRule("table", {
    filter: "table",
    replacement: (_words, table) => `\n\n${grid(service, table)}\n\n`,
  });
  service.addRule("raised", { filter: ["sup", "sub", "u", "span", "font"], replacement: (words) => words });
  service.addRule("note", {
    filter: (node) => node.hasAttribute?.("data-note"),
    replacement: (_words, node) => `[^${node.getAttribute("data-note")}]`,
  });
  const escape = service.escape;
  service.escape = (words) =>
    escape
      .call(service, words)
      .replace(/^(\d+)\\([.)])(?=\S)/, "$1$2")
      .replace(/\\([[\]])/g, "$1")
      .replace(/^(:{3})/, "\\$1");
  return service;
}

function wrapped(words, sign) {
  const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words);
  return inner ? before + sign + inner + sign + after : words;
}

/** Items as the editor writes them: one blank after the sign, deeper ones under the words. */
function item(words, node, { bulletListMarker }) {
  const list = node.parentNode;
  const start = Number(list.getAttribute?.("start") ?? 1);
  const index = [...list.children].filter(({ nodeName }) => nodeName === "LI").indexOf(node);
  const box = node.getAttribute("data-task");
  const sign = list.nodeName === "OL" ? `${start + index}. ` : `${bulletListMarker} `;
  const inner = words
    .trim()
    .replace(/\n/g, `\n${" ".repeat(sign.length)}`)
    .replace(/^[ ]+$/gm, "");
  return `${sign}${box ? `[${box}] ` : ""}${inner}${node.nextElementSibling ? "\n" : ""}`;
}

function link(words, node) {
  const url = (node.getAttribute("href") ?? "").trim();
  const shown = words.trim().replace(/\s*\n\s*/g, " ");
  if (!shown) return "";
  if (!isOpenable(url) || url.startsWith("#") || url.startsWith("/")) return shown;
  const address = /[\s()<>]/.test(url)
    ? `<${url.replace(/[<>]/g, encodeURIComponent).replace(/\s/g, "%20")}>`
    : url;
  return `[${shown}](${address})`;
}

/** A picture from elsewhere tells its owner who reads: only its address is kept, as a link. */
function picture(_words, node) {
  const url = node.getAttribute("src") ?? "";
  const alt = (node.getAttribute("alt") ?? "")
    .replace(/\s+/g, " ")
    .replace(/([[\]])/g, "\\$1")
    .trim();
  if (!/^https?:\/\//i.test(url)) return alt;
  return alt ? `[${alt}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)` : "";
}

function grid(service, table) {
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  for (const bold of rows[0]?.querySelectorAll("b, strong") ?? []) bold.replaceWith(...bold.childNodes);
  const cells = rows.map((row) =>
    [...row.children]
      .filter(({ nodeName }) => /^T[DH]$/.test(nodeName))
      .flatMap((cell) => {
        const words = clean(service.turndown(cell))
          .replace(/\\\n/g, " ")
          .replace(/\s*\n+\s*/g, " ");
        const more = Math.min(Number(cell.getAttribute("colspan")) || 1, 50) - 1;
        return [words.replace(/^\|(.*)\|$/, "$1"), ...Array(Math.max(0, more)).fill("")];
      }),
  );
  const filled = cells.filter((row) => row.some(Boolean));
  if (!filled.length) return "";
  if (filled.every((row) => row.length === 1)) return filled.map(([words]) => words).join("\n\n");
  return tableFrom(filled);
}
