/* A form that is sent while the line is down would leave the browser's own error page, and its words would be gone.
   So the centre is asked first, with the smallest question there is; only when no answer can be had does the form stay,
   with a sentence. A slow line is no reason to wait: then the form is sent as it is. */

import { say } from "./answers.js";

const PATIENCE = 2000;
const news = document.querySelector("#news");
const passed = new WeakSet();

async function isCut() {
  if (!navigator.onLine) return true;
  try {
    const question = document.querySelector("link[rel=icon]").href;
    await fetch(question, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return false;
  } catch (reason) {
    return reason.name === "TypeError";
  }
}

function isOurs(form) {
  return form.method === "post" && !form.matches("[data-editor], [data-leaving], [hx-post]");
}

if (news) {
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !isOurs(form) || passed.delete(form)) return;
    event.preventDefault();
    if (form.hasAttribute("data-asking")) return;
    form.setAttribute("data-asking", "");
    const cut = await isCut();
    form.removeAttribute("data-asking");
    if (cut) return say(news.dataset.lost);
    passed.add(form);
    form.requestSubmit(submitter);
  });
}
