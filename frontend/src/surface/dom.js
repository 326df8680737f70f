/* Elements without a template: everything that comes from a text is put in as text, never as HTML. */

export function element(name, css = "", text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

export function button(label, act, css = "btn") {
  const made = element("button", css, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
