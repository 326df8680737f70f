/* The other end of the line, for tests: a centre that speaks the protocol of docs/developers/live.md over sockets that the
   test holds in its hand. Nothing is acknowledged, relayed or closed before the test says so. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { digest } from "lib0/hash/sha256";
import * as Y from "yjs";

export class Centre {
  constructor(words = "One.\n") {
    this.doc = new Y.Doc();
    this.text = this.doc.getText("content");
    this.text.insert(0, words);
    this.sockets = [];
    this.isFrozen = false;
    const centre = this;
    this.Socket = class {
      constructor(address) {
        this.address = address;
        this.writes = [];
        this.settled = 0;
        this.heard = [];
        centre.sockets.push(this);
      }

      send(bytes) {
        centre.hear(this, bytes);
      }

      close() {
        this.isClosed = true;
      }
    };
  }

  /** The connection of the moment. */
  get socket() {
    return this.sockets.at(-1);
  }

  accept() {
    this.socket.onopen({});
    this.tell(101, this.isFrozen ? 0 : 1);
    if (!this.isFrozen) this.sync(0, Y.encodeStateVector(this.doc));
  }

  hear(socket, bytes) {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === 103) return socket.heard.push("fingerprint"), (this.claimed = bytes.slice(1));
    if (type !== 0) return socket.heard.push("awareness");
    const kind = decoding.readVarUint(decoder);
    socket.heard.push(["step one", "step two", "update"][kind]);
    const body = decoding.readVarUint8Array(decoder);
    if (kind === 0) this.sync(1, Y.encodeStateAsUpdate(this.doc, body));
    else socket.writes.push(body);
  }

  /** Commits the writes that came, and acknowledges them. */
  settle(count = this.socket.writes.length - this.socket.settled) {
    const { socket } = this;
    for (const write of socket.writes.slice(socket.settled, socket.settled + count)) Y.applyUpdate(this.doc, write);
    socket.settled += count;
    this.tell(100, socket.settled);
  }

  /** Somebody else writes. */
  write(at, words) {
    const before = Y.encodeStateVector(this.doc);
    this.text.insert(at, words);
    this.sync(2, Y.encodeStateAsUpdate(this.doc, before));
  }

  freeze() {
    this.isFrozen = true;
    this.tell(101, 0);
  }

  judge() {
    const own = digest(new TextEncoder().encode(this.text.toString()));
    this.tell(103, Buffer.compare(Buffer.from(own), Buffer.from(this.claimed)) === 0 ? 1 : 0);
  }

  close(code = 1006, reason = "") {
    this.socket.onclose({ code, reason });
  }

  sync(kind, body) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, body);
    this.deliver(encoder);
  }

  tell(type, number) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint(encoder, number);
    this.deliver(encoder);
  }

  deliver(encoder) {
    if (!this.socket.isClosed) this.socket.onmessage({ data: encoding.toUint8Array(encoder).slice().buffer });
  }
}
