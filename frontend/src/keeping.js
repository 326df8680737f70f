/* Words that the centre does not hold yet, kept on this machine until it does: per person and per paper. */

const PREFIX = "chancery.unsent";

export class Keeping {
  constructor(person, paper) {
    this.key = `${PREFIX}:${person}:${paper}`;
  }

  /** {base, text, since} or null; what cannot be read is as good as nothing. */
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && typeof kept.text === "string" ? kept : null;
    } catch {
      return null;
    }
  }

  /** True when this machine really holds the words. */
  write(base, text, since) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ base, text, since }));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept, so there is nothing to clear.
    }
  }
}
