/* The messages between page and centre (docs/developers/live.md): how they are written, and how they are read. */

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

const SYNC = 0;
const AWARENESS = 1;
const SETTLED = 100;
const MODE = 101;
const REFUSED = 102;
const FINGERPRINT = 103;
const STEP_ONE = 0;
const STEP_TWO = 1;
const UPDATE = 2;

function written(write) {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function sync(kind, bytes) {
  return written((encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

export const stepOne = (stateVector) => sync(STEP_ONE, stateVector);
export const stepTwo = (update) => sync(STEP_TWO, update);
export const update = (bytes) => sync(UPDATE, bytes);

export const awareness = (bytes) =>
  written((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS);
    encoding.writeVarUint8Array(encoder, bytes);
  });

export const fingerprint = (hash) =>
  written((encoder) => {
    encoding.writeVarUint(encoder, FINGERPRINT);
    encoding.writeUint8Array(encoder, hash);
  });

const READ = {
  [AWARENESS]: (decoder) => ({ is: "awareness", bytes: decoding.readVarUint8Array(decoder) }),
  [SETTLED]: (decoder) => ({ is: "settled", count: decoding.readVarUint(decoder) }),
  [MODE]: (decoder) => ({ is: "mode", writable: decoding.readVarUint(decoder) === 1 }),
  [REFUSED]: (decoder) => ({ is: "refused", write: decoding.readVarUint(decoder) }),
  [FINGERPRINT]: (decoder) => ({ is: "fingerprint", same: decoding.readVarUint(decoder) === 1 }),
  [SYNC]: (decoder) => {
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    return kind === STEP_ONE ? { is: "stepOne", bytes } : { is: "text", whole: kind === STEP_TWO, bytes };
  },
};

/** What a message says; one that this page does not know says nothing. */
export function read(bytes) {
  const decoder = decoding.createDecoder(new Uint8Array(bytes));
  return READ[decoding.readVarUint(decoder)]?.(decoder) ?? { is: "unknown" };
}
