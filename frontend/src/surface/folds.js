/* What takes whole lines of the text and stands there as something else: tables as grids, front matter as one line. Where the
   caret is inside, or all signs are shown, the lines themselves are seen. */

import { syntaxTree } from "@codemirror/language";
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { element } from "./dom.js";
import { Grid } from "./grid.js";
import { markupShown } from "./markup.js";

const CONTAINERS = new Set(["Document", "Recommendation"]);
const FOLDED = new Set(["Table", "FrontMatter"]);

class GridWidget extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }
  eq(other) {
    return other.text === this.text;
  }
  toDOM(view) {
    return new Grid(view, this.text).dom;
  }
  updateDOM(dom) {
    dom.grid?.update(this.text);
    return Boolean(dom.grid);
  }
  get estimatedHeight() {
    return 34 * this.text.split("\n").length;
  }
  ignoreEvent() {
    return true;
  }
}

class FrontMatterWidget extends WidgetType {
  eq() {
    return true;
  }
  toDOM(view) {
    const made = element("button", "cm-front", view.state.phrase("Front matter, kept and not printed"));
    made.type = "button";
    made.tabIndex = -1;
    made.addEventListener("click", () => {
      view.dispatch({ selection: { anchor: view.state.doc.line(2).from } });
      view.focus();
    });
    return made;
  }
  ignoreEvent() {
    return true;
  }
}

/** The tables and the front matter of what has been read of the text; what was not read yet is as it was. */
function rangesIn(state, before) {
  const tree = syntaxTree(state);
  const found = [];
  tree.iterate({
    enter({ name, from, to }) {
      if (FOLDED.has(name)) add(name, from, to);
      return CONTAINERS.has(name);
    },
  });
  return [...found, ...before.filter(({ from }) => from >= tree.length)];

  function add(name, from, to) {
    const first = state.doc.lineAt(from);
    if (/^[ \t]*$/.test(first.text.slice(0, from - first.from)))
      found.push({ name, from: first.from, to: state.doc.lineAt(to).to });
  }
}

const isInside = (state, { from, to }) =>
  state.selection.ranges.some(({ anchor, head }) => [anchor, head].some((at) => at > from && at < to));

function build(state, ranges) {
  const open = state.field(markupShown) ? ranges : ranges.filter((range) => isInside(state, range));
  const widgets = ranges
    .filter((range) => !open.includes(range))
    .map(({ name, from, to }) => {
      const widget =
        name === "Table" ? new GridWidget(state.doc.sliceString(from, to)) : new FrontMatterWidget();
      return Decoration.replace({ widget, block: true }).range(from, to);
    });
  return { ranges, open: open.length, decorations: Decoration.set(widgets) };
}

export const folds = StateField.define({
  create: (state) => build(state, rangesIn(state, [])),
  update(value, { state, startState, changes, docChanged, selection }) {
    const read = syntaxTree(state) !== syntaxTree(startState);
    if (docChanged || read) {
      const moved = docChanged
        ? value.ranges.map((range) => ({
            ...range,
            from: changes.mapPos(range.from),
            to: changes.mapPos(range.to),
          }))
        : value.ranges;
      return build(state, rangesIn(state, moved));
    }
    const asked = state.field(markupShown) !== startState.field(markupShown);
    const touched = selection && (value.open || value.ranges.some((range) => isInside(state, range)));
    return asked || touched ? build(state, value.ranges) : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    EditorView.atomicRanges.of((view) => view.state.field(field).decorations),
  ],
});

/** The table that begins right below or ends right above a place, as the arrow keys meet it. */
export function gridBeside(view, forward) {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  if (!state.selection.main.empty) return null;
  let at = null;
  state
    .field(folds)
    .decorations.between(Math.max(0, line.from - 1), Math.min(state.doc.length, line.to + 1), (from, to) => {
      if (forward ? from === line.to + 1 || from === line.from : to === line.from - 1 || to === line.to)
        at = from;
    });
  return at === null ? null : gridAt(view, at);
}

function gridAt(view, at) {
  const { node, offset } = view.domAtPos(at);
  const near = [node.childNodes?.[offset], node.childNodes?.[offset - 1], node];
  for (const each of near) {
    const dom = each?.closest?.(".cm-grid") ?? each?.querySelector?.(":scope > .cm-grid");
    if (dom?.grid && view.posAtDOM(dom) === at) return dom.grid;
  }
  return (
    [...view.contentDOM.querySelectorAll(".cm-grid")].find((dom) => view.posAtDOM(dom) === at)?.grid ?? null
  );
}
