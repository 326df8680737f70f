/* Words that cannot go into the text are handed back to their author: kept at the centre for them alone, or, if even
   that cannot be, shown until they have copied them. */

/** The centre's address of the words it kept; null if it did not take them. */
export async function keepAtCentre(url, fields, { text, why }) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ ...fields, text, why }),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const isOurs = answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json");
    return isOurs ? (await answer.json()).recovery_url : null;
  } catch {
    return null;
  }
}

/** Shows the words with Copy and Download; answers when the person closes it. */
export function showWords(dialog, text, filename) {
  const area = dialog.querySelector("textarea");
  area.value = text;
  const download = dialog.querySelector("[data-words-download]");
  download.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  download.download = filename;
  dialog.querySelector("[data-words-copy]").onclick = () => copy(area);
  dialog.addEventListener("cancel", (event) => event.preventDefault()); // Escape is pressed too easily for this
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => (URL.revokeObjectURL(download.href), done()), { once: true });
  });
}

async function copy(area) {
  area.select();
  await navigator.clipboard?.writeText(area.value);
}
