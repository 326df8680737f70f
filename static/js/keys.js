/* Single keys in the reader: j and k to the next and previous paragraph, c to comment on it, s to suggest in it, a to amend
   it on a page of its own, n to the next open bracket or critical comment. They act only while the focus is in the text, and a box with data-keys-switch turns them off. */

const OFF = "chancery.keys.off";
const reader = document.querySelector("[data-keys]");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

function setOff(off) {
  try {
    localStorage.setItem(OFF, off ? "yes" : "");
  } catch {
    // Not remembered on this machine; it holds until the page is left.
  }
}

function blocks() {
  return [...reader.querySelectorAll(".pblock")];
}

function current(all) {
  const focused = document.activeElement?.closest(".pblock");
  if (focused) return all.indexOf(focused);
  return all.findLastIndex((block) => block.getBoundingClientRect().top < innerHeight / 3);
}

function go(block) {
  const target = block?.querySelector(".no") ?? block;
  if (!target) return;
  if (!target.matches("a[href], [tabindex]")) target.tabIndex = -1;
  block.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

function nextWaiting(all, from) {
  const waits = (block) => block.querySelector(".br, .sev--critical");
  return all.slice(from + 1).find(waits) ?? all.find(waits);
}

function tell(block, name) {
  block?.dispatchEvent(new CustomEvent(name, { bubbles: true }));
}

const moves = {
  j: (all, at) => go(all[Math.min(at + 1, all.length - 1)]),
  k: (all, at) => go(all[Math.max(at - 1, 0)]),
  n: (all, at) => go(nextWaiting(all, at)),
  c: (all, at) => tell(all[Math.max(at, 0)], "comment-on"),
  s: (all, at) => tell(all[Math.max(at, 0)], "suggest-on"),
  a: (all, at) => tell(all[Math.max(at, 0)], "amend-on"),
};

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog, [popover]");
}

if (reader) {
  let off = isOff();
  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.checked = !off;
    box.addEventListener("change", () => setOff((off = !box.checked)));
  }
  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const all = blocks();
    move(all, current(all));
  });
}
