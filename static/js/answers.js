/* What the page says when a partial request was refused or never arrived, and where the focus goes.
   Without this a lost line would look like nothing at all. The words come from #news, in the reader's language. */

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
