/* A table as a table. Each cell is written by itself, and only its own words change in the text, so that two people can work in
   two cells. The grid lives in the text as a widget; its truth is the Markdown, read again whenever that changes. */

import { isolateHistory } from "@codemirror/commands";
import { runScopeHandlers } from "@codemirror/view";
import { element } from "./dom.js";
import { gridKey } from "./grid-keys.js";
import { gridTools } from "./grid-tools.js";
import { rendered } from "./inline.js";
import { TableModel, smallest, written } from "./table-model.js";

export class Grid {
  constructor(view, text) {
    this.view = view;
    this.model = new TableModel(text);
    this.active = null; // {row, column, area}
    this.dom = element("div", "cm-grid");
    this.dom.grid = this;
    this.table = element("table");
    this.dom.append(this.frame(), gridTools(this));
    this.draw();
    this.listen();
  }

  frame() {
    const frame = element("div", "cm-grid-frame");
    frame.append(this.table);
    return frame;
  }

  phrase(words, insert) {
    return this.view.state.phrase(words, insert);
  }

  /** The text has changed: what differs is drawn again, the cell that is being written stays. */
  update(text) {
    const before = this.model;
    this.model = new TableModel(text);
    const kept = this.active && this.follow(before);
    const sameShape = before.rows.length === this.model.rows.length && before.columns === this.model.columns;
    if (!sameShape || before.aligns.join() !== this.model.aligns.join()) this.redraw(kept);
    else this.refresh(before);
  }

  /** Where the active cell is now that rows or columns came or went around it. */
  follow(before) {
    const words = (table) => table.rows.map(({ text }) => text);
    const heads = (table) => table.rows[0].cells.map((_cell, column) => table.cell(0, column));
    return {
      row: moved(this.active.row, words(before), words(this.model)),
      column: moved(this.active.column, heads(before), heads(this.model)),
    };
  }

  redraw(active) {
    const area = this.active?.area;
    const selection = area && [area.selectionStart, area.selectionEnd];
    this.active = null;
    this.draw();
    if (!active) return;
    this.edit(active.row, active.column);
    if (selection && this.active) this.active.area.setSelectionRange(...selection);
  }

  draw() {
    const { rows, columns } = this.model;
    this.table.setAttribute("aria-label", `${this.phrase("Table")}, ${rows.length} × ${columns}`);
    const width = Math.max(columns, ...rows.map(({ cells }) => cells.length));
    const made = rows.map((_row, row) => {
      const line = element("tr");
      for (let column = 0; column < width; column++) line.append(this.drawCell(row, column));
      return line;
    });
    const [head, body] = [element("thead"), element("tbody")];
    head.append(made[0]);
    body.append(...made.slice(1));
    this.table.replaceChildren(head, body);
  }

  drawCell(row, column) {
    const cell = element(row ? "td" : "th");
    if (!row) cell.scope = "col";
    cell.dir = "auto";
    cell.tabIndex = -1;
    cell.dataset.at = `${row},${column}`;
    if (this.model.aligns[column]) cell.dataset.align = this.model.aligns[column];
    cell.append(rendered(this.model.cell(row, column)));
    return cell;
  }

  cellAt(row, column) {
    return this.table.querySelector(`[data-at="${row},${column}"]`);
  }

  refresh(before) {
    this.model.rows.forEach((_row, row) => {
      for (const cell of this.table.rows[row].cells) {
        const column = cell.cellIndex;
        const words = this.model.cell(row, column);
        if (this.active?.row === row && this.active.column === column) this.receive(words);
        else if (words !== before.cell(row, column)) cell.replaceChildren(rendered(words));
      }
    });
  }

  /** Somebody else wrote in the cell one is in, or an act was undone. */
  receive(words) {
    const { area } = this.active;
    if (written(area.value) === written(words)) return;
    const change = smallest(area.value, words);
    area.setRangeText(change.insert, change.from, change.to, "preserve");
    fit(area);
  }

