// The panel that configures an action: the text to send, or the destination of a transfer.
import { counted, make } from "./fields.js";
import { segments } from "./segments.js";

const plural = (count, what) => `${counted(count)} ${what}${count === 1 ? "" : "s"}`;
const plain = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}+]/gu, "");
let made = 0;

// Opens `action` for editing; calls `changed()` on each change and `done(how)` at the end.
export const configure = (action, { choices, most, problem, changed, done }) => {
  const title = action.kind === "send_sms" ? "Send SMS" : "Transfer call";
  const body = action.kind === "send_sms" ? textPart(action, most, changed) : goalPart(action, choices, changed, done);
  const remove = make("button", { type: "button", class: "hf-button quiet" }, "Remove");
  const close = make("button", { type: "button", class: "hf-button" }, "Done");
  const bar = make("div", { class: "hf-bar" }, remove, close);
  const panel = make("div", { class: "hf-configure", role: "dialog", "aria-label": `${title}: configure` });
  const wrong = problem ? make("p", { class: "hf-error", role: "note" }, `${problem.wrong} ${problem.right}`) : "";
  panel.append(make("h2", {}, title), wrong, ...body.parts, bar);
  remove.addEventListener("click", () => done("remove"));
  close.addEventListener("click", () => done("close"));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); done("close"); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); done("close"); }
  });
  return { panel, first: body.first };
};

const textPart = (action, most, changed) => {
  const id = `says-${++made}`;
  const area = make("textarea", { id, class: "hf-field", rows: 4, "aria-describedby": `${id}-count` });
  const count = make("p", { class: "hf-hint", id: `${id}-count`, "aria-live": "polite" });
  area.value = action.says;
  const show = () => {
    const length = [...area.value].length;
    const { count: parts, odd } = segments(area.value);
    count.textContent = `${counted(length)} of ${counted(most)} characters, sent as ${plural(parts, "segment")}`;
    if (odd) count.textContent += ` of 70, because of “${odd}”`;
    count.classList.toggle("over", length > most);
  };
  area.addEventListener("input", () => { action.says = area.value; action.source = ""; show(); changed(); });
  show();
  return { parts: [make("label", { for: id }, "Text to the caller"), area, count], first: area };
};

const goalPart = (action, choices, changed, done) => {
  const id = `goal-${++made}`;
  const input = make("input", {
    id, class: "hf-field", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true",
    "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: "Search, or type a number",
  });
  const list = make("ul", { id: `${id}-list`, class: "hf-options", role: "listbox", "aria-label": "Destinations" });
  const empty = make("p", { class: "hf-hint", role: "status" });
  let shown = [], active = 0;

  const take = (choice) => {
    action.says = choice.name;
    action.source = "";
    changed();
    done("close");
  };
  const mark = () => [...list.children].forEach((option, at) => {
    const here = at === active;
    option.setAttribute("aria-selected", String(here));
    if (!here) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  });
  const show = () => {
    shown = matching(choices, input.value);
    input.removeAttribute("aria-activedescendant");
    active = Math.max(0, shown.findIndex((choice) => choice.name === action.says));
    list.replaceChildren(...shown.map((choice, at) => {
      const words = make("span", {}, make("strong", {}, choice.name), make("small", {}, choice.about));
      const option = make("li", { id: `${id}-${at}`, role: "option" }, words, make("em", {}, choice.kind));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(choice); });
      return option;
    }));
    list.hidden = !shown.length;
    empty.textContent = shown.length ? "" : "No member or inbox by that name. Start a number with + and the country code.";
    mark();
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) { event.preventDefault(); active = (active + step + shown.length) % shown.length; mark(); }
    if (event.key === "Enter" && shown[active]) { event.preventDefault(); event.stopPropagation(); take(shown[active]); }
  });
  show();
  const now = action.says ? make("p", { class: "hf-hint" }, "Current: ", make("strong", {}, action.says)) : null;
  return { parts: [make("label", { for: id }, "Transfer to"), now, input, list, empty].filter(Boolean), first: input };
};

const matching = (choices, query) => {
  const wanted = plain(query);
  const found = choices.filter((choice) => plain(`${choice.name} ${choice.about}`).includes(wanted));
  const digits = query.replace(/\D/g, "");
  if (digits.length > 2 && /^[+\d\s().-]+$/.test(query.trim()))
    found.push({ kind: "Number", name: query.trim(), about: "Outside this workspace" });
  return found;
};
