/* Steps through the changes of a comparison: n to the next, p to the previous one, and two buttons that do the same.

   A change is an element with data-change; the buttons stand in [data-changes] (hidden at first) and name data-change-to
   "next" or "previous"; [data-changes-said] says where one is. A link data-copy-link leads to its change and puts the
   whole address on the clipboard. Without this module the links beside each change lead on. */

const bar = document.querySelector("[data-changes]");
const said = document.querySelector("[data-changes-said]");
const changes = [...document.querySelectorAll("[data-change]")];

function current() {
  const focused = document.activeElement?.closest("[data-change]");
  if (focused) return changes.indexOf(focused);
  const named = location.hash && changes.findIndex((change) => `#${change.id}` === location.hash);
  if (named >= 0 && location.hash) return named;
  return changes.findLastIndex((change) => change.getBoundingClientRect().top < innerHeight / 4);
}

function say(words) {
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = words));
}

function go(place) {
  const change = changes[Math.min(Math.max(place, 0), changes.length - 1)];
  if (!change) return;
  change.tabIndex = -1;
  change.scrollIntoView({ block: "center" });
  change.focus({ preventScroll: true });
  history.replaceState(history.state, "", `#${change.id}`);
  say(said.dataset.said.replace("%(place)s", change.dataset.change).replace("%(count)s", changes.length));
}

const moves = { next: () => go(current() + 1), previous: () => go(current() - 1) };
const keys = { n: moves.next, p: moves.previous };

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog, [popover]");
}

/** An address that names a passage inside a fold opens the fold. */
function unfold() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = named && named.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  named.scrollIntoView({ block: "center" });
}

if (bar && changes.length > 0) {
  bar.hidden = false;
  for (const button of bar.querySelectorAll("[data-change-to]")) {
    button.addEventListener("click", moves[button.dataset.changeTo]);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const move = keys[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  for (const link of document.querySelectorAll("[data-copy-link]")) {
    link.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(link.href).catch(() => null);
      if (navigator.clipboard) say(said.dataset.copied);
    });
  }
}
addEventListener("hashchange", unfold);
unfold();
