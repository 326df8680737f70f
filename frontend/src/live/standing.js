/* Where the words are, as one of a few states. Nothing is called saved that the centre has not acknowledged. */

const ENDINGS = { 4401: "signedOut", 4403: "ended" };

/** `facts`: closed (code of a final end), differs, connected, synced, writable (true, false, or null while unknown),
    open and underWay (the ledger), shown (some text can be seen). */
export function standing(facts) {
  if (facts.closed) return ENDINGS[facts.closed] ?? "stopped";
  if (facts.differs) return "differs";
  if (!facts.connected || !facts.synced || facts.writable === null) return facts.shown ? "offline" : "opening";
  if (!facts.writable) return "readOnly";
  return facts.open || facts.underWay ? "saving" : "saved";
}

/** Whether the text may be changed: also without a line, but never before it is known what may be done with it. */
export function mayWrite(facts) {
  return facts.shown && !facts.closed && !facts.differs && facts.writable !== false;
}

const QUIET = ["opening", "saving"];

/** Whether a screen reader is told: of every turn for the worse, and of the way back from it; not of each save. */
export function isWorthSaying(state, lastSaid) {
  if (QUIET.includes(state) || state === lastSaid) return false;
  return state !== "saved" || (lastSaid !== null && lastSaid !== "saved");
}
