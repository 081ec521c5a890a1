// <hf-player label waveform><audio src></audio></hf-player>: plays a recording, and shows how loud it is over time.
// The audio element may be replaced at any time (console.js keeps the one that plays), so it is looked up each time.
const drawn = new Map(); // waveform by its address
const SPEEDS = [1, 1.5, 2];
const two = (number) => String(number).padStart(2, "0");
const clock = (seconds) => { const whole = Math.round(seconds); return `${Math.floor(whole / 60)}:${two(whole % 60)}`; };
const svg = (name, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

class Player extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "hf-player-button" });
    this.button.dataset.local = "";
    this.wave = svg("svg", { viewBox: "0 0 160 32", preserveAspectRatio: "none", class: "hf-player-wave", role: "slider", tabindex: "0", "aria-label": "Position", "aria-valuemin": "0" });
    this.time = Object.assign(document.createElement("span"), { className: "hf-player-time" });
    this.speed = Object.assign(document.createElement("button"), { type: "button", className: "hf-player-speed", textContent: "1×" });
    this.speed.dataset.local = "";
    this.speed.setAttribute("aria-label", "Speed");
    this.append(this.button, this.wave, this.time, this.speed);
    this.button.addEventListener("click", () => { const { sound } = this; sound.paused ? sound.play() : sound.pause(); });
    this.speed.addEventListener("click", () => {
      this.sound.playbackRate = SPEEDS[(SPEEDS.indexOf(this.sound.playbackRate) + 1) % SPEEDS.length];
      this.show();
    });
    this.wave.addEventListener("pointerdown", (event) => {
      const box = this.wave.getBoundingClientRect();
      this.seek(((event.clientX - box.left) / box.width) * this.seconds);
    });
    this.wave.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
      if (by) { event.preventDefault(); event.stopPropagation(); this.seek(this.sound.currentTime + by); }
      if (event.key === " ") { event.preventDefault(); this.button.click(); }
    });
    this.draw();
    setTimeout(() => this.show());
  }

  get sound() { return this.querySelector("audio"); }
  get seconds() { return Number.isFinite(this.sound?.duration) ? this.sound.duration : (this.known?.seconds ?? 0); }

  seek(to) {
    const { sound } = this;
    const at = Math.min(Math.max(to, 0), this.seconds);
    if (sound.readyState) { sound.currentTime = at; return; }
    sound.addEventListener("loadedmetadata", () => { sound.currentTime = at; }, { once: true });
    sound.load();
  }

  async draw() {
    const address = this.getAttribute("waveform");
    if (!drawn.has(address)) drawn.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : {}), () => ({})));
    this.known = await drawn.get(address);
    const peaks = this.known.peaks ?? [];
    const most = Math.max(...peaks, 1);
    const width = 160 / (peaks.length || 1);
    this.wave.replaceChildren(...peaks.map((peak, n) => {
      const height = Math.max(1.5, (30 * peak) / most);
      return svg("rect", { x: n * width, y: 16 - height / 2, width: width * 0.62, height, rx: 0.4 });
    }));
    this.show();
  }

  show() {
    const { sound } = this;
    if (!sound) return;
    const { seconds } = this;
    const share = seconds ? sound.currentTime / seconds : 0;
    this.button.setAttribute("aria-label", `${sound.paused ? "Play" : "Pause"}: ${this.getAttribute("label")}`);
    this.button.toggleAttribute("data-playing", !sound.paused);
    this.speed.textContent = `${sound.playbackRate}×`;
    this.time.textContent = `${clock(sound.currentTime)} / ${clock(seconds)}`;
    this.wave.setAttribute("aria-valuemax", seconds.toFixed(1));
    this.wave.setAttribute("aria-valuenow", sound.currentTime.toFixed(1));
    this.wave.setAttribute("aria-valuetext", `${clock(sound.currentTime)} of ${clock(seconds)}`);
    const bars = this.wave.children;
    for (let n = 0; n < bars.length; n++) bars[n].classList.toggle("played", n / bars.length < share);
  }
}
customElements.define("hf-player", Player);
for (const kind of ["play", "pause", "timeupdate", "seeked", "ended", "loadedmetadata", "ratechange"])
  document.addEventListener(kind, ({ target }) => target.closest?.("hf-player")?.show?.(), true);
