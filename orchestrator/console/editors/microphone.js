// <hf-microphone>: a button that records until the user pauses, and tells the words as “hf-words”.
const QUIET_MS = 1100;
const LONGEST_MS = 20000;
const LOUD = 0.015;
const PICTURE = "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3";
const WORKLETS = new URL("worklets.js", import.meta.url);

customElements.define("hf-microphone", class extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "hf-button quiet";
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    this.status = document.createElement("span");
    this.status.className = "hf-hidden";
    this.status.setAttribute("role", "status");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", PICTURE);
    svg.append(path);
    this.button.append(svg);
    this.append(this.button, this.status);
    this.show("Speak");
    if (!navigator.mediaDevices?.getUserMedia) {
      this.button.disabled = true;
      this.button.title = "The microphone needs HTTPS, or an address of this machine (localhost).";
    }
  }
  disconnectedCallback() { this.release(); }
  show(words, problem = "") {
    this.button.setAttribute("aria-label", words);
    this.button.setAttribute("aria-pressed", String(Boolean(this.stream)));
    this.button.title = problem || words;
    this.status.textContent = problem;
    this.status.className = problem ? "hf-error" : "hf-hidden";
  }
  async start() {
    this.frames = [];
    this.loudAt = null;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      this.context = new AudioContext();
      await this.context.audioWorklet.addModule(WORKLETS);
    } catch (error) {
      this.release();
      this.show("Speak", `The microphone cannot be used (${error.name}). Type instead.`);
      return;
    }
    this.began = performance.now();
    const recorder = new AudioWorkletNode(this.context, "hookflash-microphone");
    recorder.port.onmessage = ({ data }) => this.record(data);
    this.context.createMediaStreamSource(this.stream).connect(recorder);
    recorder.connect(new GainNode(this.context, { gain: 0 })).connect(this.context.destination);
    this.show("Listening …");
  }
  record({ sound, level }) {
    if (!this.stream) return;
    const now = performance.now();
    this.frames.push(sound);
    if (level > LOUD) this.loudAt = now;
    const quiet = this.loudAt !== null && now - this.loudAt > QUIET_MS;
    if (quiet || now - this.began > LONGEST_MS) this.stop();
  }
  async stop() {
    this.release();
    this.button.disabled = true;
    this.show("Understanding …");
    try {
      const answer = await fetch(this.getAttribute("ear"), { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: new Blob(this.frames) });
      const { words, problem } = await answer.json();
      this.show("Speak", problem ?? (words ? "" : "Nothing was understood."));
      if (words) this.dispatchEvent(new CustomEvent("hf-words", { detail: words }));
    } catch {
      this.show("Speak", "The server did not answer. Type instead.");
    }
    this.button.disabled = false;
  }
  release() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
    this.stream = this.context = null;
  }
});
