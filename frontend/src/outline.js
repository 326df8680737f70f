/* The headings of the text, as a list that leads to them; and how many words there are. */

const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const WORD = /[\p{L}\p{N}]+(?:[’'.\-][\p{L}\p{N}]+)*/gu;

/** [{level, title, at}] of a document; lines in code fences are not headings. */
export function headingsOf(doc) {
  const found = [];
  let fence = "";
  let at = 0;
  for (const text of doc.iterLines()) {
    const mark = FENCE.exec(text)?.[1];
    if (fence) fence = mark?.startsWith(fence) ? "" : fence;
    else if (mark) fence = mark;
    else {
      const heading = HEADING.exec(text);
      if (heading) found.push({ level: heading[1].length, title: plain(heading[2]), at });
    }
    at += text.length + 1;
  }
  return found;
}

function plain(title) {
  return title.replace(/\[\^[^\]]+\]|[*_`~]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

export function wordsIn(doc) {
  let count = 0;
  for (const text of doc.iterLines()) count += text.match(WORD)?.length ?? 0;
  return count;
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
