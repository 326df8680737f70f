import assert from "node:assert/strict";
import { test } from "node:test";
import { copyOf, generationOf } from "../src/live/shelf.js";

const WHOSE = { person: "7", paper: "a1", generation: 3 };

test("a copy belongs to one person, one paper and one generation", () => {
  assert.equal(copyOf(WHOSE), "7:a1:3");
  assert.equal(generationOf("7:a1:3", WHOSE), 3);
});

test("copies of another person or paper are not found, also where one name begins like another", () => {
  for (const other of ["8:a1:3", "7:a2:3", "77:a1:3", "7:a11:3"]) assert.equal(generationOf(other, WHOSE), null);
});
