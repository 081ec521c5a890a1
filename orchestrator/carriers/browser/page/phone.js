// Chooses what this tab is: the caller's phone, a member's phone, or the list of phones.
import { Caller } from "./caller.js";
import { Line } from "./line.js";
import { INSECURE } from "./levels.js";
import { Member } from "./member.js";
import { canRecord } from "./sound.js";
import { icon, make, pretty } from "./view.js";

const main = document.getElementById("main");
const key = decodeURIComponent(location.hash.slice(1));
const wanted = new URLSearchParams(location.search);

function open(opening, take) {
  const address = new URL("line", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.search = address.hash = "";
  return new Line(address.href, { ...opening, key }, take);
}

function link(query, label, kind, name, more = {}) {
  return make("a", { class: `button ${kind}`, href: `?${new URLSearchParams(query)}#${encodeURIComponent(key)}`, ...more }, icon(name), label);
}

function problem(text) {
  main.replaceChildren(make("p", { class: "problem", role: "alert" }, text));
}

function phones(office) {
  const items = office.members.map((one) => make("li", {},
    make("div", {}, make("b", {}, one.name), make("span", { class: "soft number" }, pretty(one.phone))),
    link({ as: one.phone }, "Open", "quiet", "call", { target: "_blank", "aria-label": `Open the phone of ${one.name} in a new tab` })));
  return make("ul", { class: "phones" }, ...items);
}

function home(office) {
  return [
    make("div", { class: "stack" }, make("h1", {}, `Call ${office.name} from your browser`),
      make("p", { class: "lead" }, "This page is a telephone line: the calls are live ones, and everything is recorded in the log. No number outside this page can be reached.")),
    canRecord ? null : make("p", { class: "problem" }, INSECURE),
    make("div", { class: "pair" },
      make("section", { class: "card stack", "aria-label": "The caller" }, make("h2", {}, "1. The phones of the office"),
        make("p", { class: "soft" }, "Open one or two. They ring when a caller is transferred."), phones(office)),
      make("section", { class: "card stack", "aria-label": "Call" }, make("h2", {}, "2. The caller"),
        make("ol", { class: "steps" },
          make("li", {}, "Ask for something that the office can text you, such as an appointment."),
          make("li", {}, "Ask for a person, and say yes when you are asked."),
          make("li", {}, "Answer in the other tab; or decline, and leave a message.")),
        make("div", { class: "row" }, link({ as: "caller" }, "Open the caller’s phone", "", "call")))),
  ].filter(Boolean);
}

function ask() {
  return fetch("office", { headers: { Authorization: `Bearer ${key}` } }).catch(() => null);
}

async function speech() {
  const answer = await ask();
  return answer?.ok ? (await answer.json()).speech : "down";
}

async function start() {
  document.getElementById("home").hash = encodeURIComponent(key);
  const answer = await ask();
  if (!answer) return problem("The server does not answer. Start it, and reload this page.");
  if (answer.status === 401) return problem("This address lacks its key, or the key has changed. Open the link again that was printed when the phone was started.");
  if (!answer.ok) return problem(`The phone cannot be used now (HTTP ${answer.status}). Look at the server's log.`);
  const office = await answer.json();
  document.getElementById("office").textContent = office.name;
  const as = wanted.get("as");
  if (!as) return main.replaceChildren(...home(office));
  const links = document.getElementById("links");
  links.append(make("a", { href: `./#${encodeURIComponent(key)}` }, "All phones"));
  if (as === "caller") {
    document.title = "Caller – Hookflash";
    return main.replaceChildren(make("h1", { hidden: true }, "The caller’s phone"), new Caller(office, open, speech).element);
  }
  const member = office.members.find((one) => one.phone === as) ?? { name: pretty(as), phone: as };
  return main.replaceChildren(new Member(member, open).element);
}

start();
