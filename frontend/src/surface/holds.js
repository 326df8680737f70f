/* Who works on which section, said at its heading. The page lists it in #holds and asks again every half minute
   (templates/drafting/hold_list.html): each line has `data-hold` (the delegation's code), `data-heading` and `data-place`. */

import { ViewPlugin } from "@codemirror/view";
import { headingsOf } from "../outline.js";
import { showAtLines } from "./lines.js";

export const holding = ViewPlugin.fromClass(
  class {
    constructor(view) {
      const list = document.querySelector("#holds")?.parentElement;
      if (!list) return;
      const show = () => showAtLines(view, "holds", heldIn(view.state.doc, list));
      this.observer = new MutationObserver(show);
      this.observer.observe(list, { childList: true });
      this.timer = setTimeout(show);
    }
    destroy() {
      this.observer?.disconnect();
      clearTimeout(this.timer);
    }
  },
);

function heldIn(doc, list) {
  const headings = headingsOf(doc);
  return [...list.querySelectorAll("[data-hold][data-heading]")].flatMap(({ dataset, lastElementChild }) => {
    const same = headings.filter(({ title }) => title.replace(/\s+/g, " ").trim() === dataset.heading);
    const found = same[Math.min(Number(dataset.place), same.length - 1)];
    const words = `${dataset.hold}: ${lastElementChild.textContent.replace(/\s+/g, " ").trim()}`;
    return found ? [{ at: found.at, words, tone: "warn" }] : [];
  });
}
