/* Two passages word by word, as the centre compares them (papers/review/wording.py): for showing changes while one types. */

const TOKEN = /[\p{L}\p{M}\p{N}_]+|\s+|[^\p{L}\p{M}\p{N}_\s]/gu;
const MOST = 4e6; // pairs of words that are compared one by one; beyond it the middle is one change

const tokens = (text) => text.replace(/\s+/g, " ").trim().match(TOKEN) ?? [];

/** How far two lists run alike from one end. */
function alike(one, other, most, at) {
  let count = 0;
  while (count < most && at(one, count) === at(other, count)) count += 1;
  return count;
}

/** Lengths of what two lists have in common from each pair of places on. */
function common(old, fresh) {
  const wide = fresh.length + 1;
  const table = new Uint32Array((old.length + 1) * wide);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1)
      table[i * wide + j] =
        old[i] === fresh[j]
          ? table[(i + 1) * wide + j + 1] + 1
          : Math.max(table[(i + 1) * wide + j], table[i * wide + j + 1]);
  return (i, j) => table[i * wide + j];
}

function* middle(old, fresh) {
  if (old.length * fresh.length > MOST) {
    yield ["del", old.join("")];
    yield ["ins", fresh.join("")];
    return;
  }
  const left = common(old, fresh);
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      yield ["same", old[i]];
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && left(i + 1, j) >= left(i, j + 1))) {
      yield ["del", old[i]];
      i += 1;
    } else {
      yield ["ins", fresh[j]];
      j += 1;
    }
  }
}

/** Stretches of words with what becomes of them: same, del or ins; what goes stands before what comes in its place. */
export function changes(present, wanted) {
  const old = tokens(present);
  const fresh = tokens(wanted);
  const most = Math.min(old.length, fresh.length);
  const start = alike(old, fresh, most, (list, n) => list[n]);
  const end = alike(old, fresh, most - start, (list, n) => list[list.length - 1 - n]);
  const parts = [
    ["same", old.slice(0, start).join("")],
    ...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ["same", old.slice(old.length - end).join("")],
  ];
  return joined(parts);
}

function joined(parts) {
  const found = [];
  let gone = "";
  let come = "";
  const settle = () => {
    if (gone) found.push(["del", gone]);
    if (come) found.push(["ins", come]);
    gone = come = "";
  };
  for (const [what, words] of parts) {
    if (what === "del") gone += words;
    else if (what === "ins") come += words;
    else if (words) {
      settle();
      if (found.at(-1)?.[0] === "same") found.at(-1)[1] += words;
      else found.push(["same", words]);
    }
  }
  settle();
  return found;
}
