/* What the toolbar and the keys do to the text. Each act takes the view and returns true when it did something. */

import { syntaxTree } from "@codemirror/language";
import { openSearchPanel } from "@codemirror/search";
import { EditorSelection } from "@codemirror/state";
import { ask } from "./surface/ask.js";
import { wrap as wrapInCell } from "./surface/grid-keys.js";
import { toggleMarkup } from "./surface/markup.js";
import { linkAt } from "./surface/links.js";
import { choosePicture } from "./surface/pictures.js";
import { follow } from "./surface/places.js";
import { renumber } from "./surface/typing.js";

const URL = /^(https?:\/\/|mailto:)\S+$/;

const all = {
  bold: (view) => wrap(view, "**"),
  italic: (view) => wrap(view, "*"),
  strike: (view) => wrap(view, "~~"),
  heading: (view) => eachLine(view, nextHeading),
  paragraph: (view) => eachLine(view, plain),
  title: (view) => eachLine(view, (text) => `# ${plain(text)}`),
  section: (view) => eachLine(view, (text) => `## ${plain(text)}`),
  subsection: (view) => eachLine(view, (text) => `### ${plain(text)}`),
  list: (view) => prefixed(view, /^[ \t]*[-*+] (?!\[[ xX]\] )/, () => "- "),
  numbered: (view) =>
    prefixed(view, /^[ \t]*\d+[.)] /, (index, view, line) => `${firstNumber(view, line) + index}. `),
  task: (view) => prefixed(view, /^[ \t]*[-*+] \[[ xX]\] /, () => "- [ ] "),
  quote: (view) => prefixed(view, /^> ?/, () => "> "),
  table: (view, words) =>
    block(view, `| ${words.column} 1 | ${words.column} 2 |\n| --- | --- |\n|  |  |\n|  |  |`),
  link,
  picture,
  footnote,
  recommendation,
  bracket,
  follow,
  renumber,
  markup: toggleMarkup,
  find: openSearchPanel,
};

/** In a cell of a table only what cells can have is done. */
const IN_CELLS = new Set(["bold", "italic", "strike", "renumber", "markup", "find"]);
const inCell = () => Boolean(document.activeElement?.closest?.(".cm-grid"));

export const acts = Object.fromEntries(
  Object.entries(all).map(([name, act]) => [
    name,
    (...given) => (inCell() && !IN_CELLS.has(name)) || act(...given),
  ]),
);

/** Which of the choices of the toolbar the line at the caret is. */
export function styleAt(state) {
  const { text } = state.doc.lineAt(state.selection.main.head);
  const marks = /^(#{1,6})\s/.exec(text)?.[1].length;
  if (marks) return ["title", "section", "subsection"][Math.min(marks, 3) - 1];
  if (/^[ \t]*[-*+] \[[ xX]\] /.test(text)) return "task";
  if (/^[ \t]*[-*+] /.test(text)) return "list";
  if (/^[ \t]*\d+[.)] /.test(text)) return "numbered";
  return /^>/.test(text) ? "quote" : "paragraph";
}

function finish(view, spec) {
  if (view.state.readOnly) return true;
  view.dispatch(view.state.update(spec, { scrollIntoView: true, userEvent: "input.format" }));
  view.focus();
  return true;
}

/** Puts a mark around the chosen words, or around the word at the caret, or takes it away again. */
function wrap(view, mark) {
  const grid = document.activeElement?.closest?.(".cm-grid")?.grid;
  if (grid?.active) return wrapInCell(grid, grid.active.area, mark);
  const { state } = view;
  const spec = state.changeByRange((chosen) => {
    const range = chosen.empty ? (state.wordAt(chosen.head) ?? chosen) : chosen;
    const [from, to, size] = [range.from, range.to, mark.length];
    const around = state.sliceDoc(from - size, from) === mark && state.sliceDoc(to, to + size) === mark;
    const more = state.sliceDoc(from - size - 1, from - size) === mark[0] && size === 1;
    if (around && !more) {
      return {
        changes: [{ from: from - size, to: from }, { from: to, to: to + size }], // prettier-ignore
        range: EditorSelection.range(from - size, to - size),
      };
    }
    return {
      changes: [{ from, insert: mark }, { from: to, insert: mark }], // prettier-ignore
      range: EditorSelection.range(from + size, to + size),
    };
  });
  return finish(view, spec);
}

function chosenLines(state) {
  const { from, to } = state.selection.main;
  const lines = [];
  for (let at = from; at <= to; ) {
    const line = state.doc.lineAt(at);
    lines.push(line);
    at = line.to + 1;
  }
  return lines;
}

function eachLine(view, change) {
  const changes = chosenLines(view.state).map((line, index) => ({
    from: line.from,
    to: line.to,
    insert: change(line.text, index),
  }));
  const real = changes.filter(({ from, to, insert }) => view.state.sliceDoc(from, to) !== insert);
  return real.length ? finish(view, { changes: real.map((each) => smallest(view.state, each)) }) : true;
}

/** Only the start of a line changes, so that the caret stays in its word. */
function smallest(state, { from, to, insert }) {
  const old = state.sliceDoc(from, to);
  let same = 0;
  while (same < old.length && same < insert.length && old.at(-1 - same) === insert.at(-1 - same)) same++;
  return { from, to: to - same, insert: insert.slice(0, insert.length - same) };
}

