/* <button data-copy="text"> or <button data-copy-from="#id">: puts words on the clipboard and says so in the button. */

for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
    await navigator.clipboard.writeText(button.dataset.copy ?? source?.textContent.trim() ?? "");
    button.textContent = button.dataset.copied ?? label;
    setTimeout(() => (button.textContent = label), 4000);
  });
}
