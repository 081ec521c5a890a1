// The editor of a job's instructions: plain text with actions as buttons.
// <hf-instructions initial="[{kind, says, source}…]" choices="[{kind, name, about}…]" most="1600">
// reports every change as an `hf-input` event, with the pieces in the format of `initial`.
// `problems="[{kind, says, nth, wrong, right}…]"` are shown on the actions that have them.
import { configure } from "./configure.js";
import { make, debounced, sendValue } from "./fields.js";

const ACTIONS = [
  { kind: "send_sms", name: "Send SMS", about: "Text the caller", icon: "M4 4h12v9H9l-3 3v-3H4z" },
  { kind: "transfer_call", name: "Transfer call", about: "Ask, then transfer", icon: "M4 7h11l-3-3M16 13H5l3 3" },
];
const KEEPER = "\u200b"; // a place for the caret beside an action; not part of the text
const SLASH = /(?:^|[\s([“"'\u200b])\/([\p{L} ]{0,16})$/u;
const WRITTEN = /\[\/(Send SMS|Transfer call): ([^[\]]*)\]/i; // the notation of copied actions
const UNDO = { historyUndo: -1, historyRedo: 1 };
let made = 0;

const picture = (d) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
};

class Instructions extends HTMLElement {
  static observedAttributes = ["initial", "turn", "problems"];

  connectedCallback() {
    if (this.text) return;
    const id = `instructions-${++made}`;
    const label = make("label", { id: `${id}-label` }, "Instructions");
    const hint = make("p", { class: "hf-hint", id: `${id}-hint` }, "Type ", make("kbd", {}, "/"), " to insert an action.");
    this.text = make("div", {
      class: "hf-text", contenteditable: String(!this.isFixed), tabindex: "0", "aria-readonly": String(this.isFixed), role: "textbox", "aria-multiline": "true", spellcheck: "true",
      "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-hint`,
      "data-empty": "What the agent should do, in plain language. Type / to send a text or transfer the call.",
    });
    this.menu = make("ul", { class: "hf-options hf-actions", role: "listbox", id: `${id}-menu`, "aria-label": "Actions", hidden: true });
    this.box = make("div", { class: "hf-editor" }, this.text, this.menu);
    this.append(make("div", { class: "hf-label" }, label, hint), this.box);
    label.addEventListener("click", () => this.text.focus());
    this.sending = debounced(() => sendValue(this, this.pieces()), 250);
    this.history = [];
    this.moment = -1;
    this.listen();
    this.put(JSON.parse(this.getAttribute("initial") ?? "[]"));
    this.remember();
    this.showProblems();
  }

  get isFixed() { return this.hasAttribute("fixed"); }

  attributeChangedCallback(name) {
    if (!this.text) return;
    if (name === "problems") { this.showProblems(); return; }
    this.put(JSON.parse(this.getAttribute("initial") ?? "[]"));
    this.remember();
  }

  listen() {
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("blur", () => { this.sending.flush(); this.closeMenu(); });
    this.text.addEventListener("beforeinput", (event) => this.before(event));
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("paste", (event) => {
      event.preventDefault();
      this.insertWords(event.clipboardData.getData("text/plain"));
    });
    this.text.addEventListener("copy", (event) => this.copy(event));
    this.text.addEventListener("cut", (event) => { this.copy(event); document.execCommand("delete"); });
    this.text.addEventListener("drop", (event) => event.preventDefault());
    this.text.addEventListener("click", (event) => {
      const chip = event.target.closest(".hf-chip");
      if (chip) this.open(chip);
    });
    this.text.addEventListener("keyup", (event) => {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.look();
    });
  }

  // ---- content ----
  pieces() {
    const found = [];
    const words = (text) => {
      if (!text) return;
      const last = found.at(-1);
      if (last?.kind === "text") last.says += text;
      else found.push({ kind: "text", says: text, source: "" });
    };
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) words(node.data.replaceAll(KEEPER, "").replaceAll("\u00a0", " "));
      else if (node.action) found.push({ ...node.action });
      else if (node.tagName === "BR") words(node === this.text.lastChild ? "" : "\n");
      else {
        if (["DIV", "P"].includes(node.tagName) && node !== this.text.firstChild) words("\n");
        node.childNodes.forEach(walk);
      }
    };
    this.text.childNodes.forEach(walk);
    return found;
  }

  put(pieces) {
    this.text.replaceChildren();
    for (const piece of pieces) {
      if (piece.kind !== "text") this.text.append(this.chip(piece), KEEPER);
      else this.text.append(...piece.says.split("\n").flatMap((line, at) => (at ? [make("br"), line] : [line])));
    }
    if (this.text.lastChild?.nodeName === "BR" || this.text.lastChild?.data === "") this.text.append(make("br"));
    this.text.normalize();
    this.showEmpty();
  }

  // Put back what was typed before the page was loaded again.
  restore(pieces) {
    if (JSON.stringify(this.pieces()) === JSON.stringify(pieces)) return;
    this.put(pieces);
    this.changed();
  }

  chip(piece) {
    const { name, icon } = ACTIONS.find((action) => action.kind === piece.kind);
    const says = make("span", { class: "says" });
    const chip = make("span", { class: `hf-chip ${piece.kind}`, contenteditable: "false", role: "button", tabindex: "0", "aria-haspopup": "dialog" });
    chip.action = { ...piece };
    const note = make("span", { class: "note" });
    chip.append(picture(icon), make("b", {}, name), says, note);
    chip.show = () => {
      const what = chip.action.says.trim();
      says.textContent = what || (piece.kind === "send_sms" ? "write the text" : "choose a destination");
      chip.classList.toggle("blank", !what);
      chip.dataset.written = `[/${name}: ${chip.action.says}]`;
      chip.tell();
    };
    // What is wrong with the action, until it is changed.
    chip.tell = (problem) => {
      const what = chip.action.says.trim();
      note.textContent = problem ? `${problem.wrong} ${problem.right}` : "";
      chip.problem = problem;
      chip.classList.toggle("wrong", Boolean(problem));
      problem ? chip.setAttribute("aria-invalid", "true") : chip.removeAttribute("aria-invalid");
      const trouble = problem ? `${problem.wrong} ${problem.right} ` : "";
      chip.setAttribute("aria-label", `${name}: ${what || "not configured yet"}. ${trouble}Press Enter to edit it.`);
    };
    chip.show();
    return chip;
  }

  showProblems() {
    const problems = JSON.parse(this.getAttribute("problems") ?? "[]");
    const seen = {};
    for (const chip of this.text.querySelectorAll(".hf-chip")) {
      const { kind, says } = chip.action;
      const nth = (seen[`${kind} ${says.trim()}`] = (seen[`${kind} ${says.trim()}`] ?? -1) + 1);
      chip.tell(problems.find((one) => one.kind === kind && one.says.trim() === says.trim() && one.nth === nth));
    }
  }

  showEmpty() { this.text.classList.toggle("empty", this.pieces().length === 0); }

  changed() {
    this.remember();
    this.showEmpty();
    this.sending.soon();
  }

  // ---- typing ----
  typed() {
    this.sweep();
    this.changed();
    this.look();
  }

  // Remove keepers whose action is gone: the caret would stop at them for no visible reason.
  sweep() {
    const walker = document.createTreeWalker(this.text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".hf-chip")) continue;
      for (let at = node.data.lastIndexOf(KEEPER); at >= 0; at = at ? node.data.lastIndexOf(KEEPER, at - 1) : -1)
        if (at || !node.previousSibling?.action) node.deleteData(at, 1);
    }
  }

  before(event) {
    if (event.inputType in UNDO) { event.preventDefault(); this.goBack(UNDO[event.inputType]); }
    else if (["insertParagraph", "insertLineBreak"].includes(event.inputType)) { event.preventDefault(); this.breakLine(); this.typed(); }
    else if (event.inputType.startsWith("format")) event.preventDefault();
  }

  breakLine() {
    const place = document.getSelection().getRangeAt(0);
    const line = make("br");
    place.deleteContents();
    place.insertNode(line);
    this.text.normalize();
    if (!line.nextSibling) this.text.append(make("br")); // browsers do not show a trailing <br>
    place.setStartAfter(line);
    place.collapse(true);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(place);
  }

  insertWords(words) {
    const text = words.replace(/\r\n?/g, "\n");
    const found = text.match(WRITTEN);
    (found ? text.slice(0, found.index) : text).split("\n").forEach((line, at) => {
      if (at) this.breakLine();
      if (line) document.execCommand("insertText", false, line);
    });
    if (!found) return;
    const [written, name, says] = found;
    const place = document.getSelection().getRangeAt(0);
    place.deleteContents();
    this.putChip(place, { kind: ACTIONS.find((one) => one.name.toLowerCase() === name.toLowerCase()).kind, says, source: "" });
    this.insertWords(text.slice(found.index + written.length));
  }

  // Inserts an action at `place` and puts the caret after it.
  putChip(place, piece) {
    const chip = this.chip(piece);
    place.insertNode(document.createTextNode(KEEPER));
    place.insertNode(chip);
    this.text.normalize();
    this.caret(chip, false);
    this.changed();
    return chip;
  }

  copy(event) {
    const chosen = document.getSelection();
    if (chosen.isCollapsed || event.target.closest?.(".hf-configure")) return;
    event.preventDefault();
    const piece = chosen.getRangeAt(0).cloneContents();
    piece.querySelectorAll(".hf-chip").forEach((chip) => chip.replaceWith(chip.dataset.written));
    piece.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
    event.clipboardData.setData("text/plain", piece.textContent.replaceAll(KEEPER, ""));
  }

  key(event) {
    if (event.isComposing) return;
    const chip = event.target.closest?.(".hf-chip");
    if (chip) return this.keyOnChip(event, chip);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return this.goBack(event.shiftKey ? 1 : -1);
    }
    if (event.key === "Backspace" && this.dropBefore()) return event.preventDefault();
    if (this.menu.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.active + step + this.shown.length) % this.shown.length);
    else if (event.key === "Enter" || event.key === "Tab") this.pick(this.shown[this.active]);
    else if (event.key === "Escape") { this.closeMenu(); this.dismissed = true; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  keyOnChip(event, chip) {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.open(chip); }
    if (event.key === "Backspace" || event.key === "Delete") { event.preventDefault(); this.drop(chip); }
    if (event.key === "ArrowLeft") { event.preventDefault(); this.caret(chip, true); }
    if (event.key === "ArrowRight") { event.preventDefault(); this.caret(chip, false); }
  }

  // Backspace removes an action at once, although the caret is after its keeper.
  dropBefore() {
    const { anchorNode: node, anchorOffset: at, isCollapsed } = document.getSelection();
    if (!isCollapsed || node?.nodeType !== Node.TEXT_NODE || !node.previousSibling?.action) return false;
    if (node.data.slice(0, at).replaceAll(KEEPER, "")) return false;
    this.drop(node.previousSibling);
    return true;
  }

  drop(chip) {
    if (this.isFixed) return;
    const place = document.createRange();
    place.setStartBefore(chip);
    if (chip.nextSibling?.data?.startsWith(KEEPER)) chip.nextSibling.deleteData(0, 1);
    chip.remove();
    place.collapse(true);
    this.text.focus();
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(place);
    this.changed();
  }

  caret(chip, before) {
    const place = document.createRange();
    if (before) place.setStartBefore(chip);
    else if (chip.nextSibling?.data?.startsWith(KEEPER)) place.setStart(chip.nextSibling, 1);
    else place.setStartAfter(chip);
    this.text.focus();
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(place);
  }

  // ---- the menu ----
  look() {
    const { anchorNode: node, anchorOffset: at, isCollapsed } = document.getSelection();
    const here = isCollapsed && node?.nodeType === Node.TEXT_NODE && this.text.contains(node);
    const match = here ? node.data.slice(0, at).match(SLASH) : null;
    const wanted = match?.[1].toLowerCase() ?? "";
    const shown = match ? ACTIONS.filter(({ name }) => name.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(` ${wanted}`)) : [];
    if (!match) this.dismissed = false;
    if (!shown.length || this.dismissed) return this.closeMenu();
    const slash = document.createRange();
    slash.setStart(node, at - wanted.length - 1);
    slash.setEnd(node, at);
    this.slash = slash;
    this.show(shown);
  }

  show(shown) {
    this.shown = shown;
    this.menu.replaceChildren(...shown.map((action, at) => {
      const words = make("span", {}, make("strong", {}, action.name), make("small", {}, action.about));
      const option = make("li", { id: `${this.menu.id}-${at}`, role: "option" }, picture(action.icon), words);
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); this.pick(action); });
      return option;
    }));
    this.menu.hidden = false;
    this.place(this.menu, this.slash.getBoundingClientRect());
    this.text.setAttribute("aria-controls", this.menu.id);
    this.mark(0);
  }

  mark(active) {
    this.active = active;
    [...this.menu.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    this.text.setAttribute("aria-activedescendant", `${this.menu.id}-${active}`);
  }

  closeMenu() {
    this.menu.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }

  place(element, at) {
    const box = this.box.getBoundingClientRect();
    const left = Math.min(at.left - box.left, box.width - element.offsetWidth - 8);
    element.style.left = `${Math.max(8, left)}px`;
    // Open above the field if the space below is too small and there is more above.
    const below = innerHeight - at.bottom - 8, above = at.top - 8;
    const flips = element.offsetHeight + 6 > below && above > below;
    element.classList.toggle("above", flips);
    element.style.top = flips ? "auto" : `${at.bottom - box.top + 6}px`;
    element.style.bottom = flips ? `${box.bottom - at.top + 6}px` : "auto";
    element.style.maxHeight = `${Math.max(180, (flips ? above : below) - 6)}px`;
  }

  pick(action) {
    this.closeMenu();
    this.slash.deleteContents();
    this.open(this.putChip(this.slash, { kind: action.kind, says: "", source: "" }));
  }

  // ---- configuring an action ----
  open(chip) {
    if (this.isFixed) return;
    this.close();
    const { panel, first } = configure(chip.action, {
      choices: JSON.parse(this.getAttribute("choices") ?? "[]"),
      most: Number(this.getAttribute("most")),
      problem: chip.problem,
      changed: () => { chip.show(); this.changed(); },
      done: (how) => { this.close(); how === "remove" ? this.drop(chip) : this.caret(chip, false); this.sending.flush(); },
    });
    this.panel = panel;
    this.box.append(panel);
    this.place(panel, chip.getBoundingClientRect());
    this.outside = (event) => { if (!panel.contains(event.target) && !chip.contains(event.target)) this.close(); };
    document.addEventListener("pointerdown", this.outside);
    first.focus();
    first.setSelectionRange(first.value.length, first.value.length);
  }

  close() {
    this.panel?.remove();
    this.panel = null;
    document.removeEventListener("pointerdown", this.outside);
  }

  // ---- undo: the browser's own does not cover actions ----
  remember() {
    const now = JSON.stringify(this.pieces());
    if (now === this.history[this.moment]) return;
    this.history.splice(this.moment + 1, Infinity, now);
    this.history.splice(0, this.history.length - 200);
    this.moment = this.history.length - 1;
  }

  goBack(step) {
    const then = this.history[this.moment + step];
    if (then === undefined) return;
    this.moment += step;
    this.put(JSON.parse(then));
    const end = document.createRange();
    end.selectNodeContents(this.text);
    end.collapse(false);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(end);
    this.showEmpty();
    this.sending.soon();
  }
}
customElements.define("hf-instructions", Instructions);
