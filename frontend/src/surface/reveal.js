/* The text as it will be read: the signs of Markdown step aside, and come back where the caret or a selection touches them.
   Only what is in view is looked at, so a long paper costs no more than a short one. */

import { syntaxTree } from "@codemirror/language";
import { Decoration, Direction, EditorView, ViewPlugin } from "@codemirror/view";
import { markupChanged, markupShown } from "./markup.js";
import { names } from "./names.js";
import { BLOCKS } from "./reveal-blocks.js";
import { WORDS } from "./reveal-words.js";

const HANDLERS = { ...BLOCKS, ...WORDS };
for (const name of Object.keys(BLOCKS).filter((name) => name in WORDS)) {
  HANDLERS[name] = (picture, node) => (BLOCKS[name](picture, node), WORDS[name](picture, node));
}
const LEFT_TO_RIGHT = Decoration.mark({ bidiIsolate: Direction.LTR });

/** What is collected while the visible nodes are walked. */
class Picture {
  constructor(view) {
    this.view = view;
    this.state = view.state;
    this.doc = view.state.doc;
    this.names = view.state.field(names);
    this.shown = view.state.field(markupShown);
    this.focused = view.hasFocus;
    this.found = [];
    this.isolated = [];
    this.lines = new Map(); // where a line begins → its classes
    this.indents = new Map(); // where a line begins → how many blanks belong to the item around it
  }

  slice({ from, to }) {
    return this.doc.sliceString(from, to);
  }

  phrase(words) {
    return this.state.phrase(words);
  }

  /** Whether the signs of this range are to be seen. */
  touched(from, to) {
    return (
      this.shown ||
      (this.focused && this.state.selection.ranges.some((one) => one.from <= to && one.to >= from))
    );
  }

  mark(from, to, css) {
    if (from < to) this.found.push(Decoration.mark({ class: css }).range(from, to));
  }

  /** Takes signs of one line out of sight. */
  hide(from, to, widget) {
    if (from < to && to <= this.doc.lineAt(from).to)
      this.found.push(Decoration.replace(widget ? { widget } : {}).range(from, to));
  }

  unindent(at, blanks) {
    this.indents.set(at, Math.max(blanks, this.indents.get(at) ?? 0));
  }

  isolate(from, to) {
    if (from < to) this.isolated.push(LEFT_TO_RIGHT.range(from, to));
  }

  line(at, css) {
    const { from } = this.doc.lineAt(at);
    if (!this.lines.has(from)) this.lines.set(from, new Set());
    this.lines.get(from).add(css);
  }

  /** The visible lines of a node; each is given with its number among them all. */
  *linesOf({ from, to }) {
    const { from: top, to: bottom } = this.view.viewport;
    const end = Math.min(to, bottom);
    for (let at = Math.max(from, this.doc.lineAt(Math.max(from, top)).from); at <= end; ) {
      const line = this.doc.lineAt(at);
      yield line;
      at = line.to + 1;
    }
  }

  decorations() {
    for (const [from, classes] of this.lines) {
      this.found.push(Decoration.line({ class: [...classes].join(" ") }).range(from));
    }
    for (const [at, blanks] of this.indents)
      if (!this.touched(at, at + blanks - 1)) this.hide(at, at + blanks);
    return Decoration.set(this.found, true);
  }
}

function look(view) {
  const picture = new Picture(view);
  const tree = syntaxTree(view.state);
  for (const { from, to } of view.visibleRanges) {
    tree.iterate({ from, to, enter: (node) => HANDLERS[node.name]?.(picture, node.node) });
    for (const line of picture.linesOf({ from, to }))
      if (!line.text.trim()) picture.line(line.from, "cm-blank");
  }
  return picture;
}

export const reveal = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.look(view);
    }
    update(update) {
      const { docChanged, selectionSet, viewportChanged, focusChanged, state, startState } = update;
      const read =
        syntaxTree(state) !== syntaxTree(startState) || state.field(names) !== startState.field(names);
      if (docChanged || selectionSet || viewportChanged || focusChanged || read || markupChanged(update))
        this.look(update.view);
    }
    look(view) {
      const picture = look(view);
      this.decorations = picture.decorations();
      this.isolated = Decoration.set(picture.isolated, true);
    }
  },
  {
    decorations: (plugin) => plugin.decorations,
    provide: (plugin) =>
      EditorView.bidiIsolatedRanges.of((view) => view.plugin(plugin)?.isolated ?? Decoration.none),
  },
);
