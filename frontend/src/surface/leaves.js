/* What is counted and looked up over the whole text is read piece by piece: the editor keeps its text in pieces of some hundred
   lines, and all but the one that was written in are the same as before. */

/** A reader of whole texts: `read(lines, before)` answers {found, after} for one piece, where `after` is what the next piece has
    to know; pieces that were read after the same `before` are not read again. */
export function reader(read) {
  const known = new WeakMap();
  return (doc) => {
    const pieces = [];
    let [before, at] = ["", 0];
    for (const leaf of leavesOf(doc)) {
      let piece = known.get(leaf);
      if (!piece || piece.before !== before) {
        piece = { before, ...read([...leaf.iterLines()], before) };
        known.set(leaf, piece);
      }
      pieces.push({ found: piece.found, at });
      before = piece.after ?? "";
      at += leaf.length + 1;
    }
    return pieces;
  };
}

function* leavesOf(doc) {
  if (!doc.children) yield doc;
  else for (const child of doc.children) yield* leavesOf(child);
}
