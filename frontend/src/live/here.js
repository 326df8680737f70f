/* Who else has the text open: a list that can be read and followed, and a quiet word when somebody comes or goes. */

const CALM = 2000; // comings and goings within this time are told in one sentence, or cancel each other

/** One entry for each person, however many windows they have: [{key, name, code, colour, country, clients}]. */
export function peopleIn(states, own) {
  const people = new Map();
  for (const [client, { user }] of states) {
    if (client === own || !user) continue;
    const key = `${user.code} ${user.name}`;
    const known = people.get(key) ?? { key, ...user, clients: [] };
    known.clients.push(client);
    people.set(key, known);
  }
  return [...people.values()].sort((a, b) => a.key.localeCompare(b.key));
}

/** Who came and who went between two lists. */
export function differenceOf(before, after) {
  const missing = (from, other) => from.filter(({ key }) => !other.some((each) => each.key === key));
  return { came: missing(after, before), went: missing(before, after) };
}

export class Here {
  /** `onGo(clients)` leads to where a person writes. */
  constructor(root, words, countries, onGo) {
    Object.assign(this, { root, words, countries, onGo });
    this.list = root.querySelector("[data-editor-people]");
    this.said = root.querySelector("[data-editor-came]");
    this.people = [];
    this.told = [];
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.onGo(this.people[Number(button.dataset.index)].clients);
    });
  }

  show(people) {
    const { came, went } = differenceOf(this.people, people);
    this.people = people;
    this.root.hidden = people.length === 0 && !this.root.contains(document.activeElement);
    if (!came.length && !went.length) return;
    this.keepingFocus(() =>
      this.list.replaceChildren(this.own(), ...people.map((person, index) => this.entry(person, index))),
    );
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), CALM);
  }

  own() {
    const item = document.createElement("li");
    item.textContent = this.words.you;
    return item;
  }

  entry({ name, code, colour, country }, index) {
    const button = element("button", "here__one");
    button.type = "button";
    button.dataset.index = index;
    button.title = this.words.hereGo.replace("{name}", name);
    const delegation = element("span", "dg");
    delegation.dataset.d = colour;
    delegation.append(element("b", "", code), ` ${this.countries[code] ?? country}`);
    button.append(delegation, " ", element("bdi", "", name));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  /** A list that is drawn anew does not throw out whoever stands on it. */
  keepingFocus(draw) {
    const index = document.activeElement?.dataset?.index;
    const inside = this.list.contains(document.activeElement);
    draw();
    if (inside) (this.list.querySelector(`[data-index="${index}"]`) ?? this.list.querySelector("button"))?.focus();
  }

  tell() {
    const { came, went } = differenceOf(this.told, this.people);
    this.told = this.people;
    const sentence = (people, words) =>
      people.length ? words.replace("{names}", people.map((each) => `${each.name} (${each.code})`).join(", ")) : "";
    const said = [sentence(came, this.words.came), sentence(went, this.words.went)].filter(Boolean).join(" ");
    if (said) this.said.textContent = said;
  }
}

function element(name, css, text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  made.textContent = text;
  return made;
}
