/* What the page says when something was refused or could not be sent, and where the focus goes.
   Without this a lost line would look like nothing at all, or leave the browser's own error page and no words.
   The words come from #news, in the reader's language. */

const PATIENCE = 2000;
const news = document.querySelector("#news");
const asked = new WeakSet();

export function say(text, reason) {
  const notice = document.createElement("div");
  notice.className = "notice notice--bad";
  const line = document.createElement("p");
  line.textContent = reason ? `${text} ${reason}` : text;
  notice.append(line);
  news.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function reasonOf(xhr) {
  const type = xhr.getResponseHeader("Content-Type") || "";
  if (!type.startsWith("text/html")) return "";
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.querySelector("[data-reason]")?.textContent.trim() ?? "";
}

if (news) {
  document.body.addEventListener("htmx:sendError", () => say(news.dataset.lost));
  document.body.addEventListener("htmx:timeout", () => say(news.dataset.lost));
  document.body.addEventListener("htmx:responseError", (event) =>
    say(news.dataset.refused, reasonOf(event.detail.xhr)),
  );
}

/* After a swap the focus goes to what went wrong, or to what asked for it. */
document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt.querySelector("[data-error-summary], [data-focus]");
  target?.focus();
});

/* A form is sent once it is known that the line is not cut: the smallest question is asked first. When no answer can be
   had, the form stays with its words. A slow line is no reason to wait: then it is sent as it is. */
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

async function send(form, button) {
  if (form.hasAttribute("data-sending")) return;
  form.setAttribute("data-sending", "");
  const cut = await isCut();
  form.removeAttribute("data-sending");
  if (cut) return say(news.dataset.lost);
  asked.add(form);
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isPlain = form.getAttribute("method") === "post" && !form.matches("[data-editor], [data-leaving], [hx-post]");
  if (!news || !isPlain || event.defaultPrevented || asked.delete(form)) return;
  event.preventDefault();
  send(form, event.submitter);
});
