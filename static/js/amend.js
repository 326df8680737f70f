/* The form of an amendment opens with the words marked that were chosen in the text (static/js/quote.js): typing over
   them is the amendment. The words stand in the address behind the sign that the browser keeps to itself. */

const field = document.querySelector("textarea[name=wanted]");
const { quote = "", before = "" } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

/** Where the words stand: of several places the one with the same words before it. */
function placeOf(text) {
  const near = text.indexOf(before + quote);
  return near === -1 ? text.indexOf(quote) : near + before.length;
}

if (field && quote) {
  const start = placeOf(field.value);
  field.focus();
  if (start !== -1) field.setSelectionRange(start, start + quote.length);
}
