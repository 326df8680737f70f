/* Open brackets in one run of words, as papers/shared/markdown/pairs.py pairs them. */

const NAMED = /(?:(?<=\s)|^)[–—-]\s*([A-Z][A-Z0-9]{1,7}(?:\s*,\s*[A-Z][A-Z0-9]{1,7})*)\s*$/;
const LONGEST = 300;

/** [{from, to, by: {from, to, codes} | null}] in `text`; what stands in one of the `taken` ranges is no bracket. */
export function bracketsIn(text, taken = []) {
  const open = [];
  const found = [];
  let next = 0;
  for (const { index: at, 0: sign } of text.matchAll(/[[\]]/g)) {
    while (next < taken.length && taken[next].to <= at) next++;
    if (next < taken.length && taken[next].from <= at) continue;
    if (sign === "[") open.push(at);
    else if (open.length) found.push(bracket(text, open.pop(), at + 1));
  }
  return found.sort((a, b) => a.from - b.from);
}

function bracket(text, from, to) {
  const begin = Math.max(from + 1, to - 1 - LONGEST);
  const suffix = NAMED.exec(text.slice(begin, to - 1));
  if (!suffix) return { from, to, by: null };
  const start = begin + suffix.index;
  const blanks = text.slice(from + 1, start).length - text.slice(from + 1, start).trimEnd().length;
  return {
    from,
    to,
    by: { from: start - blanks, to: to - 1, codes: suffix[1].split(",").map((code) => code.trim()) },
  };
}
