/* Signing out clears what this machine keeps of the portal. If words that never reached the centre are among it, the
   person is asked first. The editor keeps them under this name (frontend/src/keeping.js). */

const UNSENT = "chancery.unsent";

function holdsUnsentWords() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(UNSENT));
  } catch {
    return false;
  }
}

for (const form of document.querySelectorAll("form[data-leaving]")) {
  form.addEventListener("submit", (event) => {
    if (holdsUnsentWords() && !confirm(form.dataset.leaving)) event.preventDefault();
  });
}
