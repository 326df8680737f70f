/* Rows of a spreadsheet, as they come with tabs between the cells, as a table. */

import { written } from "./table-model.js";

/** Whether plain words are rows of cells: at least two of each, every row as long as the first or shorter. */
export function isSheet(text) {
  const rows = rowsOf(text);
  return rows.length > 1 && rows[0].length > 1 && rows.every((row) => row.length === rows[0].length);
}

/** Cells between tabs; a cell in quotation marks may hold line ends. */
export function rowsOf(text) {
  const rows = [[]];
  const cell = /"((?:[^"]|"")*)"(?=\t|\n|$)|[^\t\n]*/y;
  for (let at = 0; at <= text.length; ) {
    cell.lastIndex = at;
    const [all, quoted] = cell.exec(text);
    rows.at(-1).push(quoted === undefined ? all : quoted.replaceAll('""', '"'));
    at += all.length;
    if (text[at] === "\n") rows.push([]);
    if (at === text.length) break;
    at += 1;
  }
  while (rows.length && rows.at(-1).every((one) => !one.trim())) rows.pop();
  return rows;
}

export const tableOf = (text) => tableFrom(rowsOf(text));

/** Rows of words as a table; columns of nothing but numbers stand at their end. */
export function tableFrom(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  const full = rows.map((row) =>
    Array.from({ length: width }, (_none, column) => written(row[column] ?? "")),
  );
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = full[0].map((_head, column) =>
    isNumeric(full.slice(1).map((row) => row[column])) ? "--:" : "---",
  );
  return [line(full[0]), line(rule), ...full.slice(1).map(line)].join("\n");
}

const NUMBER = /^[-+(]?[\d٠-٩][\d٠-٩.,'’\s\u00a0\u202f]*\)?\s*%?$/;

function isNumeric(cells) {
  const filled = cells.filter(Boolean);
  return filled.length > 0 && filled.every((cell) => NUMBER.test(cell));
}
