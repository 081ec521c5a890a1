// Fields that keep typed text in the browser and send it to the server.
// NiceGUI re-renders a page whenever a part of it changes; these elements keep their content.
let made = 0;

export const make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null));
  return element;
};

export const sendValue = (element, detail) => element.dispatchEvent(new CustomEvent("hf-input", { detail }));
export const counted = (number) => number.toLocaleString("en");

// Calls `send` once typing pauses, or at once when `flush` is called.
export const debounced = (send, wait) => {
  let timer = null;
  const flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    send();
  };
  return { soon: () => { clearTimeout(timer); timer = setTimeout(flush, wait); }, flush };
};

// <hf-field label="Name" kind="text|area|number|date|select|switch" initial most hint error options fixed>
class Field extends HTMLElement {
  static observedAttributes = ["error", "initial", "options", "turn"];

  connectedCallback() {
    if (this.control) return;
    const id = `field-${++made}`;
    const kind = this.getAttribute("kind") ?? "text";
    this.most = Number(this.getAttribute("most")) || 0;
    this.control = this.makeControl(kind, id);
    this.note = make("p", { class: "hf-error", id: `${id}-error`, role: "alert" });
    this.count = this.most ? make("span", { class: "hf-count", "aria-live": "polite" }) : null;
    const hint = this.getAttribute("hint");
    const label = make("label", { for: id }, this.getAttribute("label"));
    if (this.hasAttribute("bare")) label.className = "hf-hidden";
    const top = make("div", { class: "hf-label" }, label, this.count);
    const said = hint ? make("p", { class: "hf-hint", id: `${id}-hint` }, hint) : null;
    this.control.setAttribute("aria-describedby", [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "));
    const order = kind === "switch" ? [this.control, top] : [top, this.control];
    this.append(...order, ...[said, this.note].filter(Boolean));
    this.sending = debounced(() => sendValue(this, this.value), 250);
    const typed = ["text", "area", "number"].includes(kind);
    this.control.addEventListener(typed ? "input" : "change", () => {
      this.show();
      typed ? this.sending.soon() : sendValue(this, this.value);
    });
    this.control.addEventListener("blur", () => this.sending.flush());
    this.control.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || kind !== "text" || event.isComposing) return;
      this.sending.flush();
      this.dispatchEvent(new CustomEvent("hf-enter", { detail: this.value }));
      if (this.hasAttribute("once")) { this.control.value = ""; this.show(); }
    });
    this.show();
  }

  attributeChangedCallback(name) {
    if (!this.control) return;
    if (name === "initial" || name === "turn") this.put(this.getAttribute("initial") ?? "");
    if (name === "options") this.fill();
    this.show();
  }

  makeControl(kind, id) {
    const fixed = this.hasAttribute("fixed");
    const common = { id, class: "hf-field", readonly: fixed, autocomplete: "off", placeholder: this.getAttribute("placeholder") };
    const initial = this.getAttribute("initial") ?? "";
    if (kind === "switch") {
      const box = make("input", { id, type: "checkbox", role: "switch", class: "hf-switch", disabled: fixed });
      box.checked = initial === "true";
      return box;
    }
    if (kind === "select") {
      const list = make("select", { id, class: "hf-field", disabled: fixed });
      this.control = list;
      this.fill();
      return list;
    }
    const control = kind === "area"
      ? make("textarea", { ...common, rows: this.getAttribute("rows") ?? 3 })
      : make("input", { ...common, type: ["number", "date"].includes(kind) ? kind : "text", min: this.getAttribute("min"), max: this.getAttribute("max") });
    control.value = initial;
    return control;
  }

  fill() {
    if (this.control.tagName !== "SELECT") return;
    const options = JSON.parse(this.getAttribute("options") ?? "[]");
    const chosen = this.control.value;
    this.control.replaceChildren(...options.map(([value, words]) => make("option", { value }, words)));
    const stays = chosen !== "" && options.some(([value]) => value === chosen);
    this.put(stays ? chosen : this.getAttribute("initial") ?? "");
  }

  put(value) {
    if (this.control.type === "checkbox") this.control.checked = value === "true";
    else if (this.control.value !== value) this.control.value = value;
  }

  // Put back what was typed before the page was loaded again.
  restore(value) {
    if (String(this.value) === String(value)) return;
    this.put(String(value));
    this.show();
    sendValue(this, this.value);
  }

  get value() {
    if (this.control.type === "checkbox") return this.control.checked;
    return this.control.value;
  }

  show() {
    const error = this.getAttribute("error") ?? "";
    this.note.textContent = error;
    this.control.setAttribute("aria-invalid", String(error !== ""));
    if (!this.count) return;
    const length = [...this.control.value].length;
    this.count.textContent = `${counted(length)} of ${counted(this.most)}`;
    this.count.classList.toggle("over", length > this.most);
  }
}
customElements.define("hf-field", Field);

// Scrolls to the end as content is added, unless the reader has scrolled up.
class Tail extends HTMLElement {
  connectedCallback() {
    this.watch ??= new MutationObserver(() => this.follow());
    this.watch.observe(this, { childList: true, subtree: true, characterData: true });
    this.sizes ??= new ResizeObserver(() => this.follow());
    this.sizes.observe(this);
    this.atEnd = true;
    this.addEventListener("scroll", () => {
      this.atEnd = this.scrollHeight - this.scrollTop - this.clientHeight < 40;
    });
    this.follow();
  }
  disconnectedCallback() { this.watch.disconnect(); this.sizes.disconnect(); }
  follow() { if (this.atEnd) this.scrollTop = this.scrollHeight; }
}
customElements.define("hf-tail", Tail);

// Warn before leaving a page with unsaved changes.
addEventListener("beforeunload", (event) => {
  if (document.querySelector('[data-unsaved="true"]')) event.preventDefault();
});
