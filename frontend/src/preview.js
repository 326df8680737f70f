/* The text as the centre will show it, rendered and cleaned by the centre itself. */

const PAUSE = 600;

export class Preview {
  constructor({ pane, url, fields, text, words }) {
    Object.assign(this, { pane, url, fields, text, words });
    this.body = pane.querySelector("[data-editor-preview-body]");
    this.note = pane.querySelector("[data-editor-preview-note]");
    this.shown = null;
  }

  get isOpen() {
    return !this.pane.hidden;
  }

  open(wanted) {
    this.pane.hidden = !wanted;
    if (wanted) this.refresh();
  }

  changed() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    const text = this.text();
    if (text === this.shown) return;
    this.request?.abort();
    this.request = new AbortController();
    const waiting = setTimeout(() => (this.note.textContent = this.words.previewing), 1000);
    try {
      await this.fetch(text, this.request.signal);
      this.note.textContent = "";
    } catch (problem) {
      if (problem.name !== "AbortError") this.note.textContent = this.words.previewLost;
    } finally {
      clearTimeout(waiting);
    }
  }

  async fetch(text, signal) {
    const answer = await fetch(this.url, {
      method: "POST",
      body: new URLSearchParams({ ...this.fields(), text }),
      headers: { Accept: "text/html" },
      credentials: "same-origin",
      signal,
    });
    if (!answer.ok || answer.redirected) throw new Error(`The preview was refused: ${answer.status}`);
    const place = this.pane.scrollTop;
    this.body.innerHTML = await answer.text();
    this.pane.scrollTop = place;
    this.shown = text;
  }

  /** Brings the section one writes in into view. */
  follow(index) {
    if (!this.isOpen || index < 0) return;
    const heading = this.body.querySelectorAll("h1, h2, h3, h4, h5, h6")[index];
    if (heading) this.pane.scrollTo({ top: heading.offsetTop - 16 });
  }
}
