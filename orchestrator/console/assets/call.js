// The lanes of a call as a scrubber. The browser owns the position; it tells the server of each move.
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const clock = (seconds) => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

class Lanes extends HTMLElement {
  static observedAttributes = ["xs"];
  // Not named as the attributes: Vue would set these fields instead.
  places = [0];
  moments = [0];
  here = 0;
  pinned = null;
  pace = 1;
  frame = 0;

  connectedCallback() {
    this.here = Number(this.getAttribute("at") ?? 0);
    this.pinned = this.hasAttribute("other") ? Number(this.getAttribute("other")) : null;
    this.future = this.mark("hf-future");
    this.head = this.mark("hf-playhead");
    this.pin = this.mark("hf-playhead other");
    this.read();
    this.onpointerdown = (event) => this.grab(event);
    this.onkeydown = (event) => this.key(event);
    current = this;
    this.show();
    this.resized = new ResizeObserver(() => this.sight());
    this.resized.observe(this.parentElement);
  }
  disconnectedCallback() {
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    if (current === this) current = null;
  }
  mark(name) {
    const made = document.createElement("div");
    made.className = name;
    this.append(made);
    return made;
  }
  read() {
    this.places = JSON.parse(this.getAttribute("xs") ?? "[0]");
    this.moments = JSON.parse(this.getAttribute("seconds") ?? "[0]");
  }
  attributeChangedCallback() {
    const last = this.last;
    queueMicrotask(() => {
      this.read();
      if (this.head && this.here === last && last) this.here = this.last; // follows a live call
      if (this.head) setTimeout(() => this.show(), 60); // the lists are updated meanwhile
    });
  }
  get last() { return this.places.length - 1; }

  move(at) {
    at = clamp(at, 0, this.last);
    if (at === this.here) return;
    this.here = at;
    this.show();
    this.sight();
    this.tell();
  }
  tell() {
    this.dispatchEvent(new CustomEvent("moved", { detail: { at: this.here, other: this.pinned } }));
    const query = this.pinned === null ? `?at=${this.here}` : `?at=${this.here}&with=${this.pinned}`;
    globalThis.hookflash.keepQuery(query);
  }
  show(x = this.places[this.here]) {
    const left = `${100 * x}%`;
    this.head.style.left = left;
    this.future.style.left = left;
    this.pin.hidden = this.pinned === null;
    this.pin.style.display = this.pin.hidden ? "none" : "";
    if (this.pinned !== null) this.pin.style.left = `${100 * this.places[this.pinned]}%`;
    this.list();
  }
  // On a narrow window the lanes scroll sideways, under the names.
  sight() {
    const scroll = this.parentElement, room = scroll.clientWidth;
    const at = this.offsetLeft + this.places[this.here] * this.clientWidth;
    if (at < scroll.scrollLeft + this.offsetLeft || at > scroll.scrollLeft + room - 8)
      scroll.scrollLeft = at - room * 0.6;
  }
  list() {
    let words = "before the first event";
    for (const item of document.querySelectorAll(".hf-transcript > li, .hf-all-events > li")) {
      const position = Number(item.querySelector("[data-position]")?.dataset.position);
      item.classList.toggle("later", position > this.here);
      item.classList.toggle("current", position === this.here);
      if (position === this.here) words = item.querySelector(".words")?.textContent ?? words;
    }
    this.setAttribute("aria-valuenow", this.here);
    this.setAttribute("aria-valuetext", `Event ${this.here} of ${this.last}: ${words}`);
    const shown = [...document.querySelectorAll(".hf-call-talk ol")].find((one) => one.offsetParent);
    const here = shown && [...shown.querySelectorAll("li:not(.later)")].at(-1);
    if (here) {
      const [a, b] = [here.getBoundingClientRect(), shown.getBoundingClientRect()];
      if (a.top < b.top || a.bottom > b.bottom) shown.scrollTop += a.bottom - b.bottom + b.height / 3;
    }
    for (const told of document.querySelectorAll("[data-told]"))
      told.textContent = `${clock(this.moments[this.here])} · event ${this.here} of ${this.last}`;
    for (const pin of document.querySelectorAll("[data-pin]"))
      pin.textContent = this.pinned === null ? "Compare from here" : "Stop comparing";
    for (const link of document.querySelectorAll(".hf-what-if-link a"))
      link.search = `?at=${this.here}`;
  }

