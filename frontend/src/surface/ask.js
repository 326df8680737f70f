/* A small form in a dialog of the page: one question at a time, answered with its fields or with nothing. */

import { button, element } from "./dom.js";

let count = 0;

/** `fields`: {name, label, value, needed, hint}; answers {name: value} or null. */
export function ask(view, { title, fields, note = "", go }) {
  const dialog = element("dialog", "ask");
  const form = element("form", "stack");
  form.method = "dialog";
  const heading = element("h2", "", title);
  heading.id = `ask-${++count}`;
  dialog.setAttribute("aria-labelledby", heading.id);
  form.append(heading, ...(note ? [element("p", "small soft", note)] : []), ...fields.flatMap(field));
  const leave = button(view.state.phrase("Cancel"), () => dialog.close("no"));
  const row = element("p", "row");
  const yes = element("button", "btn btn--go", go ?? view.state.phrase("Put in"));
  yes.value = "yes";
  row.append(yes, leave);
  form.append(row);
  dialog.append(form);
  (view.dom.closest("[data-editor-page]") ?? document.body).append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const said = dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null;
      dialog.remove();
      view.focus();
      resolve(said);
    });
    dialog.showModal();
  });
}

function field({ name, label, value = "", needed = false, hint = "" }) {
  const box = element("p", "field");
  const title = element("label", "", label);
  const input = element("input");
  input.name = name;
  input.value = value;
  input.required = needed;
  input.dir = name === "url" ? "ltr" : "auto";
  input.id = `ask-${count}-${name}`;
  title.htmlFor = input.id;
  box.append(title, input);
  if (hint) {
    const said = element("span", "small soft", hint);
    said.id = `${input.id}-hint`;
    input.setAttribute("aria-describedby", said.id);
    box.append(said);
  }
  return [box];
}
