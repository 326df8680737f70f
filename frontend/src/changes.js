/* The smallest changes that turn one text into another: so that a caret stays where it was when others' words arrive. */

const MOST_LINES = 3000; // beyond that the middle is replaced as a whole: right, only less fine

/** [{from, to, insert}] over `before`, in order, never overlapping. */
export function changesBetween(before, after) {
  if (before === after) return [];
  const head = commonStart(before, after);
  const tail = commonEnd(before, after, head);
  const middle = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  return byLines(...middle).map((change) => shifted(change, head));
}

function commonStart(a, b) {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return insidePair(a, at) || insidePair(b, at) ? at - 1 : at;
}

function commonEnd(a, b, head) {
  const most = Math.min(a.length, b.length) - head;
  let size = 0;
  while (size < most && a.charCodeAt(a.length - 1 - size) === b.charCodeAt(b.length - 1 - size)) size++;
  return insidePair(a, a.length - size) || insidePair(b, b.length - size) ? size - 1 : size;
}

/** A character outside the basic plane takes two units; a change never cuts it. */
function insidePair(text, at) {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}

function shifted({ from, to, insert }, by) {
  return { from: from + by, to: to + by, insert };
}

function byLines(before, after) {
  const a = lines(before);
  const b = lines(after);
  if (a.length * b.length > MOST_LINES * MOST_LINES || a.length < 2 || b.length < 2) {
    return [{ from: 0, to: before.length, insert: after }];
  }
  return joined(a, b, longestCommon(a, b));
}

function lines(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Pairs of equal lines, by the classic table; the texts were stripped of what is equal at both ends before. */
function longestCommon(a, b) {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j]
          ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return walk(a, b, table, width);
}

function walk(a, b, table, width) {
  const pairs = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}

function joined(a, b, pairs) {
  const changes = [];
  let [i, j, at] = [0, 0, 0];
  for (const [nextI, nextJ] of [...pairs, [a.length, b.length]]) {
    const removed = a.slice(i, nextI).join("");
    const insert = b.slice(j, nextJ).join("");
    if (removed || insert) changes.push({ from: at, to: at + removed.length, insert });
    at += removed.length + (a[nextI]?.length ?? 0);
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return changes;
}
