/* The toolbar: one stop for Tab, arrow keys inside, as toolbars are; hidden until this module runs. */

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Shows what is only there with script, and hides what is only there without; or the other way round. */
export function showScripted(root, isScripted = true) {
  for (const part of root.querySelectorAll("[data-editor-script]")) part.hidden = !isScripted;
  for (const part of root.querySelectorAll("[data-editor-plain]")) part.hidden = isScripted;
}

export function bindTools(root, act) {
  showScripted(root);
  for (const bar of root.querySelectorAll("[data-editor-tools]")) rove(bar);
  for (const key of IS_MAC ? root.querySelectorAll("[data-editor-help] kbd") : [])
    key.textContent = onMac(key.textContent);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) act(button.dataset.act);
  });
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-editor-tools] [data-act]")) event.preventDefault(); // the text keeps its selection
  });
  root.querySelector("[data-editor-style]")?.addEventListener("change", ({ target }) => act(target.value));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest("input, textarea, select, dialog, [contenteditable=true]"))
      return;
    event.preventDefault();
    act("help");
  });
}

const onMac = (words) => words.replace("Ctrl", "⌘").replace("Alt", "⌥").replace("Shift", "⇧");

function rove(bar) {
  const stops = [...bar.querySelectorAll("button, select")];
  const focusOn = (index) => {
    const next = stops[(index + stops.length) % stops.length];
    for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
    next.focus();
  };
  stops.forEach((stop, index) => (stop.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const at = stops.indexOf(document.activeElement);
    const forward = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
    if (step) focusOn(at + step);
    else if (event.key === "Home") focusOn(0);
    else if (event.key === "End") focusOn(stops.length - 1);
    else return;
    event.preventDefault();
  });
}
