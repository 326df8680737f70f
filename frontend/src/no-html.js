/* Stands in for @codemirror/lang-html in the bundle. Raw HTML is shown as text in our dialect, so the editor must not
   treat it as markup either; without this the parsers of HTML, CSS and JavaScript would travel along for nothing. */

import { LanguageSupport, StreamLanguage } from "@codemirror/language";

const words = StreamLanguage.define({
  name: "text",
  token(stream) {
    stream.skipToEnd();
    return null;
  },
});

export function html() {
  return new LanguageSupport(words);
}

export const htmlCompletionSource = () => null;
