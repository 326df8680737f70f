/* The headings of the text, as a list that leads to them; and how many words there are. */

import { reader } from "./surface/leaves.js";

const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const WORD = /[\p{L}\p{N}]+(?:[’'.\-][\p{L}\p{N}]+)*/gu;

const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const NO_TITLE = /^(?: {4}|\t|[ \t]*(?:$|[>|#]|[-+*][ \t]|\d{1,9}[.)][ \t]|:{3}|-{3,}[ \t]*$))/;

/** Headings of one piece of the text; an open code fence and the line that may be underlined go over into the next. */
function headingsOfPiece(lines, before) {
  let [fence, above] = before.split("\n", 2);
  let [at, aboveAt] = [0, -above?.length - 1];
  const found = [];
  const front = before ? -1 : frontMatter(lines);
  for (const [index, text] of lines.entries()) {
    const inFront = index <= front;
    const mark = !inFront && (FENCE.exec(text)?.[1] ?? "");
    const heading = !fence && !mark && !inFront && HEADING.exec(text);
    const under = !fence && above && UNDERLINE.exec(text)?.[1];
    if (fence) fence = mark.startsWith(fence) ? "" : fence;
    else if (mark) fence = mark;
    else if (heading) found.push({ level: heading[1].length, title: plain(heading[2]), at });
    else if (under) found.push({ level: under[0] === "=" ? 1 : 2, title: plain(above.trim()), at: aboveAt });
    [above, aboveAt] = fence || heading || under || inFront || NO_TITLE.test(text) ? ["", at] : [text, at];
    at += text.length + 1;
  }
  return { found, after: `${fence}\n${above}` };
}

/** The number of the line that ends leading front matter, or -1. */
function frontMatter(lines) {
  return /^-{3,}[ \t]*$/.test(lines[0])
    ? lines.findIndex((text, index) => index && /^(?:\.{3}|-{3,})[ \t]*$/.test(text))
    : -1;
}

const readHeadings = reader(headingsOfPiece);
const readWords = reader((lines) => ({
  found: lines.reduce((count, text) => count + (text.match(WORD)?.length ?? 0), 0),
}));

/** [{level, title, at}] of a document; lines in code fences are not headings. */
export function headingsOf(doc) {
  return readHeadings(doc).flatMap(({ found, at }) =>
    found.map((heading) => ({ ...heading, at: heading.at + at })),
  );
}

function plain(title) {
  return title.replace(/\[\^[^\]]+\]|[*_`~]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

export function wordsIn(doc) {
  return readWords(doc).reduce((count, { found }) => count + found, 0);
}

/** How many words are chosen. */
export function wordsChosen({ doc, selection }) {
  return selection.ranges.reduce(
    (count, { from, to }) => count + (from < to ? (doc.sliceString(from, to).match(WORD)?.length ?? 0) : 0),
    0,
  );
}

export class Outline {
  constructor(root, onGo) {
    this.list = root.querySelector("[data-editor-headings]");
    this.none = root.querySelector("[data-editor-no-headings]");
    this.headings = [];
    this.current = -1;
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      onGo(this.headings[Number(link.dataset.index)].at);
    });
  }

  show(headings) {
    const same =
      headings.length === this.headings.length && headings.every((each, i) => alike(each, this.headings[i]));
    this.headings = headings;
    if (same) return;
    const top = Math.min(...headings.map(({ level }) => level));
    this.list.replaceChildren(...headings.map((heading, index) => entry(heading, index, top)));
    this.none.hidden = headings.length > 0;
    this.current = -1;
  }

  /** Marks the section the caret is in; answers its index. */
  mark(position) {
    const index = this.headings.findLastIndex(({ at }) => at <= position);
    if (index === this.current) return index;
    const links = this.list.querySelectorAll("a");
    links[this.current]?.removeAttribute("aria-current");
    links[index]?.setAttribute("aria-current", "true");
    links[index]?.scrollIntoView?.({ block: "nearest" });
    this.current = index;
    return index;
  }
}

function alike(a, b) {
  return a.level === b.level && a.title === b.title;
}

function entry({ level, title }, index, top) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = "#";
  link.dataset.index = index;
  link.dataset.depth = Math.min(level - top, 3);
  const words = document.createElement("bdi");
  words.textContent = title;
  link.append(words);
  item.append(link);
  return item;
}
