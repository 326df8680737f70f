/* Foreign HTML made plain before it becomes Markdown: Word's lists become lists, marks in styles become marks, and what was
   deleted, hidden or said in comments does not come along. Takes a document and changes it; answers what it found. */

const GONE = [
  ...[
    "script",
    "style",
    "link",
    "meta",
    "title",
    "head",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "noscript",
  ],
  ...[
    "[data-style*='mso-hide:all' i]",
    "[data-style*='display:none' i]",
    "[data-style*='display: none' i]",
    "[hidden]",
  ],
  ...[
    ".MsoCommentReference",
    ".MsoCommentText",
    "[data-style*='mso-element:comment' i]",
    "[id^='_com_']",
    "a[href^='#_msocom']",
  ],
  ...[".msocomoff", "[class*='msocom']", "sup.sdcomment", "[data-comment]", ".Comment", ".CommentMarker"],
].join(", ");
const LIST = /mso-list:\s*l\d+\s+level(\d)/i;
const ORDERED = /^\s*\(?(?:\d{1,3}|[a-z]{1,3}|[ivxl]+)[.)]/i;

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const SHEET = /<style\b[\s\S]*?<\/style\s*>/gi;

const ACTIVE = /([\s"'/])(style|on[a-z]+)(?=\s*=)/gi;

/** The HTML with its styles and handlers under other names: a document that is only read applies neither, but browsers would
    still report that they were told not to. */
export function inert(html) {
  return html.replace(SHEET, "").replace(TAG, (tag) => tag.replace(ACTIVE, "$1data-$2"));
}

export function tidyHtml(document) {
  const { body } = document;
  const facts = { pictures: false, changes: false, footnotes: [] };
  dropComments(document, body);
  facts.changes =
    body.querySelectorAll("del, [data-style*='mso-element:para-deleted' i], .TrackedChangeDeletion").length >
      0 && isOffice(body);
  facts.footnotes = footnotes(document, body);
  for (const gone of body.querySelectorAll(GONE)) gone.remove();
  if (facts.changes) for (const gone of body.querySelectorAll("del")) gone.remove();
  wordHeadings(document, body);
  wordLists(document, body);
  onlineLists(document, body);
  unwrapGuard(document, body);
  marksFromStyles(document, body);
  tasks(body);
  facts.pictures = pictures(body);
  for (const paragraph of body.querySelectorAll("li > p:only-of-type, td > p:only-child, th > p:only-child"))
    unwrap(paragraph);
  return facts;
}

const isOffice = (body) =>
  Boolean(body.querySelector("[class^=Mso], [data-style*='mso-' i], .TextRun, .TrackedChange"));

/** Conditional comments hold what only Word reads; `<![if …]>` arrives as a comment too. */
function dropComments(document, body) {
  const walker = document.createTreeWalker(body, 128, null, false);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.parentNode.removeChild(comment);
}

function unwrap(node) {
  while (node.firstChild) node.parentNode.insertBefore(node.firstChild, node);
  node.remove();
}

function renamed(document, node, name) {
  const made = document.createElement(name);
  while (node.firstChild) made.appendChild(node.firstChild);
  node.parentNode.replaceChild(made, node);
  return made;
}

/** Word keeps footnotes in an element of their own, LibreOffice in one that is named so. */
function footnotes(document, body) {
  const found = [];
  const calls = body.querySelectorAll(
    "a[href^='#_ftn'], a[href^='#_edn'], a.sdfootnoteanc, a[href^='#sdfootnote']",
  );
  for (const call of calls) {
    const target = call.getAttribute("href").slice(1);
    const isBack = /(?:ftnref|ednref|anc)\d*$/i.test(target) || /footnotesym/.test(call.className);
    const note = body.querySelector(
      `[id="${target.replace(/^_/, "").replace(/sym$/, "")}"], [id="${target}"]`,
    );
    if (isBack || !note || note.contains(call)) continue;
    const label = target.replace(/\D/g, "") || String(found.length + 1);
    found.push({ label, note: note.closest("div, p, li") ?? note });
    const mark = document.createElement("span");
    mark.setAttribute("data-note", label);
    mark.textContent = label;
    (call.closest("sup") ?? call).replaceWith(mark);
  }
  return found.map(({ label, note }) => {
    for (const back of note.querySelectorAll(
      "a[href^='#_ftnref'], a[href^='#_ednref'], a.sdfootnotesym, a[href$='anc']",
    ))
      back.remove();
    note.remove();
    return { label, content: note };
  });
}

function wordHeadings(document, body) {
  for (const paragraph of body.querySelectorAll("p[class^='MsoTitle'], p[role=heading], div[role=heading]")) {
    const level = Math.min(Number(paragraph.getAttribute("aria-level")) || 1, 6);
    renamed(document, paragraph, `h${level}`);
  }
}

/** Word writes a list as paragraphs with the sign in a span that it tells others to ignore. */
function wordLists(document, body) {
  let open = [];
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = Number(LIST.exec(paragraph.getAttribute("data-style") ?? "")?.[1] ?? 0);
    const sign = paragraph.querySelector(
      "[data-style*='mso-list:ignore' i], [data-style*='mso-list: ignore' i]",
    );
    if (!level || /^H\d/.test(paragraph.nodeName)) {
      sign?.remove();
      open = [];
      continue;
    }
    const mark = (sign ?? paragraph).textContent;
    sign?.remove();
    const before = paragraph.previousElementSibling;
    if (open.length && before !== open[0]) open = [];
    open = intoList(document, open, paragraph, level, mark);
  }
}

function intoList(document, open, paragraph, level, mark) {
  const name = ORDERED.test(mark) ? "ol" : "ul";
  let lists = open.slice(0, level);
  while (lists.length < level) {
    const list = document.createElement(lists.length === level - 1 ? name : "ul");
    if (name === "ol" && /^\D*[2-9]|^\D*1\d/.test(mark) && /\d/.test(mark))
      list.setAttribute("start", /\d+/.exec(mark)[0]);
    const parent = lists.at(-1);
    if (parent)
      (parent.lastElementChild ?? parent.appendChild(document.createElement("li"))).appendChild(list);
    else paragraph.parentNode.insertBefore(list, paragraph);
    lists = [...lists, list];
  }
  const made = document.createElement("li");
  while (paragraph.firstChild) made.appendChild(paragraph.firstChild);
  lists.at(-1).appendChild(made);
  paragraph.remove();
  return lists;
}

/** Word on the web puts every item into a list of its own and says how deep it is. */
function onlineLists(document, body) {
  for (const wrapper of [...body.querySelectorAll(".ListContainerWrapper")]) unwrap(wrapper);
  let open = [];
  for (const list of [...body.querySelectorAll("ul, ol")]) {
    const only = list.children.length === 1 ? list.firstElementChild : null;
    const level = Number(only?.getAttribute("data-aria-level") ?? 0);
    if (!level) continue;
    if (open.length && list.previousElementSibling !== open[0]) open = [];
    if (!open.length || level > open.length) {
      if (open.length) open.at(-1).lastElementChild.appendChild(list);
      open = [...open, list];
      continue;
    }
    open = open.slice(0, level);
    open.at(-1).appendChild(only);
    list.remove();
  }
}

const GUARD =
  "b[id^='docs-internal-guid'], b[data-style^='font-weight:normal'], b[data-style^='font-weight: normal']";
const BOXES = "div, section, article, main, header, footer, center";
const BLOCKS = "table, ul, ol, p, h1, h2, h3, h4, h5, h6, div, pre, blockquote";

/** Google's documents come in a bold element that is not bold, and write deeper lists beside the items. Elsewhere a box with
    nothing but words in it is a paragraph. */
function unwrapGuard(document, body) {
  for (const guard of [...body.querySelectorAll(GUARD)]) unwrap(guard);
  for (const list of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")])
    list.previousElementSibling?.appendChild(list);
  for (const box of [...body.querySelectorAll(BOXES)]) {
    const isWords = !box.querySelector(BLOCKS) && box.textContent.trim() && !box.closest("li, td, th, p");
    if (isWords) renamed(document, box, "p");
  }
}

function marksFromStyles(document, body) {
  for (const span of [...body.querySelectorAll("span[data-style], font[data-style]")]) {
    const style = (span.getAttribute("data-style") ?? "").replace(/\s+/g, "").toLowerCase();
    const names = [
      [/font-weight:(?:bold|[6-9]00)/, "strong"],
      [/font-style:italic/, "em"],
      [/text-decoration[^;]*:[^;]*line-through/, "s"],
    ];
    if (span.closest("h1, h2, h3, h4, h5, h6")) names.shift();
    for (const [pattern, name] of names)
      if (pattern.test(style) && span.textContent.trim()) wrap(document, span, name);
  }
  for (const heading of body.querySelectorAll(
    "h1 b, h1 strong, h2 b, h2 strong, h3 b, h3 strong, h4 b, h4 strong, th b, th strong",
  ))
    unwrap(heading);
}

function wrap(document, node, name) {
  const made = document.createElement(name);
  while (node.firstChild) made.appendChild(node.firstChild);
  node.appendChild(made);
}

function tasks(body) {
  for (const box of [...body.querySelectorAll("li input[type=checkbox], li[role=checkbox]")]) {
    const item = box.closest("li");
    const ticked = box.hasAttribute("checked") || box.getAttribute("aria-checked") === "true";
    item.setAttribute("data-task", ticked ? "x" : " ");
    if (box !== item) box.remove();
  }
}

/** A picture that says nothing leaves no trace; true when one was left out. */
function pictures(body) {
  return [...body.querySelectorAll("img")].some((image) => {
    const url = image.getAttribute("src") ?? "";
    return !/^https?:/i.test(url) || !image.getAttribute("alt");
  });
}
