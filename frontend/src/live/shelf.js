/* What this device keeps of texts: one row for each update, and whether the centre has settled it. Rows belong to a
   copy: a person's copy of one generation of one paper's text. Nobody finds another person's.

   A device that cannot keep (a shared computer, a full disk, a browser that forbids it) is told apart from one that
   does: `keeps` turns false as soon as something could not be put on the shelf. */

import * as Y from "yjs";

const NAME = "chancery";
const ROWS = "updates";

export const copyOf = ({ person, paper, generation }) => `${person}:${paper}:${generation}`;

/** The generation of a copy of this person and paper; null for any other. */
export function generationOf(copy, { person, paper }) {
  const start = `${person}:${paper}:`;
  return copy.startsWith(start) ? Number(copy.slice(start.length)) : null;
}

/** Keeps nothing: for a computer that others use. */
export class NoShelf {
  keeps = false;
  holdsAll = false;
  load = async () => [];
  older = async () => [];
  add() {}
  settle() {}
  async tidy() {}
  async wipe() {}
}

export class Shelf {
  /** `told()` is called when it stops keeping. */
  constructor(whose, told = () => {}) {
    this.whose = whose;
    this.copy = copyOf(whose);
    this.told = told;
    this.keeps = true;
    this.pending = 0; // changes that the device has not confirmed
    this.unsettled = []; // keys, in the order in which the changes were made
    this.opened = open();
    this.opened.catch(() => this.failed());
  }

  /** Whether the tab may close at this moment without losing a word. */
  get holdsAll() {
    return this.keeps && this.pending === 0;
  }

  /** What was kept of this copy, oldest first: [{update, own}]. */
  async load() {
    const rows = await this.rows(this.copy).catch(() => (this.failed(), []));
    this.unsettled.push(...rows.filter(({ own }) => own).map(({ key }) => key));
    return rows;
  }

  /** Copies of other generations that this device still holds: [{generation, rows}]. */
  async older() {
    const found = [];
    for (const copy of await this.copies().catch(() => [])) {
      const generation = generationOf(copy, this.whose);
      if (generation !== null && copy !== this.copy) found.push({ generation, rows: await this.rows(copy) });
    }
    return found;
  }

  /** Keeps one update; `own` ones count as unsettled until settle() says otherwise. */
  add(update, own) {
    const kept = this.change((store) => store.add({ copy: this.copy, update, own }), own ? "strict" : "relaxed");
    if (own) this.unsettled.push(kept);
    this.pending += 1;
    kept.catch(() => this.failed()).finally(() => (this.pending -= 1));
  }

  /** The oldest `count` own updates are settled at the centre. */
  settle(count) {
    const keys = Promise.all(this.unsettled.splice(0, count));
    keys
      .then((known) =>
        this.change((store) => {
          for (const key of known) {
            const found = store.get(key);
            found.onsuccess = () => found.result && store.put({ ...found.result, own: false }, key);
          }
        }),
      )
      .catch(() => this.failed());
  }

  /** Many settled rows become one; what is unsettled stays as it is. */
  async tidy() {
    const settled = [];
    const merge = (store) => {
      if (settled.length < 2) return;
      for (const { primaryKey } of settled) store.delete(primaryKey);
      store.add({ copy: this.copy, update: Y.mergeUpdates(settled.map(({ update }) => update)), own: false });
    };
    await this.change((store) =>
      each(store, this.copy, (cursor) => {
        if (cursor === null) return merge(store);
        const { primaryKey, value } = cursor;
        if (!value.own) settled.push({ primaryKey, update: value.update });
      }),
    );
  }

  /** Forgets a generation of this paper, or all of them. */
  async wipe(generation = null) {
    this.unsettled = [];
    for (const copy of await this.copies().catch(() => [])) {
      const found = generationOf(copy, this.whose);
      if (found === null || (generation !== null && found !== generation)) continue;
      await this.change((store) => each(store, copy, (cursor) => cursor?.delete()));
    }
  }

  failed() {
    if (!this.keeps) return;
    this.keeps = false;
    this.told();
  }

  async copies() {
    const store = (await this.opened).transaction(ROWS).objectStore(ROWS);
    const found = [];
    return new Promise((done, fail) => {
      const cursor = store.index("copy").openKeyCursor(null, "nextunique");
      cursor.onerror = () => fail(cursor.error);
      cursor.onsuccess = () => {
        if (!cursor.result) return done(found);
        found.push(cursor.result.key);
        cursor.result.continue();
      };
    });
  }

  async rows(copy) {
    const store = (await this.opened).transaction(ROWS).objectStore(ROWS);
    const found = [];
    return new Promise((done, fail) => {
      const rows = each(store, copy, (cursor) => {
        if (cursor === null) return done(found);
        found.push({ key: cursor.primaryKey, ...cursor.value });
      });
      rows.onerror = () => fail(rows.error);
    });
  }

  /** Does something to the rows; answers its result once the device really holds it. */
  async change(act, durability = "relaxed") {
    const transaction = (await this.opened).transaction(ROWS, "readwrite", { durability });
    const request = act(transaction.objectStore(ROWS));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = transaction.onerror = () => fail(transaction.error);
    });
  }
}

/** Does something with each row of a copy and once more with null, all in the transaction of `store`: what another
    part of the page adds or takes away in the meantime comes before or after it. */
function each(store, copy, act) {
  const rows = store.index("copy").openCursor(copy);
  rows.onsuccess = () => {
    act(rows.result);
    rows.result?.continue();
  };
  return rows;
}

function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () =>
      asked.result.createObjectStore(ROWS, { autoIncrement: true }).createIndex("copy", "copy");
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
  });
}
