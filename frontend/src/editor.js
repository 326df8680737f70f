/* The page on which a working text is written.

   Contract with the page (templates/_components/editor.html writes it; without this module the same form saves plainly):

   <form data-editor method="post" action="…"
         data-save-url      POST csrfmiddlewaretoken, mandate, base_version, text with Accept: application/json;
                            answer {version, text, merged, recovery_url|null, saved_at}; refusals carry {reason} or a page
                            with [data-reason]
         data-preview-url   POST csrfmiddlewaretoken, mandate, text; answer an HTML fragment, already cleaned
         data-base-version  the version the textarea holds
         data-person data-paper   under which unsent words are kept on this machine
         data-nonce         the style nonce of the page's Content-Security-Policy
         data-zone          the centre's time zone
         data-code          the delegation's code, for brackets
         data-language>     of the text
     textarea[name=text], and inside or beside the form:
     [data-editor-tools] > [data-act]   toolbar; also data-act="preview" and "help" anywhere
     [data-editor-script] [data-editor-plain]   what is shown only with this module, and only without it
     [data-editor-status]               role=status; its data-* hold the sentences with {time}, {since}
     [data-editor-notice]               where a refusal or kept words are put to the person
     [data-editor-outline] [data-editor-headings] [data-editor-no-headings] [data-editor-count]
     [data-editor-preview] [data-editor-preview-body] [data-editor-preview-note]
     dialog[data-editor-help], template[data-editor-words] > [data-word="…"] with the words of the interface. */

