/* What can be done to a table: a bar below it while one writes in it. Alt F10 leads there, Escape back. */

import { button, element } from "./dom.js";
import { addRow } from "./grid-keys.js";

export function gridTools(grid) {
  const bar = element("div", "cm-grid-tools");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", grid.phrase("Table"));
  for (const [words, act] of ACTS) bar.append(tool(grid, words, act));
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the caret
  bar.addEventListener("keydown", (event) => rove(grid, bar, event));
  return bar;
}

const ACTS = [
  ["Add row", (grid, { row, column }) => addRow(grid, row, column)],
  ["Remove row", (grid, { row, column }) => then(grid, grid.model.removeRow(row), row - 1, column)],
  ["Row up", (grid, { row, column }) => then(grid, grid.model.moveRow(row, -1), row - 1, column)],
  ["Row down", (grid, { row, column }) => then(grid, grid.model.moveRow(row, 1), row + 1, column)],
  ["Add column", (grid, { row, column }) => then(grid, grid.model.addColumn(column + 1), row, column + 1)],
  [
    "Remove column",
    (grid, { row, column }) => then(grid, grid.model.removeColumn(column), row, Math.max(0, column - 1)),
  ],
  ["Column back", (grid, { row, column }) => then(grid, grid.model.moveColumn(column, -1), row, column - 1)],
  ["Column on", (grid, { row, column }) => then(grid, grid.model.moveColumn(column, 1), row, column + 1)],
  ["Start", (grid, at) => align(grid, at, "start")],
  ["Centre", (grid, at) => align(grid, at, "center")],
  ["End", (grid, at) => align(grid, at, "end")],
  ["Remove table", (grid) => grid.remove()],
];

function tool(grid, words, act) {
  const made = button(grid.phrase(words), () => {
    const at = grid.active;
    if (at) act(grid, at);
  });
  made.tabIndex = -1;
  return made;
}

function then(grid, changes, row, column) {
  if (grid.change(changes)) grid.edit(row, column);
}

function align(grid, { row, column }, side) {
  then(grid, grid.model.align(column, side), row, column);
}

function rove(grid, bar, event) {
  const buttons = [...bar.children];
  const at = buttons.indexOf(document.activeElement);
  const forward = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
  event.stopPropagation();
  if (step) buttons[(at + step + buttons.length) % buttons.length].focus();
  else if (event.key === "Escape" && grid.active) grid.active.area.focus();
  else return;
  event.preventDefault();
}
