/* Small choices of how one likes the editor, remembered on this device unless it is a shared one. */

const isShared = () => document.querySelector("form[data-shared]") !== null;

export function remember(choice, value) {
  try {
    if (!isShared()) localStorage.setItem(choice, value);
  } catch {
    // The choice is not remembered; nothing else depends on it.
  }
}

export function remembered(choice) {
  try {
    return localStorage.getItem(choice);
  } catch {
    return null;
  }
}