import { history, historyKeymap, redo, undo } from "@codemirror/commands";
import { ChangeSet, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { acts as textActs } from "./acts.js";
import { changesBetween } from "./changes.js";
import { Keeping } from "./keeping.js";
import { Outline, headingsOf, wordsIn } from "./outline.js";
import { Preview } from "./preview.js";
import { Saving } from "./saving.js";
import { Status } from "./status.js";
import { createSurface, fromCentre } from "./surface.js";
import { bindTools } from "./tools.js";

const acts = { ...textActs, undo, redo };
const VIEW = "chancery.editor.preview";

class Editor {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea[name=text]");
    this.words = wordsOf(document.querySelector("template[data-editor-words]"));
    this.words.code = form.dataset.code ?? "";
    this.keeping = new Keeping(form.dataset.person, form.dataset.paper);
    this.status = new Status(document, form.dataset.zone, this.words);
    this.view = this.surface();
    this.saving = this.saver();
    this.outline = new Outline(document.querySelector("[data-editor-outline]"), (at) => this.goTo(at));
    this.preview = new Preview({
      pane: document.querySelector("[data-editor-preview]"),
      url: form.dataset.previewUrl,
      fields: () => this.fields(),
      text: () => this.text(),
      words: this.words,
    });
    this.help = document.querySelector("dialog[data-editor-help]");
    this.bind();
    this.survey();
    this.offerKept();
  }

  text() {
    return this.view.state.doc.toString();
  }

  fields() {
    const value = (name) => this.form.elements.namedItem(name)?.value ?? "";
    return { csrfmiddlewaretoken: value("csrfmiddlewaretoken"), mandate: value("mandate") };
  }

  surface() {
    const { language, nonce } = this.form.dataset;
    const host = document.createElement("div");
    host.className = "ed__surface";
    this.area.after(host);
    this.area.hidden = true;
    document.querySelector(`label[for="${this.area.id}"]`)?.setAttribute("hidden", "");
    return createSurface({
      parent: host,
      text: this.area.value,
      label: this.area.labels?.[0]?.textContent.trim() ?? "",
      language,
      nonce,
      phrases: this.words,
      extensions: [keymap.of([...this.keys(), ...historyKeymap]), history()],
      house: { url: this.form.dataset.pictureUrl, fields: () => this.fields() },
      onUpdate: (update) => this.updated(update),
      onBlur: () => void this.saving.flush(),
    });
  }

  keys() {
    return [
      { key: "Mod-s", preventDefault: true, run: () => (this.saving.flush(), true) },
      { key: "Mod-Shift-p", preventDefault: true, run: () => (this.act("preview"), true) },
      { key: "Mod-/", preventDefault: true, run: () => (this.act("help"), true) },
    ];
  }

  saver() {
    return new Saving({
      url: this.form.dataset.saveUrl,
      fields: () => this.fields(),
      base: Number(this.form.dataset.baseVersion),
      text: () => this.text(),
      place: (changes, length, meanwhile) => this.place(changes, length, meanwhile),
      keeping: this.keeping,
      on: (state, facts = {}) => this.told(state, facts),
    });
  }

  place(changes, length, meanwhile) {
    const theirs = ChangeSet.of(changes, length);
    this.view.dispatch({
      changes: meanwhile ? theirs.map(meanwhile) : theirs,
      annotations: [fromCentre.of(true), Transaction.addToHistory.of(false)],
    });
  }

  updated(update) {
    if (update.docChanged) {
      const own = !update.transactions.every((transaction) => transaction.annotation(fromCentre));
      if (own) this.saving.changed(update.changes);
      this.preview.changed();
      clearTimeout(this.surveyTimer);
      this.surveyTimer = setTimeout(() => this.survey(), 300);
    } else if (update.selectionSet) {
      this.preview.follow(this.outline.mark(update.state.selection.main.head));
    }
  }

  survey() {
    const { doc, selection } = this.view.state;
    this.outline.show(headingsOf(doc));
    this.outline.mark(selection.main.head);
    const count = document.querySelector("[data-editor-count]");
    if (count) count.textContent = wordsIn(doc).toLocaleString(`${document.documentElement.lang}-u-nu-latn`);
  }

  goTo(at) {
    this.view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 96 }),
    });
    this.view.focus();
  }

  told(state, facts) {
    this.form.dataset.state = state;
    this.status.show(state, facts);
    if (state === "saved" && facts.recovery) this.status.recovered(facts.recovery);
    if (state === "refused") {
      this.status.refused(facts, { again: () => this.saving.again(), text: () => this.text() });
    }
  }

  /** What another visit could not send is shown and offered, never put in unasked. */
  offerKept() {
    const kept = this.keeping.read();
    if (!kept) return;
    if (kept.text === this.text()) return this.keeping.clear();
    this.status.kept(kept, {
      back: () => {
        this.place(changesBetween(this.text(), kept.text), this.view.state.doc.length, null);
        return this.saving.resume(kept.base, kept.since);
      },
      drop: () => this.keeping.clear(),
    });
  }

  act(name) {
    if (name === "help") return this.help.showModal();
    if (name === "preview") return this.togglePreview(!this.preview.isOpen);
    return acts[name](this.view, this.words);
  }

  togglePreview(open) {
    this.preview.open(open);
    this.form.closest("[data-editor-page]")?.toggleAttribute("data-previewing", open);
    for (const button of document.querySelectorAll('[data-act="preview"]'))
      button.setAttribute("aria-pressed", open);
    try {
      localStorage.setItem(VIEW, open ? "open" : "");
    } catch {
      // The choice is not remembered; nothing else depends on it.
    }
  }

  bind() {
    bindTools(document, (name) => this.act(name));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener(
      "visibilitychange",
      () => document.hidden && this.saving.flush({ closing: true }),
    );
    addEventListener("pagehide", () => this.saving.keep());
    addEventListener("online", () => this.saving.flush());
    addEventListener("beforeunload", (event) => this.saving.isDirty && event.preventDefault());
    document.addEventListener("click", (event) => this.leaving(event));
    if (remembered() && matchMedia("(min-width: 64rem)").matches) this.togglePreview(true);
  }

  /** The plain Save saves here; any other button of the form goes to the centre with the words as they are now. */
  submitted(event) {
    this.area.value = this.text();
    this.form.elements.namedItem("base_version").value = this.saving.base;
    if (event.submitter?.hasAttribute("data-editor-save")) {
      event.preventDefault();
      this.saving.stopped ? this.saving.again() : this.saving.flush();
    }
  }

  /** A link that leaves the page waits for the centre first. */
  leaving(event) {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || !this.saving.isDirty || event.defaultPrevented) return;
    if (link.target || link.hash || link.origin !== location.origin) return;
    event.preventDefault();
    this.saving.flush().then(() => location.assign(link.href));
  }
}

function remembered() {
  try {
    return localStorage.getItem(VIEW) === "open";
  } catch {
    return false;
  }
}

function wordsOf(template) {
  const words = {};
  for (const word of template?.content.querySelectorAll("[data-word]") ?? []) {
    words[word.dataset.word] = word.textContent;
  }
  return words;
}

for (const form of document.querySelectorAll("form[data-editor]")) new Editor(form);
