/* The page on which a working text is written.

   Contract with the page (templates/_components/editor.html writes it; without this module the same form saves plainly):

   <form data-editor method="post" action="…"
         data-live-url      of the socket, without mandate and generation (docs/developers/live.md)
         data-kept-url      POST csrfmiddlewaretoken, mandate, text, why: words that cannot go in; answer {recovery_url}
         data-preview-url   POST csrfmiddlewaretoken, mandate, text; answer an HTML fragment, already cleaned
         data-sign-in-url   where a person whose session ended signs in again
         data-picture-url   where a picture for the text is sent
         data-generation    of the text in the page
         data-person data-paper   whose copy of which text this device keeps
         data-shared        there if the computer is a shared one: nothing is kept on it
         data-nonce         the style nonce of the page's Content-Security-Policy
         data-zone          the centre's time zone
         data-code          the delegation's code, for brackets
         data-language>     of the text
     textarea[name=text], and inside or beside the form:
     [data-editor-tools] > [data-act]   toolbar; also data-act="preview" and "help" anywhere
     [data-editor-script] [data-editor-plain]   what is shown only with this module, and only without it
     [data-editor-status] [data-editor-said]    where the words are, to be seen and to be heard
     [data-editor-notice]               where something is put to the person
     [data-editor-here] > [data-editor-people] [data-editor-came]   who else has the text open
     [data-editor-outline] [data-editor-headings] [data-editor-no-headings] [data-editor-count]
     [data-editor-preview] [data-editor-preview-body] [data-editor-preview-note]
     dialog[data-editor-help], dialog[data-editor-handed] with textarea, [data-words-copy], [data-words-download]
     template[data-editor-words] > [data-word="…"] with the words of the interface, [data-country="…"] with names. */

import { EditorView, keymap } from "@codemirror/view";
import { acts } from "./acts.js";
import { Here } from "./live/here.js";
import { placeOf } from "./live/peers.js";
import { Together } from "./live/together.js";
import { redo, setLock, shared, undo } from "./live/writing.js";
import { Outline, headingsOf, wordsIn } from "./outline.js";
import { Preview } from "./preview.js";
import { remember, remembered } from "./remembering.js";
import { Status } from "./status.js";
import { createSurface } from "./surface.js";
import { bindTools, showScripted } from "./tools.js";

const KEYS = {
  "Mod-z": "undo",
  "Mod-y": "redo",
  "Mod-Shift-z": "redo",
  "Mod-Shift-p": "preview",
  "Mod-/": "help",
  "Mod-s": "save",
};
const LOOKING = new Set(["find", "follow", "markup"]); // acts that change nothing
const VIEW = "chancery.editor.preview";

