/* A long text comes without what stands beside it: that is fetched here and put in a few blocks at a time, so that the
   page answers meanwhile. [data-beside] holds the address and is shown if the fetching fails; [data-beside-choices] is
   where the choices of what to show stand. */

const SLICE = 30; // milliseconds of work before the page gets its turn, and is laid out anew

const place = document.querySelector("[data-beside]");
const paper = document.querySelector(".paper");

function putBeside(margin) {
  const block = document.getElementById(margin.dataset.of);
  if (!block) return;
  block.classList.add("pblock--noted");
  block.classList.toggle("pblock--free", margin.matches(".margin--free"));
  block.classList.remove("vh"); // a title said again is hidden only while nobody speaks of it
  block.append(margin);
}

const turn = () => new Promise((go) => setTimeout(go));

async function putAllBeside(margins) {
  let since = performance.now();
  for (const margin of margins) {
    putBeside(margin);
    if (performance.now() - since < SLICE) continue;
    await turn();
    since = performance.now();
  }
}

async function fetchBeside() {
  const answer = await fetch(place.dataset.beside); // the head of the page has asked for it already
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const { content } = template;
  const margins = [...content.querySelectorAll("aside[data-of]")];
  await putAllBeside(margins);
  const whole = content.querySelector(".whole");
  if (whole) paper.after(whole);
  const choices = content.querySelector(".choices");
  if (choices) document.querySelector("[data-beside-choices]").replaceChildren(choices);
}

function tellLost() {
  place.hidden = false;
}

if (place && paper) fetchBeside().catch(tellLost);
