/* Signing out clears what this machine keeps of the portal. If words that never reached the centre are among it, the
   person is asked first. The editor keeps them on this shelf (frontend/src/live/shelf.js), suggestions in the text on
   another (static/js/suggest.js). */

const NAME = "chancery";
const ROWS = "updates";

function holdsUnsentWords() {
  return new Promise((done) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.transaction.abort(); // there was no shelf, and none is made by asking
    asked.onerror = () => done(false);
    asked.onsuccess = () => done(isUnsettled(asked.result));
  }).catch(() => false);
}

function isUnsettled(shelf) {
  return new Promise((done) => {
    const cursor = shelf.transaction(ROWS).objectStore(ROWS).openCursor();
    cursor.onerror = () => done(false);
    cursor.onsuccess = () => {
      if (!cursor.result || cursor.result.value.own) done(Boolean(cursor.result));
      else cursor.result.continue();
    };
  }).finally(() => shelf.close());
}

function holdsSuggestions() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith("chancery.suggest:"));
  } catch {
    return false;
  }
}

async function leave(form) {
  if (!(holdsSuggestions() || (await holdsUnsentWords())) || confirm(form.dataset.leaving)) form.submit();
}

for (const form of document.querySelectorAll("form[data-leaving]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leave(form);
  });
}
