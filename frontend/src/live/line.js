/* The line to the centre: one socket at a time, opened again after growing pauses until the centre ends it for good. */

const PAUSES = [250, 1000, 2000, 4000, 8000, 15_000];
const BUSY = 30_000; // after “more than a person can type”
const SILENCE = 35_000; // the centre answers our sign of life every 15 seconds; later than this it is not there
const TOO_MUCH = 4429;

export class Line {
  /** `told` hears opened(), heard(bytes), dropped(), failed() and ended(code, reason). */
  constructor(address, told, { Socket = WebSocket, random = Math.random } = {}) {
    Object.assign(this, { address, told, Socket, random });
    this.socket = null;
    this.failures = 0;
    this.isOpen = false;
    this.isWanted = false;
  }

  /** Opens the line and keeps it open. */
  start() {
    this.isWanted = true;
    this.watch ??= setInterval(() => this.look(), SILENCE / 7);
    this.now();
  }

  stop() {
    this.isWanted = false;
    clearInterval(this.watch);
    clearTimeout(this.timer);
    this.drop();
  }

  /** Tries at once: the machine woke up, the network came back, somebody asked for it. */
  now() {
    clearTimeout(this.timer);
    if (this.isWanted && !this.socket) this.connect();
  }

  /** Begins anew on a fresh socket: this one is not to be trusted any more. */
  again() {
    this.drop();
    this.now();
  }

  send(bytes) {
    if (this.isOpen) this.socket.send(bytes);
  }

  /** The connection did what it is for; the next pause is a short one again. */
  isUseful() {
    this.failures = 0;
  }

  connect() {
    const socket = new this.Socket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.heardAt = Date.now();
    const mine = (act) => (event) => socket === this.socket && act(event);
    socket.onopen = mine(() => {
      this.isOpen = true;
      this.heardAt = Date.now();
      this.told.opened();
    });
    socket.onmessage = mine(({ data }) => {
      this.heardAt = Date.now();
      this.told.heard(data);
    });
    socket.onclose = mine(({ code, reason }) => this.closed(code, reason));
  }

  closed(code, reason) {
    this.drop();
    if (code >= 4400 && code < 4500 && code !== TOO_MUCH) {
      this.stop();
      this.told.ended(code, reason);
    } else if (this.isWanted) {
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      this.told.failed();
      this.timer = setTimeout(() => this.now(), code === TOO_MUCH ? BUSY : pause * (0.75 + this.random() / 2));
    }
  }

  /** Forgets the socket, whatever it still does; a dead network would let it close for minutes. */
  drop() {
    const { socket, isOpen } = this;
    this.socket = null;
    this.isOpen = false;
    socket?.close();
    if (isOpen) this.told.dropped();
  }

  look() {
    if (this.socket && Date.now() - this.heardAt > SILENCE) this.again();
  }
}