  listen() {
    this.table.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("[data-at]");
      if (!cell || event.target.closest("textarea")) return;
      event.preventDefault();
      this.edit(...cell.dataset.at.split(",").map(Number));
    });
    this.table.addEventListener("focusin", ({ target }) => {
      if (target.dataset.at) this.edit(...target.dataset.at.split(",").map(Number));
    });
    this.dom.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.dom.contains(relatedTarget)) this.leave();
    });
  }

  /** Begins to write in a cell; beyond the last row there is a new one. */
  edit(row, column) {
    if (this.view.state.readOnly || !this.cellAt(row, column)) return;
    if (this.active?.row === row && this.active.column === column) return this.active.area.focus();
    this.leave();
    const cell = this.cellAt(row, column);
    const area = element("textarea", "cm-cell");
    area.rows = 1;
    area.dir = "auto";
    area.lang = this.view.contentDOM.lang;
    area.spellcheck = true;
    area.value = this.model.cell(row, column);
    const head = this.model.cell(0, column);
    area.setAttribute(
      "aria-label",
      row
        ? `${head || column + 1}, ${this.phrase("row")} ${row}`
        : `${this.phrase("Heading of column")} ${column + 1}`,
    );
    area.addEventListener("input", () => this.write());
    area.addEventListener("keydown", (event) => this.key(event));
    this.active = { row, column, area };
    cell.replaceChildren(area);
    this.dom.toggleAttribute("data-active", true);
    fit(area);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }

  leave() {
    if (!this.active) return;
    const { row, column } = this.active;
    this.active = null;
    this.cellAt(row, column)?.replaceChildren(rendered(this.model.cell(row, column)));
    this.dom.toggleAttribute("data-active", false);
  }

  write() {
    const { row, column, area } = this.active;
    fit(area);
    this.change(this.model.setCell(row, column, area.value), "input.type");
  }

  key(event) {
    if (event.isComposing) return;
    if (gridKey(this, event)) event.preventDefault();
    else if ((event.ctrlKey || event.metaKey) && !/^[cvxa]$/i.test(event.key))
      runScopeHandlers(this.view, event, "editor");
    event.stopPropagation();
  }

  /** The changes, moved to where the table stands, if the text still says what the grid shows. */
  change(changes, userEvent = "input.table") {
    const at = this.view.posAtDOM(this.dom);
    const { text } = this.model;
    if (
      !changes.length ||
      this.view.state.readOnly ||
      this.view.state.sliceDoc(at, at + text.length) !== text
    )
      return false;
    const annotations = userEvent === "input.type" ? [] : [isolateHistory.of("full")];
    const moved = changes.map(({ from, to, insert }) => ({ from: at + from, to: at + to, insert }));
    this.view.dispatch({ changes: moved, annotations, userEvent });
    return true;
  }

  /** Leaves the table: the caret goes into the text before or after it. */
  exit(forward) {
    const at = this.view.posAtDOM(this.dom);
    const end = at + this.model.text.length;
    this.leave();
    const atEnd = forward && end === this.view.state.doc.length;
    const changes = atEnd ? { from: end, insert: "\n\n" } : undefined;
    const anchor = forward ? (atEnd ? end + 2 : end + 1) : Math.max(0, at - 1);
    this.view.dispatch({ changes, selection: { anchor }, scrollIntoView: true });
    this.view.focus();
    return true;
  }

  remove() {
    const at = this.view.posAtDOM(this.dom);
    this.leave();
    this.view.dispatch({
      changes: { from: at, to: at + this.model.text.length },
      selection: { anchor: at },
      userEvent: "delete.table",
    });
    this.view.focus();
  }
}

/** Where the thing with that index is in a list that changed in one place. */
function moved(index, before, after) {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  if (index < head) return index;
  return Math.max(0, Math.min(index + after.length - before.length, after.length - 1));
}

/** As high as its words; where the style sheet can do it, it does. */
function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}
