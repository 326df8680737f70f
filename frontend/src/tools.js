/* The toolbar: one stop for Tab, arrow keys inside, as toolbars are; hidden until this module runs. */

export function bindTools(root, act) {
  for (const part of root.querySelectorAll("[data-editor-script]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-editor-plain]")) part.hidden = true;
  for (const bar of root.querySelectorAll("[data-editor-tools]")) rove(bar);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) act(button.dataset.act);
  });
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-editor-tools] [data-act]")) event.preventDefault(); // the text keeps its selection
  });
}

function rove(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const focusOn = (index) => {
    const next = buttons[(index + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  };
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const forward = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
    if (step) focusOn(at + step);
    else if (event.key === "Home") focusOn(0);
    else if (event.key === "End") focusOn(buttons.length - 1);
    else return;
    event.preventDefault();
  });
}