class Editor {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector("textarea[name=text]");
    const template = document.querySelector("template[data-editor-words]");
    this.words = { ...named(template, "word"), code: form.dataset.code ?? "" };
    this.status = new Status(document, form.dataset.zone, this.words);
    this.here = new Here(
      document.querySelector("[data-editor-here]"),
      this.words,
      named(template, "country"),
      (clients) => this.goToPerson(clients),
    );
    this.outline = new Outline(document.querySelector("[data-editor-outline]"), (at) => this.goTo(at));
    this.preview = new Preview({
      pane: document.querySelector("[data-editor-preview]"),
      url: form.dataset.previewUrl,
      fields: () => this.fields(),
      text: () => this.text(),
      words: this.words,
    });
    this.help = document.querySelector("dialog[data-editor-help]");
    this.area.readOnly = true; // until it is known whether it is written live
    this.together = new Together(this);
    this.bind();
    void this.together.open(Number(form.dataset.generation));
  }

  get live() {
    return this.together.live;
  }

  text() {
    return this.view ? this.view.state.doc.toString() : this.area.value;
  }

  fields() {
    const value = (name) => this.form.elements.namedItem(name)?.value ?? "";
    return { csrfmiddlewaretoken: value("csrfmiddlewaretoken"), mandate: value("mandate") };
  }

  /** Puts the live text on the page, in the place of the form's own or of another that has ended. */
  mount(live) {
    const { view } = this;
    const hadFocus = view ? view.hasFocus : document.activeElement === this.area;
    const at = view ? view.state.selection.main.head : this.area.selectionStart;
    this.view = this.surface(live);
    view?.destroy();
    if (hadFocus) {
      this.view.dispatch({ selection: { anchor: Math.min(at, this.view.state.doc.length) } });
      this.view.focus();
    }
    this.survey();
  }

  surface(live) {
    const { language, nonce } = this.form.dataset;
    this.area.hidden = true;
    document.querySelector(`label[for="${this.area.id}"]`)?.setAttribute("hidden", "");
    return createSurface({
      parent: this.host,
      text: live.text.toString(),
      label: this.area.labels?.[0]?.textContent.trim() ?? "",
      language,
      nonce,
      phrases: this.words,
      extensions: [keymap.of(this.keys()), shared(live)],
      house: { url: this.form.dataset.pictureUrl, fields: () => this.fields() },
      onUpdate: (update) => this.updated(update),
    });
  }

  keys() {
    return Object.entries(KEYS).map(([key, act]) => ({
      key,
      preventDefault: true,
      run: () => (this.act(act), true),
    }));
  }

  lock(isLocked) {
    if (this.view) setLock(this.view, isLocked);
    for (const tool of document.querySelectorAll("[data-editor-tools] [data-act]")) {
      if (tool.dataset.act !== "help" && !LOOKING.has(tool.dataset.act)) tool.setAttribute("aria-disabled", isLocked);
    }
  }

  /** Without a socket the form is what it is without this module. */
  plain() {
    this.view?.destroy();
    this.view = null;
    this.area.readOnly = this.area.hidden = false;
    this.form.removeAttribute("data-editor");
    showScripted(document, false);
    this.status.show("plain", {});
    let isSending = false;
    this.form.addEventListener("submit", () => (isSending = true));
    addEventListener("beforeunload", (event) => {
      if (!isSending && this.area.value !== this.area.defaultValue) event.preventDefault();
    });
  }

  updated(update) {
    if (update.docChanged) {
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

  goToPerson(clients) {
    const states = clients.map((client) => this.live.awareness.getStates().get(client));
    const places = states.map((state) => placeOf(state?.cursor, this.live.text)).filter(Boolean);
    if (places.length) this.goTo(places[0].head);
  }

  act(name) {
    if (name === "help") return this.help.showModal();
    if (name === "preview") return this.togglePreview(!this.preview.isOpen);
    if (name === "save") return this.status.say();
    if (name === "undo") return undo(this.live);
    if (name === "redo") return redo(this.live);
    return this.view && (LOOKING.has(name) || this.live.mayWrite) && acts[name](this.view, this.words);
  }

  togglePreview(open) {
    this.preview.open(open);
    this.form.closest("[data-editor-page]")?.toggleAttribute("data-previewing", open);
    for (const button of document.querySelectorAll('[data-act="preview"]'))
      button.setAttribute("aria-pressed", open);
    remember(VIEW, open ? "open" : "");
  }

  bind() {
    this.host = document.createElement("div");
    this.host.className = "ed__surface";
    this.area.after(this.host);
    bindTools(document, (name) => this.act(name));
    this.form.addEventListener("submit", (event) => this.view && event.preventDefault());
    document.addEventListener("click", (event) => this.leaving(event));
    if (remembered(VIEW) && matchMedia("(min-width: 64rem)").matches) this.togglePreview(true);
  }

  /** A link that leaves the page waits for the centre first; what shows or issues the text waits as long as it takes. */
  async leaving(event) {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || !this.view || !this.live.ledger.open || event.defaultPrevented) return;
    if (link.target || link.hash || link.download || link.origin !== location.origin) return;
    event.preventDefault();
    const isSettled = await this.together.settled();
    if (isSettled || !(link.closest("[data-editor-waits]") || this.together.isAtRisk)) location.assign(link.href);
    else this.waits();
  }

  waits() {
    const { words, status } = this;
    const close = [words.close, () => status.withdraw("waits")];
    status.notice({ name: "waits", heading: words.waitsHeading, lines: [words.waitsWhat] }, close);
  }
}

/** {key: words} of the template's entries of this kind. */
function named(template, kind) {
  const entries = template?.content.querySelectorAll(`[data-${kind}]`) ?? [];
  return Object.fromEntries([...entries].map((each) => [each.dataset[kind], each.textContent]));
}

for (const form of document.querySelectorAll("form[data-editor]")) new Editor(form);
