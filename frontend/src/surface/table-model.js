/* A Markdown table as rows and cells with their places in the text, and the smallest changes that alter it. No editor here:
   every act answers a list of {from, to, insert} over the table's own text. */

const DELIMITER = /^:?-+:?$/;
const ALIGNS = { start: ":--", center: ":-:", end: "--:", "": "---" };

/** The cells of a line: what stands between its signs, {from, to} without and {first, last} with the blanks around. */
export function cellsOf(line) {
  const cuts = [-1];
  for (let at = 0; at < line.length; at++) if (line[at] === "|" && line[at - 1] !== "\\") cuts.push(at);
  cuts.push(line.length);
  const parts = cuts.slice(1).map((cut, index) => part(line, cuts[index] + 1, cut));
  if (parts.length > 1 && parts[0].from === parts[0].to) parts.shift();
  if (parts.length > 1 && parts.at(-1).from === parts.at(-1).to) parts.pop();
  return parts;
}

function part(line, first, last) {
  const words = line.slice(first, last);
  const from = first + words.length - words.trimStart().length;
  return words.trim()
    ? { first, last, from, to: from + words.trim().length }
    : { first, last, from: last, to: last };
}

/** How the columns stand, when a line is one that divides the heading from the rows; or null. */
export function alignsOf(line) {
  if (!/^[ \t]*[|:-][-|: \t]*$/.test(line) || /^[ \t]*-[ \t]/.test(line)) return null;
  const marks = cellsOf(line).map(({ from, to }) => line.slice(from, to));
  if (!marks.every((mark) => DELIMITER.test(mark))) return null;
  return marks.map((mark) =>
    mark.endsWith(":") ? (mark.startsWith(":") ? "center" : "end") : mark.startsWith(":") ? "start" : "",
  );
}

/** Whether two lines begin a table. */
export function isTableStart(head, divider) {
  const aligns = alignsOf(divider);
  return Boolean(aligns) && head.includes("|") && cellsOf(head).length === aligns.length && aligns.length > 0;
}

export const shown = (written) => written.replace(/\\\|/g, "|");
export const written = (words) =>
  words
    .replace(/\s*\n\s*/g, " ")
    .trim()
    .replace(/\|/g, "\\|");

export class TableModel {
  constructor(text) {
    this.text = text;
    this.lines = [];
    let at = 0;
    for (const line of text.split("\n")) {
      this.lines.push({ from: at, to: at + line.length, text: line, cells: cellsOf(line) });
      at += line.length + 1;
    }
    this.aligns = alignsOf(this.lines[1]?.text ?? "") ?? [];
    this.rows = this.lines.filter((_line, index) => index !== 1);
  }

  get columns() {
    return this.aligns.length;
  }

  /** What a cell says, pipes as pipes; a short row has empty cells at its end. */
  cell(row, column) {
    const line = this.rows[row];
    const cell = line?.cells[column];
    return cell ? shown(line.text.slice(cell.from, cell.to)) : "";
  }

  setCell(row, column, words) {
    return this.put(this.rows[row], column, written(words));
  }

  put(line, column, text) {
    const cell = line.cells[column];
    if (!cell) return text ? this.lengthen(line, column, text) : [];
    const { first, last, from, to } = cell;
    if (from < to) return [smallest(line.text.slice(from, to), text, line.from + from)].filter(Boolean);
    if (!text) return [];
    const blanks = line.text.slice(first, last);
    return [{ from: line.from + first + Math.min(blanks.length, 1), to: line.from + first + Math.min(blanks.length, 1),
      insert: (blanks.length ? "" : " ") + text + (blanks.length > 1 ? "" : " ") }]; // prettier-ignore
  }

  lengthen(line, column, text) {
    const missing = column - line.cells.length;
    const closed = /(^|[^\\])\|\s*$/.test(line.text);
    return [insertion(line.to, `${closed ? "" : " |"}${"  |".repeat(missing)} ${text} |`)];
  }

  /** A row of empty cells after the given one; after the heading it is the first. */
  addRow(after) {
    const line = after === 0 ? this.lines[1] : this.rows[after];
    return [insertion(line.to, `\n|${"  |".repeat(this.columns)}`)];
  }

  removeRow(row) {
    const line = this.rows[row];
    return row > 0 && line ? [{ from: line.from - 1, to: line.to, insert: "" }] : [];
  }

  /** The row changes places with its neighbour, up (-1) or down (1); the heading stays. */
  moveRow(row, step) {
    const [upper, lower] = [this.rows[Math.min(row, row + step)], this.rows[Math.max(row, row + step)]];
    if (row < 1 || row + step < 1 || !lower) return [];
    return [insertion(upper.from, `${lower.text}\n`), { from: lower.from - 1, to: lower.to, insert: "" }];
  }

  addColumn(at) {
    return this.lines.flatMap((line, index) => this.widen(line, at, index === 1 ? "---" : ""));
  }

  widen(line, at, text) {
    const cell = line.cells[at];
    const filled = text ? ` ${text} |` : "  |";
    if (cell) return [insertion(line.from + cell.first, opens(line, cell) ? filled : `|${filled}`)];
    if (line.cells.length < at) return [];
    return [insertion(line.to, /(^|[^\\])\|\s*$/.test(line.text) ? filled : ` |${filled}`)];
  }

  removeColumn(at) {
    if (this.columns < 2) return [];
    return this.lines.flatMap((line) => {
      const cell = line.cells[at];
      if (!cell) return [];
      if (this.columns === 2) return this.only(line, 1 - at);
      if (line.text[cell.last] === "|")
        return [{ from: line.from + cell.first, to: line.from + cell.last + 1, insert: "" }];
      return [{ from: line.from + Math.max(0, cell.first - 1), to: line.from + cell.last, insert: "" }];
    });
  }

  /** One column that is left needs both its signs to be a table still. */
  only(line, column) {
    const cell = line.cells[column];
    const kept = cell ? line.text.slice(cell.from, cell.to) : "";
    const indent = /^\s*/.exec(line.text)[0].length;
    return [{ from: line.from + indent, to: line.to, insert: `| ${kept} |` }];
  }

  moveColumn(at, step) {
    const other = at + step;
    if (other < 0 || other >= this.columns) return [];
    const [left, right] = [Math.min(at, other), Math.max(at, other)];
    return this.lines.flatMap((line) => {
      const [a, b] = [left, right].map((column) => {
        const cell = line.cells[column];
        return cell ? line.text.slice(cell.from, cell.to) : "";
      });
      return [...this.put(line, left, b), ...this.put(line, right, a)];
    });
  }

  align(column, side) {
    return this.put(this.lines[1], column, ALIGNS[side]);
  }
}

function opens(line, cell) {
  return line.text[cell.first - 1] === "|";
}

const insertion = (at, insert) => ({ from: at, to: at, insert });

/** What differs between two words, without what is the same at both ends. */
export function smallest(before, after, at = 0) {
  if (before === after) return null;
  let head = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { from: at + head, to: at + before.length - tail, insert: after.slice(head, after.length - tail) };
}
