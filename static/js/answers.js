/* What the page says when something was refused or could not be sent, and where the focus goes.
   Without this a lost line would look like nothing at all, or leave the browser's own error page and no words.
   The words come from #news, in the reader's language. */

const news = document.querySelector("#news");

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

/* What a page asks for by itself, [data-quiet], fails quietly: nobody did anything that could be lost. */
const wasAskedByItself = ({ detail }) => detail.elt?.matches("[data-quiet]");

if (news) {
  const lost = (event) => wasAskedByItself(event) || say(news.dataset.lost);
  document.body.addEventListener("htmx:sendError", lost);
  document.body.addEventListener("htmx:timeout", lost);
  document.body.addEventListener("htmx:responseError", (event) =>
    wasAskedByItself(event) || say(news.dataset.refused, reasonOf(event.detail.xhr)),
  );
}

/* After a swap the focus goes to what went wrong, or to what asked for it. */
document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt.querySelector("[data-error-summary], [data-focus]");
  target?.focus();
});

/* A form that cannot be sent stays, with its words. Where the machine believes in a line that is not there, the browser
   shows its own error page, and the way back must lead to the form: a browser puts the answer to a form that is sent to
   the address it came from in the place of that form, so it is sent to an address of its own. The button has that address,
   for browsers give words back only to a form whose own address is what it was. */
function sendElsewhere(form, button) {
  const written = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const to = new URL(written || location.href, location.href);
  if (!button || to.pathname !== location.pathname) return;
  to.searchParams.set("sent", Number(to.searchParams.get("sent")) + 1);
  button.setAttribute("formaction", to.pathname + to.search);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isPlain = form.getAttribute("method") === "post" && !form.matches("[data-editor], [hx-post]");
  if (!news || !isPlain || event.defaultPrevented) return;
  if (navigator.onLine) return sendElsewhere(form, event.submitter);
  event.preventDefault();
  say(news.dataset.lost);
});
