/* The writing surface: CodeMirror over the page's own textarea, with the dialect of the house shown as it will be read.

   What it is made of stands in surface/: the grammar (dialect), what is hidden and shown (reveal, folds, grid), what keys do (typing,
   acts), what is pasted (paste, from-html, pictures) and what other parts of the page may put beside a line (lines). Nothing here
   keeps a history or replaces the text: undo is handed in, and every act is a change of its own, so that others can write too. */

import { defaultKeymap } from "@codemirror/commands";
import { LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  ViewPlugin,
  drawSelection,
  highlightActiveLine,
  keymap,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { acts, styleAt } from "./acts.js";
import { wordsChosen } from "./outline.js";
import { dialect } from "./surface/dialect.js";
import { finding } from "./surface/find.js";
import { folds } from "./surface/folds.js";
import { holding } from "./surface/holds.js";
import { notices, showAtLines } from "./surface/lines.js";
import { links } from "./surface/links.js";
import { markupChanged, markupShown } from "./surface/markup.js";
import { naming } from "./surface/names.js";
import { pasting } from "./surface/paste.js";
import { pictures } from "./surface/pictures.js";
import { reveal } from "./surface/reveal.js";
import { saying } from "./surface/said.js";
import { typingKeys } from "./surface/typing.js";

export { showAtLines };

/** The keys of the acts; the help sheet of the page lists them. */
export const KEYS = {
  "Mod-b": "bold",
  "Mod-i": "italic",
  "Mod-k": "link",
  "Mod-Shift-x": "strike",
  "Mod-Shift-h": "heading",
  "Mod-Alt-0": "paragraph",
  "Mod-Alt-1": "title",
  "Mod-Alt-2": "section",
  "Mod-Alt-3": "subsection",
  "Mod-Shift-8": "list",
  "Mod-Shift-7": "numbered",
  "Mod-Shift-9": "quote",
  "Mod-Shift-l": "task",
  "Mod-Shift-e": "recommendation",
  "Mod-Shift-k": "bracket",
  "Mod-Shift-f": "footnote",
  "Mod-Shift-m": "markup",
  "Mod-Enter": "follow",
};

const actKeys = (words) =>
  Object.entries(KEYS).map(([key, act]) => ({
    key,
    preventDefault: true,
    run: (view) => (acts[act](view, words), true),
  }));

/** `extensions` come first: what they bind and handle goes before the surface's own. `house` is {url, fields()} for pictures. */
export function createSurface({
  parent,
  text,
  label,
  language,
  nonce,
  phrases,
  extensions,
  house,
  onUpdate,
}) {
  const state = EditorState.create({
    doc: text,
    extensions: [
      extensions,
      keymap.of([...actKeys(phrases), ...typingKeys, ...searchKeymap, ...defaultKeymap]),
      finding,
      highlightSelectionMatches(),
      drawSelection(),
      highlightActiveLine(),
      new LanguageSupport(dialect),
      syntaxHighlighting(classHighlighter),
      [markupShown, naming, folds, reveal, links, pasting, pictures(house), notices, holding, saying],
      lineDirection,
      toolbar,
      EditorView.lineWrapping,
      EditorView.perLineTextDirection.of(true),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-multiline": "true",
        lang: language,
        spellcheck: "true",
        autocapitalize: "sentences",
      }),
      EditorView.updateListener.of(onUpdate),
      EditorState.phrases.of(phrases),
      nonce ? EditorView.cspNonce.of(nonce) : [],
    ],
  });
  return new EditorView({ state, parent });
}

/** Every line finds its own direction: an Arabic quotation in an English paper reads from the right. */
const automatic = Decoration.line({ attributes: { dir: "auto" } });

const lineDirection = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = this.of(view);
    }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = this.of(update.view);
    }
    of(view) {
      const builder = new RangeSetBuilder();
      for (const { from, to } of view.visibleRanges) {
        for (let at = from; at <= to; ) {
          const line = view.state.doc.lineAt(at);
          builder.add(line.from, line.from, automatic);
          at = line.to + 1;
        }
      }
      return builder.finish();
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** The page says what the line at the caret is, whether all signs are shown, and how many words are chosen. */
const toolbar = ViewPlugin.fromClass(
  class {
    constructor({ state }) {
      this.show(state);
    }
    update(update) {
      if (update.docChanged || update.selectionSet || markupChanged(update)) this.show(update.state);
    }
    show(state) {
      const choice = document.querySelector("[data-editor-style]");
      const style = choice && styleAt(state);
      if (choice && choice.value !== style) choice.value = style;
      for (const button of document.querySelectorAll("[data-act=markup]")) {
        button.setAttribute("aria-pressed", state.field(markupShown));
      }
      const chosen = document.querySelector("[data-editor-chosen]");
      const count = chosen ? wordsChosen(state) : 0;
      if (chosen) chosen.hidden = !count;
      if (count) chosen.lastElementChild.textContent = count;
    }
  },
);
