/* Choosing words in a paragraph quotes them in the comment form of the page.

   The form carries data-quote-form and hidden fields named block, quote, before and after; an element with
   data-quote-shown shows what was chosen, and data-quote-clear takes it back. Paragraphs are .pblock elements with
   data-block (their permanent id) around a .words element. Without this module the form asks for the paragraph itself. */

const CONTEXT = 40; // characters kept on each side, so that the place is found again

const form = document.querySelector("[data-quote-form]");

function field(name) {
  return form.elements.namedItem(name);
}

function put(name, value) {
  if (field(name)) field(name).value = value;
}

function chosen() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = wordsAround(range.startContainer);
  if (!start || start !== wordsAround(range.endContainer)) return null;
  const quote = selection.toString().trim();
  return quote ? { quote, range, words: start, block: start.closest(".pblock") } : null;
}

function wordsAround(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest(".pblock > .words") ?? null;
}

function textBetween(words, place, side) {
  const range = document.createRange();
  range.selectNodeContents(words);
  if (side === "before") range.setEnd(place.startContainer, place.startOffset);
  else range.setStart(place.endContainer, place.endOffset);
  return range.toString();
}

function fill({ quote, range, words, block }) {
  put("block", block.dataset.block ?? block.id);
  put("quote", quote);
  put("before", textBetween(words, range, "before").slice(-CONTEXT));
  put("after", textBetween(words, range, "after").slice(0, CONTEXT));
  show(block.querySelector(".no")?.textContent.trim() ?? "", quote);
}

function show(number, quote) {
  const place = form.querySelector("[data-quote-shown]");
  if (!place) return;
  place.hidden = !quote;
  const words = place.querySelector("[data-quote-words]") ?? place;
  words.textContent = number ? `${number}: “${quote}”` : `“${quote}”`;
}

function clear() {
  for (const name of ["quote", "before", "after"]) put(name, "");
  show("", "");
}

/** The offer stands in the page, not over the words: a button that names what it will do. */
function offer(button) {
  let last = null;
  document.addEventListener("selectionchange", () => {
    last = chosen() ?? (document.activeElement === button ? last : null);
    button.hidden = !last;
  });
  button.addEventListener("click", () => {
    if (!last) return;
    fill(last);
    focusForm();
  });
}

function focusForm() {
  form.closest("details")?.setAttribute("open", "");
  const first = form.querySelector("[data-quote-focus], textarea");
  first?.scrollIntoView({ block: "nearest" });
  first?.focus();
}

/** A paragraph's own "comment" link takes the paragraph without any words. */
function byParagraph(event) {
  const link = event.target.closest("[data-comment-on]");
  if (!link) return;
  const block = link.closest(".pblock");
  if (!block) return;
  event.preventDefault();
  clear();
  put("block", block.dataset.block ?? block.id);
  focusForm();
}

if (form) {
  const button = document.querySelector("[data-quote-offer]");
  if (button) offer(button);
  form.querySelector("[data-quote-clear]")?.addEventListener("click", clear);
  document.addEventListener("click", byParagraph);
}
