// Builds elements; text is never read as markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") Object.entries(value).forEach(([event, act]) => element.addEventListener(event, act));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

const PATHS = {
  call: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z",
  end: "M3 14c4-5 14-5 18 0l-2 3-4-1v-3a12 12 0 0 0-6 0v3l-4 1z",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3",
  keys: "M5 5h.01M12 5h.01M19 5h.01M5 12h.01M12 12h.01M19 12h.01M5 19h.01M12 19h.01M19 19h.01",
  send: "M4 12h15M13 6l6 6-6 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, kind, act, name) {
  return make("button", { type: "button", class: `button ${kind}`, on: { click: act } }, name ? icon(name) : null, label);
}

export class Log {
  constructor(label, empty) {
    this.element = make("div", { class: "log", role: "log", "aria-label": label, "data-empty": empty, tabindex: "0" });
    new ResizeObserver(() => { this.element.scrollTop = this.element.scrollHeight; }).observe(this.element);
  }
  say(text, who, mine) {
    const bubble = make("div", { class: mine ? "bubble mine" : "bubble" }, who ? make("span", { class: "who" }, who) : null, text);
    return this.#add(bubble);
  }
  note(text) {
    return this.#add(make("div", { class: "note" }, text));
  }
  #add(element) {
    this.element.append(element);
    this.element.scrollTop = this.element.scrollHeight;
    return element;
  }
}

export function composer(label, placeholder, act) {
  const field = make("input", { type: "text", "aria-label": label, placeholder, autocomplete: "off", maxlength: "1600", enterkeyhint: "send" });
  const form = make("form", {
    class: "compose",
    on: {
      submit: (event) => {
        event.preventDefault();
        const text = field.value.trim();
        if (!text) return;
        field.value = "";
        act(text);
      },
    },
  }, field, make("button", { class: "button", "aria-label": "Send" }, icon("send")));
  return { form, field };
}

export function keypad(act) {
  const keys = make("div", { class: "keys", role: "group", "aria-label": "Keys", hidden: true });
  for (const digit of "123456789*0#") {
    keys.append(make("button", { type: "button", "aria-label": `Key ${digit}`, on: { click: () => act(digit) } }, digit));
  }
  const toggle = button("Keys", "quiet", () => {
    keys.hidden = !keys.hidden;
    toggle.setAttribute("aria-pressed", String(!keys.hidden));
  }, "keys");
  toggle.setAttribute("aria-pressed", "false");
  return { keys, toggle };
}

export function pretty(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number || "a withheld number";
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
