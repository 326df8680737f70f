/* Reading a paper: where one is in the outline, and the keys of readers. Everything else works without this.
   j and k: next and previous paragraph. n: next open bracket or critical comment. The keys do nothing while one
   writes, with a modifier, or when the reader has turned them off (localStorage "reader-keys" = "off"). */

const paper = document.querySelector(".paper");
const outline = new Map(
  [...document.querySelectorAll(".reader__outline a[href^='#b-']")].map((link) => [link.hash.slice(1), link]),
);

function markHere(link) {
  for (const other of outline.values()) other.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
}

if (paper && outline.size) {
  const headings = [...outline.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 140);
    markHere(outline.get((passed.at(-1) ?? headings[0])?.id));
  };
  let waiting = 0;
  addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(follow);
  }, { passive: true });
  follow();
}

/* A phone has no room for an open outline; once a place is chosen the list closes. */
document.querySelector(".reader__outline")?.addEventListener("click", (event) => {
  const details = event.currentTarget.querySelector("details[open]");
  if (details && event.target.closest("a") && matchMedia("(max-width: 64rem)").matches) details.open = false;
});

function go(targets, step) {
  const line = 120;
  const tops = targets.map((target) => target.getBoundingClientRect().top);
  const at = step > 0 ? tops.findIndex((top) => top > line + 2) : tops.findLastIndex((top) => top < line - 2);
  const target = targets[at];
  if (!target) return;
  scrollBy({ top: tops[at] - line, behavior: "instant" });
  const block = target.closest(".pblock");
  block?.querySelector(".no")?.focus({ preventScroll: true });
}

const KEYS = {
  j: () => go([...paper.querySelectorAll(".pblock:not(.vh)")], 1),
  k: () => go([...paper.querySelectorAll(".pblock:not(.vh)")], -1),
  n: () => go([...paper.querySelectorAll(".br, .note:has(.sev--critical)")], 1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (!paper || localStorage.getItem("reader-keys") === "off") return;
  KEYS[event.key]?.();
});
