/* Choosing words in a paragraph quotes them in the comment form of the page.

   The form carries data-quote-form and hidden fields named block, quote, before and after. Inside it,
   data-quote-shown (hidden at first) shows the choice, in data-quote-words if that is there; data-quote-clear takes the
   words back. A button data-quote-offer and a link data-quote-amend (hidden at first, anywhere on the page) appear while
   words are chosen; the link leads to the form of an amendment with the words marked there (static/js/amend.js).
   Paragraphs are .pblock elements with the id b-<block> around .words; a link data-comment-on inside one, or the event
   "comment-on" from it (keys.js sends it), takes the paragraph without words; so does "amend-on" for the link.
   Without this module the form itself asks for the paragraph. */

const CONTEXT = 40; // characters kept on each side, so that the place is found again

const form = document.querySelector("[data-quote-form]");
const amend = document.querySelector("[data-quote-amend]");

function put(name, value) {
  const field = form.elements.namedItem(name);
  if (field) field.value = value;
}

function wordsAround(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest(".pblock > .words") ?? null;
}

/** The words of a range as the centre keeps them: no footnote signs, and a bracket's delegations after a dash. */
function wordsOf(range) {
  const copy = range.cloneContents();
  for (const sign of copy.querySelectorAll("sup:has(.fn), .fn, .back, .marker, .vh")) sign.remove();
  for (const by of copy.querySelectorAll(".by")) by.prepend(" – ");
  return copy.textContent.replace(/\s+/g, " ");
}

function beside(words, range, side) {
  const rest = document.createRange();
  rest.selectNodeContents(words);
  if (side === "before") rest.setEnd(range.startContainer, range.startOffset);
  else rest.setStart(range.endContainer, range.endOffset);
  return wordsOf(rest);
}

function chosen() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const words = wordsAround(range.startContainer);
  if (!words || words !== wordsAround(range.endContainer)) return null;
  const quote = wordsOf(range).trim();
  return quote ? { quote, range, words } : null;
}

function takeWords({ quote, range, words }) {
  takeParagraph(words.closest(".pblock"));
  put("quote", quote);
  put("before", beside(words, range, "before").slice(-CONTEXT));
  put("after", beside(words, range, "after").slice(0, CONTEXT));
  show(words.closest(".pblock"), quote);
}

function takeParagraph(block) {
  put("block", block.id.replace(/^b-/, ""));
  for (const name of ["quote", "before", "after"]) put(name, "");
  show(block, "");
}

function show(block, quote) {
  const place = form.querySelector("[data-quote-shown]");
  if (!place) return;
  const number = block.querySelector(".no")?.getAttribute("aria-label") ?? "";
  const words = quote ? `“${quote}”` : "";
  place.hidden = false;
  (place.querySelector("[data-quote-words]") ?? place).textContent = [number, words].filter(Boolean).join(": ");
}

function goToForm(block) {
  form.closest("details")?.setAttribute("open", "");
  const first = form.querySelector("[data-quote-focus]") ?? form.querySelector("textarea");
  first?.scrollIntoView({ block: "nearest" });
  first?.focus();
  keepInSight(block);
}

/** The form stands over the foot of the text: a paragraph that it would cover goes to the head. */
function keepInSight(block) {
  const foot = form.closest(".saying")?.getBoundingClientRect().top ?? innerHeight;
  const { top, bottom } = block.getBoundingClientRect();
  if (top < 0 || bottom > foot) block.scrollIntoView({ block: "start" });
}

/** The offers stand in the page, not over the words: each names what it will do. */
function offer(offers, take) {
  let last = null;
  const follow = () => {
    last = chosen() ?? (offers.includes(document.activeElement) ? last : null);
    for (const one of offers) one.hidden = !last;
  };
  document.addEventListener("selectionchange", follow);
  follow(); // words may have been chosen before this module came
  for (const one of offers) {
    one.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay chosen
    one.addEventListener("click", (event) => last && take(event, one, last));
  }
}

function takeOffer(event, one, { quote, range, words }) {
  const block = words.closest(".pblock");
  if (one === amend) return amendAt(event, block, { quote, before: beside(words, range, "before").slice(-CONTEXT) });
  takeWords({ quote, range, words });
  goToForm(block);
}

/** To the form of an amendment of this paragraph; the words to mark there stay out of what the centre is sent. */
function amendAt(event, block, marked) {
  event.preventDefault();
  const to = new URL(amend.href);
  to.searchParams.set("block", block.id.replace(/^b-/, ""));
  to.hash = marked ? new URLSearchParams(marked) : "";
  location.assign(to);
}

function comment(event, block) {
  if (!block) return;
  event.preventDefault();
  const words = chosen();
  if (words && block.contains(words.words)) takeWords(words);
  else takeParagraph(block);
  goToForm(block);
}

if (form) {
  offer([document.querySelector("[data-quote-offer]"), amend].filter(Boolean), takeOffer);
  form.querySelector("[data-quote-clear]")?.addEventListener("click", () => {
    for (const name of ["quote", "before", "after"]) put(name, "");
    const place = form.querySelector("[data-quote-shown]");
    if (place) place.hidden = true;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-comment-on]");
    if (link) comment(event, link.closest(".pblock"));
  });
  document.addEventListener("comment-on", (event) => comment(event, event.target.closest(".pblock")));
  if (amend) document.addEventListener("amend-on", (event) => amendAt(event, event.target.closest(".pblock"), null));
}