  // The last event at or before a place.
  nearest(x) {
    const width = 4 / this.clientWidth;
    let found = 0;
    for (let n = 1; n <= this.last; n += 1) if (this.places[n] <= x + width) found = n;
    return found;
  }
  grab(event) {
    if (event.button) return;
    this.stop();
    const chosen = event.target.closest("[data-position]");
    if (chosen) this.move(Number(chosen.dataset.position));
    else this.follow(event);
    if (event.pointerType === "touch") return; // a finger scrolls
    this.setPointerCapture(event.pointerId);
    const from = event.clientX;
    this.onpointermove = (moved) => { if (Math.abs(moved.clientX - from) > 3) this.follow(moved); };
    this.onpointerup = this.onpointercancel = () => { this.onpointermove = null; };
  }
  follow(event) {
    const box = this.getBoundingClientRect();
    this.move(this.nearest((event.clientX - box.left) / box.width));
  }
  key(event) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    const to = { Home: 0, End: this.last }[event.key] ?? (by ? this.here + by : null);
    if (event.key === " ") this.play();
    else if (to === null) return;
    else this.step(to);
    event.preventDefault();
    event.stopPropagation();
  }
  step(to) { this.stop(); this.move(to); }

  play() {
    if (this.frame) return this.stop();
    if (this.here === this.last) this.move(0);
    let now = this.moments[this.here], before = performance.now();
    const turn = (at) => {
      now += ((at - before) / 1000) * this.pace;
      before = at;
      let next = this.here;
      while (next < this.last && this.moments[next + 1] <= now) next += 1;
      if (next !== this.here) { this.here = next; this.tell(); this.list(); }
      if (next === this.last) { this.stop(); this.show(); return; }
      const [a, b] = [this.moments[next], this.moments[next + 1]];
      const part = b > a ? clamp((now - a) / (b - a), 0, 1) : 1;
      const x = this.places[next] + (this.places[next + 1] - this.places[next]) * part;
      this.head.style.left = this.future.style.left = `${100 * x}%`;
      this.frame = requestAnimationFrame(turn);
    };
    this.frame = requestAnimationFrame(turn);
    label("Pause");
  }
  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    label("Play");
  }
  compare() {
    this.pinned = this.pinned === null ? this.here : null;
    this.show();
    this.tell();
  }
}

// What a page shows is in its address; its entry in the history stays.
Object.assign((globalThis.hookflash ??= {}), {
  keepQuery: (query) => history.replaceState(history.state, "", query),
});

let current = null;
const label = (words) => {
  for (const button of document.querySelectorAll("[data-play]")) button.textContent = words;
};
const press = (chosen) => {
  for (const one of chosen.parentElement.children) one.setAttribute("aria-pressed", String(one === chosen));
};

document.addEventListener("click", async ({ target }) => {
  const chosen = target.closest("button");
  if (!chosen || !current) return;
  const { position, step, speed, pane, list } = chosen.dataset;
  if (position) current.step(Number(position));
  if (step) current.step(current.here + Number(step));
  if ("play" in chosen.dataset) current.play();
  if ("pin" in chosen.dataset) current.compare();
  if (speed) { current.pace = Number(speed); press(chosen); }
  if (pane) { chosen.closest(".hf-one-call").dataset.view = pane; press(chosen); current.show(); }
  if (list) { chosen.closest("section").dataset.list = list; press(chosen); current.show(); }
  if ("link" in chosen.dataset) {
    await navigator.clipboard?.writeText(location.href);
    chosen.textContent = "Link copied";
  }
});
document.addEventListener("keydown", (event) => {
  const within = event.target.closest?.("input, select, textarea, [role=tab], [role=menu], [role=dialog], audio");
  if (!current || within || event.altKey || event.metaKey || event.ctrlKey) return;
  if (["ArrowLeft", "ArrowRight"].includes(event.key)) current.key(event);
});

if (!customElements.get("hf-lanes")) customElements.define("hf-lanes", Lanes);