const BEGINNING = /^[ \t]*(?:#{1,6}[ \t]+|[-*+] \[[ xX]\] |[-*+] |\d+[.)] |> ?)/;

const plain = (text) => text.replace(BEGINNING, "");

function nextHeading(text) {
  const marks = /^#{0,6}/.exec(text)[0].length;
  const next = { 0: "## ", 1: "## ", 2: "### ", 3: "#### " }[marks] ?? "";
  return next + plain(text);
}

function prefixed(view, pattern, prefix) {
  const filled = chosenLines(view.state).filter((line) => line.text.trim());
  const all = filled.length > 0 && filled.every((line) => pattern.test(line.text));
  let index = 0;
  return eachLine(view, (text) => {
    if (all) return text.replace(pattern, "");
    if (!text.trim() && filled.length) return text;
    return prefix(index++, view, filled[0]) + plain(text);
  });
}

/** Numbered paragraphs go on after the last one above. */
function firstNumber(view, line) {
  for (let number = (line?.number ?? 1) - 1; number >= 1; number--) {
    const found = /^(\d+)[.)] /.exec(view.state.doc.line(number).text);
    if (found) return Number(found[1]) + 1;
  }
  return 1;
}

/** A block of its own, with the blank lines that make it one. */
function block(view, text) {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.to);
  const before = line.text.trim()
    ? "\n\n"
    : line.number > 1 && state.doc.line(line.number - 1).text.trim()
      ? "\n"
      : "";
  const after = line.number < state.doc.lines && state.doc.line(line.number + 1).text.trim() ? "\n" : "";
  const from = line.to;
  return finish(view, {
    changes: { from, insert: before + text + after },
    selection: { anchor: from + before.length + text.indexOf("| ") + 2 },
  });
}

/** Asks for words and address; of the link at the caret, or a new one around what is chosen. */
async function link(view, words) {
  const { from, to } = view.state.selection.main;
  const here = linkAt(view.state, from);
  const chosen = here?.words ?? view.state.sliceDoc(from, to);
  const isAddress = URL.test(chosen);
  const said = await ask(view, {
    title: words.linkTitle ?? "Link",
    fields: [
      {
        name: "words",
        label: words.linkWords ?? "Words of the link",
        value: isAddress ? "" : chosen,
        needed: true,
      },
      {
        name: "url",
        label: words.linkAddress ?? "Address",
        value: here?.url ?? (isAddress ? chosen : "https://"),
        needed: true,
      },
    ],
  });
  if (!said) return true;
  const [start, end] = here ? [here.from, here.to] : [from, to];
  const insert = `[${said.words.replace(/([[\]])/g, "\\$1")}](${addressOf(said.url)})`;
  return finish(view, {
    changes: { from: start, to: end, insert },
    selection: { anchor: start + insert.length },
  });
}

const addressOf = (url) =>
  /[\s()<>]/.test(url.trim()) ? `<${url.trim().replace(/[<>]/g, "")}>` : url.trim();

function picture(view) {
  return choosePicture(view);
}

/** A footnote takes the next free number; its words are written at the end, where the caret goes. */
function footnote(view) {
  const { state } = view;
  const text = state.doc.toString();
  const taken = new Set([...text.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1])));
  let number = 1;
  while (taken.has(number)) number++;
  const at = state.selection.main.to;
  const end = text.trimEnd().length;
  const after = /\[\^\d+\]:[^\n]*$/.test(text.slice(0, end)) ? "\n" : "\n\n";
  const mark = `[^${number}]`;
  const note = `${after}${mark}: `;
  return finish(view, {
    changes: [{ from: Math.min(at, end), insert: mark }, { from: end, to: text.length, insert: `${note}\n` }], // prettier-ignore
    selection: { anchor: end + mark.length + note.length },
  });
}

/** The paragraph at the caret, or the chosen ones, become one recommendation; one that is one becomes a paragraph again. */
function recommendation(view) {
  const { state } = view;
  const made = recommendationAt(state, state.selection.main.from);
  if (made) return finish(view, { changes: withoutFences(state, made) });
  const lines = chosenLines(state);
  let first = lines[0].number;
  let last = lines.at(-1).number;
  while (first > 1 && state.doc.line(first).text.trim() && state.doc.line(first - 1).text.trim()) first--;
  while (last < state.doc.lines && state.doc.line(last).text.trim() && state.doc.line(last + 1).text.trim())
    last++;
  const from = state.doc.line(first).from;
  const to = state.doc.line(last).to;
  const words = state.sliceDoc(from, to).trim();
  const open = "::: recommendation\n";
  return finish(view, {
    changes: { from, to, insert: `${open}${words}\n:::` },
    selection: { anchor: from + open.length + words.length },
  });
}

function recommendationAt(state, at) {
  for (const side of [1, -1]) {
    for (let node = syntaxTree(state).resolveInner(at, side); node; node = node.parent) {
      if (node.name === "Recommendation") return node;
    }
  }
  return null;
}

function withoutFences(state, node) {
  const first = state.doc.lineAt(node.from);
  const last = state.doc.lineAt(node.to);
  const closes = last.number > first.number && /^[ \t>]*:{3,}[ \t]*$/.test(last.text);
  const changes = [{ from: first.from, to: Math.min(first.to + 1, state.doc.length) }];
  return closes ? [...changes, { from: last.from - 1, to: last.to }] : changes;
}

function bracket(view, words) {
  const { from, to } = view.state.selection.main;
  const chosen = view.state.sliceDoc(from, to);
  const by = words.code ? ` – ${words.code}` : "";
  return finish(view, {
    changes: { from, to, insert: `[${chosen}${by}]` },
    selection: chosen ? { anchor: from + chosen.length + by.length + 2 } : { anchor: from + 1 },
  });
}
