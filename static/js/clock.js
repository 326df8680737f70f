/* Keeps the words of every <time data-until="…"> true, once a minute.
   The words come from the body's data-clock-* attributes, so they are in the reader's language.
   Nothing is announced except at 24 hours, 4 hours, 1 hour and the end: look for data-clock-say on the page. */

const MINUTE = 60_000;
const LANDMARKS = [24 * 60, 4 * 60, 60, 0];

function inWords(minutes) {
  const words = document.body.dataset;
  if (minutes <= 0) return words.clockOver;
  if (minutes >= 72 * 60) return inDays(Math.floor(minutes / 1440));
  if (minutes < 60) return words.clockMinutes.replace("{minutes}", minutes);
  return words.clockHours
    .replace("{hours}", Math.floor(minutes / 60))
    .replace("{minutes}", String(minutes % 60).padStart(2, "0"));
}

function inDays(days) {
  const locale = `${document.documentElement.lang || "en"}-u-nu-latn`;
  return new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(days);
}

function announce(minutes, words) {
  const voice = document.querySelector("[data-clock-say]");
  if (voice && LANDMARKS.includes(minutes)) voice.textContent = words;
}

function tick() {
  for (const time of document.querySelectorAll("time[data-until]")) {
    const milliseconds = Date.parse(time.dataset.until) - Date.now();
    const minutes = Math.max(0, milliseconds > 0 ? Math.max(1, Math.floor(milliseconds / MINUTE)) : 0);
    const words = inWords(minutes);
    if (time.textContent !== words) {
      time.textContent = words;
      announce(minutes, words);
    }
  }
}

if (document.querySelector("time[data-until]")) {
  tick();
  setInterval(tick, MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
