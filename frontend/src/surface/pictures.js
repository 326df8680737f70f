/* Pictures that are pasted, dropped or chosen: asked what they show, sent to the centre, then put where they were meant to be.
   While one is on its way a line says so; a refusal says why, and the text is as it was.

   The page gives `data-picture-url` on the form: POST multipart `file` and `alt` with the form's tokens; the answer is
   {markdown, url} or {reason}. */

import { Facet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { ask } from "./ask.js";
import { button, element } from "./dom.js";

/** {url, fields()}: where pictures go, and what is sent with each. */
export const pictureHouse = Facet.define({ combine: (values) => values.find((value) => value?.url) ?? null });

const begin = StateEffect.define({
  map: (value, changes) => ({ ...value, at: changes.mapPos(value.at, 1) }),
});
const tell = StateEffect.define();
const end = StateEffect.define();

class Progress extends WidgetType {
  constructor(id, words, failed) {
    super();
    Object.assign(this, { id, words, failed });
  }
  eq({ id, words, failed }) {
    return id === this.id && words === this.words && failed === this.failed;
  }
  toDOM(view) {
    const made = element("span", "cm-upload");
    made.append(element("span", "", this.words));
    made.setAttribute("role", this.failed ? "alert" : "status");
    if (this.failed) {
      made.dataset.failed = "";
      made.append(
        button(
          view.state.phrase("close"),
          () => view.dispatch({ effects: end.of(this.id) }),
          "btn btn--cell",
        ),
      );
    }
    return made;
  }
  ignoreEvent() {
    return true;
  }
}

/** Pictures on their way: [{id, at, words, failed}]. */
const underWay = StateField.define({
  create: () => [],
  update(list, { changes, docChanged, effects }) {
    let next = docChanged ? list.map((one) => ({ ...one, at: changes.mapPos(one.at, 1) })) : list;
    for (const effect of effects) {
      if (effect.is(begin)) next = [...next, effect.value];
      if (effect.is(tell))
        next = next.map((one) => (one.id === effect.value.id ? { ...one, ...effect.value } : one));
      if (effect.is(end)) next = next.filter(({ id }) => id !== effect.value);
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (list) =>
      Decoration.set(
        list.map(({ id, at, words, failed }) =>
          Decoration.widget({ widget: new Progress(id, words, failed), side: 1 }).range(at),
        ),
        true,
      ),
    ),
});

let count = 0;

/** Asks what a picture shows, sends it and puts it in at `at`. */
export async function sendPicture(view, file, at = view.state.selection.main.head) {
  const id = ++count;
  const said = (words, insert) => view.state.phrase(words, insert);
  view.dispatch({ effects: begin.of({ id, at, words: said("Picture: $", file.name || file.type) }) });
  const answer = await ask(view, {
    title: said("Put in a picture"),
    note: said("Say in a sentence what it shows, for those who do not see it."),
    fields: [{ name: "alt", label: said("What the picture shows"), needed: true }],
    go: said("Send it"),
  });
  if (!answer) return view.dispatch({ effects: end.of(id) });
  const report = (facts) => view.dispatch({ effects: tell.of({ id, ...facts }) });
  try {
    const { url } = await upload(view, file, answer.alt, (share) =>
      report({ words: said("Sending the picture, $ %", String(share)) }),
    );
    put(view, id, `![${answer.alt.replace(/([[\]\\])/g, "\\$1").trim()}](${url})`);
  } catch (problem) {
    report({
      words: problem.message || said("The picture did not arrive. The text is as it was; try again."),
      failed: true,
    });
  }
}

/** A block of its own; the caret goes behind it, so that the picture is seen. */
function put(view, id, markdown) {
  const { doc } = view.state;
  const { at } = view.state.field(underWay).find((one) => one.id === id);
  const line = doc.lineAt(at);
  const before = doc.sliceString(line.from, at).trim() ? "\n\n" : "";
  const goesOn = !doc.sliceString(at, line.to).trim() && line.to < doc.length;
  const insert = before + markdown + (goesOn ? "" : "\n\n");
  view.dispatch({
    changes: { from: at, insert },
    selection: { anchor: at + insert.length + (goesOn ? line.to - at + 1 : 0) },
    effects: end.of(id),
    userEvent: "input.paste",
  });
}

function upload(view, file, alt, progress) {
  const { url, fields } = view.state.facet(pictureHouse);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields(), alt })) body.append(name, value);
  body.append("file", file, file.name || "picture");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => {
      if (request.status < 300 && request.response?.url) resolve(request.response);
      else reject(new Error(request.response?.reason ?? ""));
    });
    request.addEventListener("error", () => reject(new Error("")));
    request.send(body);
  });
}

/** The button of the toolbar: a picture from this machine. */
export function choosePicture(view) {
  if (!view.state.facet(pictureHouse) || view.state.readOnly) return true;
  const input = element("input");
  input.type = "file";
  input.accept = "image/*";
  input.addEventListener("change", () => input.files[0] && sendPicture(view, input.files[0]));
  input.click();
  return true;
}

const imagesIn = (data) => [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));

/** Files that came with a paste or a drop; true when there were pictures among them. */
export function takePictures(view, data, at) {
  const files = imagesIn(data);
  if (!files.length || !view.state.facet(pictureHouse) || view.state.readOnly) return false;
  files.reduce((before, file) => before.then(() => sendPicture(view, file, at)), Promise.resolve());
  return true;
}

const dropping = EditorView.domEventHandlers({
  drop(event, view) {
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
    if (!takePictures(view, event.dataTransfer, at)) return false;
    event.preventDefault();
    return true;
  },
});

export const pictures = (house) => [pictureHouse.of(house), underWay, dropping];
