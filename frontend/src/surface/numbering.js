/* The numbers that papers print before their paragraphs, and which comes next. No editor here. */

const ITEM = /^([ \t>]*)(?:([-+*])|(\d{1,9})([.)]))([ \t]+|$)(\[[ xX]\](?:[ \t]+|$))?/;
const LETTERED = /^([ \t>]*)(\(([a-z]{1,5}|\d{1,3})\))([ \t]+|$)/;
const DOTTED = /^([ \t>]*)((?:[A-Z]\.)?(?:\d{1,4}\.)+)(\d{1,4})([.)]?)([ \t]+|$)/;
const QUOTED = /^([ \t]*(?:>[ \t]?)+)/;
const ROMAN = /^(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/;
const NUMERALS = [[50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]]; // prettier-ignore

/** How a line begins: {lead, next, size, sort}, where `next` begins the line after it; null for a plain one.
    `before` gives the label of the lettered line before, which tells (i) the letter from (i) the numeral. */
export function startOf(text, before = () => "") {
  const item = ITEM.exec(text);
  if (item) {
    const [all, lead, bullet, number, sign, blanks, task] = item;
    const mark = bullet ?? `${Number(number) + 1}${sign}`;
    return {
      sort: "item",
      lead,
      size: all.length,
      next: lead + mark + (blanks || " ") + (task ? "[ ] " : ""),
      mark,
    };
  }
  const dotted = DOTTED.exec(text);
  if (dotted) {
    const [all, lead, parts, last, sign, blanks] = dotted;
    return {
      sort: "numbered",
      lead,
      size: all.length,
      next: `${lead}${parts}${Number(last) + 1}${sign}${blanks || " "}`,
    };
  }
  const lettered = LETTERED.exec(text);
  if (lettered) {
    const [all, lead, , label, blanks] = lettered;
    return {
      sort: "numbered",
      lead,
      size: all.length,
      next: `${lead}(${nextLabel(label, before())})${blanks || " "}`,
    };
  }
  const quoted = QUOTED.exec(text);
  return quoted && { sort: "quote", lead: "", size: quoted[0].length, next: quoted[0] };
}

export const labelIn = (text) => LETTERED.exec(text)?.[3] ?? "";

/** (a) → (b), (z) → (aa), (ii) → (iii), (3) → (4). */
export function nextLabel(label, before = "") {
  if (/^\d/.test(label)) return String(Number(label) + 1);
  if (isNumeral(label, before)) return numeral(valueOf(label) + 1);
  return nextLetters(label);
}

function isNumeral(label, before) {
  if (!ROMAN.test(label)) return false;
  if (label.length > 1)
    return !/^([a-z])\1$/.test(label) || label === "ii" || label === "xx"
      ? before !== nextBack(label)
      : false;
  if (label === "i") return before !== "h";
  return (
    Boolean(before) &&
    ROMAN.test(before) &&
    numeral(valueOf(before) + 1) === label &&
    before !== nextBack(label)
  );
}

const nextBack = (label) => (label.length === 1 ? String.fromCharCode(label.charCodeAt(0) - 1) : "");

function nextLetters(label) {
  if (/^z+$/.test(label)) return "a".repeat(label.length + 1);
  const last = label.at(-1);
  if (last === "z") return `${nextLetters(label.slice(0, -1))}a`;
  const after = String.fromCharCode(last.charCodeAt(0) + 1);
  return /^(.)\1+$/.test(label) ? after.repeat(label.length) : label.slice(0, -1) + after;
}

function valueOf(text) {
  let [rest, value] = [text, 0];
  for (const [worth, sign] of NUMERALS)
    while (rest.startsWith(sign)) [rest, value] = [rest.slice(sign.length), value + worth];
  return value;
}

function numeral(value) {
  let [rest, text] = [value, ""];
  for (const [worth, sign] of NUMERALS) while (rest >= worth) [rest, text] = [rest - worth, text + sign];
  return text;
}

/** What has to be written so that numbered paragraphs go on from section to section: `lists` are, in reading order, the numbers
    of the items of each list. A list that begins with 1 begins anew. */
export function renumbered(lists) {
  let last = 0;
  return lists.map((numbers) => {
    const first = numbers[0] === 1 || !last ? numbers[0] : last + 1;
    last = first + numbers.length - 1;
    return numbers.map((_number, index) => first + index);
  });
}
