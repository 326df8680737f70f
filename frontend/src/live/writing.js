/* The surface bound to a shared text: what is typed goes into it, what others type comes out of it, and each person
   undoes only what they did themselves. */

import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { ySyncAnnotation, yCollab } from "y-codemirror.next";
import * as Y from "yjs";
import { peers } from "./peers.js";

const lock = new Compartment();

export function shared(live) {
  live.undoManager = new Y.UndoManager(live.text);
  return [
    lock.of(locked(!live.mayWrite)),
    EditorView.domEventHandlers({ beforeinput: (event, view) => isLockedUndo(event, view) }),
    yCollab(live.text, null, { undoManager: live.undoManager }),
    peers(live),
  ];
}

/** Locks or unlocks what the person can change; others' changes always come in. */
export function setLock(view, isLocked) {
  if (view.state.readOnly !== isLocked) view.dispatch({ effects: lock.reconfigure(locked(isLocked)) });
}

function locked(isLocked) {
  return [
    EditorState.readOnly.of(isLocked),
    EditorView.contentAttributes.of({ "aria-readonly": String(isLocked) }),
    isLocked ? EditorState.changeFilter.of((change) => change.annotation(ySyncAnnotation) !== undefined) : [],
  ];
}

/** The browser's own undo (menu, gesture) does not ask whether the text is locked. */
function isLockedUndo(event, view) {
  if (!view.state.readOnly || !event.inputType.startsWith("history")) return false;
  event.preventDefault();
  return true;
}

export const undo = (live) => live.mayWrite && Boolean(live.undoManager.undo());
export const redo = (live) => live.mayWrite && Boolean(live.undoManager.redo());
