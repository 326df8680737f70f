import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, peopleIn } from "../src/live/here.js";

const JONAS = { name: "Jonas Ekdal", code: "XB", colour: 2, country: "Estmark" };
const ILAN = { name: "Ilan Marek", code: "XC", colour: 3, country: "Kaldria" };

test("a person with two windows is one person", () => {
  const states = new Map([[1, { user: ILAN }], [2, { user: JONAS }], [3, { user: JONAS }], [9, { user: ILAN }], [4, {}]]);
  const people = peopleIn(states, 9).map(({ name, clients }) => [name, clients]);
  assert.deepEqual(people, [["Jonas Ekdal", [2, 3]], ["Ilan Marek", [1]]]);
});

test("who came and who went is told apart from who stayed", () => {
  const [jonas, ilan] = peopleIn(new Map([[2, { user: JONAS }], [1, { user: ILAN }]]), 9);
  const { came, went } = differenceOf([jonas], [{ ...jonas, clients: [5] }, ilan]);
  assert.deepEqual([came, went], [[ilan], []]);
  assert.deepEqual(differenceOf([jonas, ilan], [ilan]).went, [jonas]);
});
