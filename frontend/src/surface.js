/* The writing surface: CodeMirror over the page's own textarea, with the dialect of the house made visible. */

import { defaultKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  drawSelection,
  highlightActiveLine,
  keymap,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** Marks a change that came from the centre: it is not this person's to undo, nor new to the centre. */
export const fromCentre = Annotation.define();

/** `extensions` come first: what they bind and handle goes before the surface's own. */
export function createSurface({ parent, text, label, language, nonce, phrases, extensions, onUpdate, onBlur }) {
  const state = EditorState.create({
    doc: text,
    extensions: [
      extensions,
      keymap.of([...searchKeymap, ...defaultKeymap]),
      search({ top: true }),
      highlightSelectionMatches(),
      drawSelection(),
      highlightActiveLine(),
      markdown({ base: markdownLanguage, completeHTMLTags: false }),
      syntaxHighlighting(classHighlighter),
      lineDirection,
      houseMarks,
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
      EditorView.domEventHandlers({ blur: onBlur }),
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
        for (let at = from; at <= to;) {
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

/** Open brackets and recommendation fences: a hint only, the centre's own parser decides what counts. */
const bracket = Decoration.mark({ class: "cm-bracket" });
const fence = Decoration.mark({ class: "cm-fence" });
const NEVER_A_BRACKET = /Image|Code|Task|URL|LinkReference|Autolink/;

const matcher = new MatchDecorator({
  regexp: /^:{3,}.*$|(?<![\]!\\])\[(?!\^|[ xX]\])[^[\]]+\](?![([:])/gm,
  decorate(add, from, to, match, view) {
    if (match[0].startsWith(":::")) add(from, to, fence);
    else if (isOpenText(syntaxTree(view.state).resolveInner(from + 1, 1))) add(from, to, bracket);
  },
});

/** CodeMirror calls every [word] a link; it is one only when it leads somewhere. */
function isOpenText(node) {
  for (let at = node; at; at = at.parent) {
    if (NEVER_A_BRACKET.test(at.name) || (at.name === "Link" && at.getChild("URL"))) return false;
  }
  return true;
}

const houseMarks = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = matcher.createDeco(view);
    }
    update(update) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
