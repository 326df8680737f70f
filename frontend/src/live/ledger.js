/* How many of the person's changes the centre has not settled yet. A change is settled when a write that holds it is
   acknowledged: committed at the centre, or refused there in so many words. Writes are counted anew on each connection. */

export class Ledger {
  constructor() {
    this.made = 0; // changes, ever
    this.settled = 0; // of them
    this.dropped();
  }

  /** Changes that no acknowledgement covers. */
  get open() {
    return this.made - this.settled;
  }

  /** Writes of this connection that are on their way. */
  get underWay() {
    return this.writes.length - this.acknowledged;
  }

  changed() {
    this.made += 1;
  }

  /** Everything made so far is in the write that just left. */
  wrote() {
    this.writes.push(this.made);
  }

  /** The centre settled the first `count` writes of this connection; answers how many changes that settled. */
  settle(count) {
    const reached = Math.min(count, this.writes.length);
    const before = this.settled;
    if (reached > this.acknowledged) {
      this.acknowledged = reached;
      this.settled = Math.max(before, this.writes[reached - 1]);
    }
    return this.settled - before;
  }

  /** The connection is gone; what it did not settle goes out again with the next. */
  dropped() {
    this.writes = []; // for each write of this connection: how many changes had been made by then
    this.acknowledged = 0;
  }
}
