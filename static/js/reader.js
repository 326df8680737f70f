/* Reading a long paper: the outline shows where one is, and closes on a phone once a place is chosen. */

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
  addEventListener(
    "scroll",
    () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(follow);
    },
    { passive: true },
  );
  follow();
}

/* A phone has no room for an open outline; once a place is chosen the list closes. */
document.querySelector(".reader__outline")?.addEventListener("click", (event) => {
  const details = event.currentTarget.querySelector("details[open]");
  if (details && event.target.closest("a") && matchMedia("(max-width: 64rem)").matches) details.open = false;
});
