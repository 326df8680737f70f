/* A person's words that the centre does not hold, as text: what is handed back to them when they cannot go in. */

import * as Y from "yjs";

/** What the centre is known to hold: client → clock, as in a state vector. */
export class Held {
  constructor() {
    this.clocks = new Map();
  }

  /** Another map, or an encoded state vector, of things the centre holds. */
  add(clocks) {
    const more = clocks instanceof Uint8Array ? Y.decodeStateVector(clocks) : clocks;
    for (const [client, clock] of more) {
      if (clock > (this.clocks.get(client) ?? 0)) this.clocks.set(client, clock);
    }
  }

  addUpdate(update) {
    this.add(Y.parseUpdateMeta(update).to);
  }
}

/** The lines in which `text` (a Y.Text) has words that `held` lacks, whole, as their author left them; "" if none. */
export function unsentWords(text, held) {
  const before = Y.createSnapshot(Y.createDeleteSet(), held.clocks);
  const pieces = text.toDelta(Y.snapshot(text.doc), before).map(({ insert, attributes }) => ({
    words: insert,
    change: attributes?.ychange.type,
  }));
  return linesTouched(pieces);
}

/** `pieces` of a text in order, each added, removed or (undefined) as it was. */
export function linesTouched(pieces) {
  const lines = [];
  let line = { words: "", own: false };
  for (const { words, change } of pieces) {
    if (change === "removed") continue;
    words.split("\n").forEach((part, index) => {
      if (index) {
        lines.push(line);
        line = { words: "", own: false };
      }
      line.words += part;
      if (change === "added" && part.trim()) line.own = true;
    });
  }
  lines.push(line);
  return lines
    .filter(({ own }) => own)
    .map(({ words }) => words)
    .join("\n\n");
}

/** The same from what a device keeps of a text: updates, of which some the centre never settled. */
export function unsentIn(rows, name) {
  const doc = new Y.Doc();
  const held = new Held();
  for (const { update, own } of rows) {
    Y.applyUpdate(doc, update);
    if (!own) held.addUpdate(update);
  }
  return unsentWords(doc.getText(name), held);
}
