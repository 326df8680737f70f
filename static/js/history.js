/* The slider over the moments of a text: it chooses a moment as a click on its link does, and says which one it is. */

const history = document.querySelector("[data-history]");
const slider = history?.querySelector("#moment-at");

if (slider) {
  const links = [...history.querySelectorAll("ol.moments a")];
  const words = (link) => link.textContent.trim().replace(/\s+/g, " ");
  let waiting;

  const show = (place) => {
    slider.value = place;
    slider.setAttribute("aria-valuetext", words(links[place]));
    links.forEach((link, at) => (at === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    links[place].scrollIntoView({ block: "nearest" });
  };

  slider.closest("[data-history-slider]").hidden = links.length < 2;
  show(Number(slider.value));
  slider.addEventListener("input", () => {
    show(Number(slider.value));
    clearTimeout(waiting); // while it is dragged nothing is asked for
    waiting = setTimeout(() => links[Number(slider.value)].click(), 250);
  });
  links.forEach((link, at) => link.addEventListener("click", () => show(at)));
}
