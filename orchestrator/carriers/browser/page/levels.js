// Shows how loud the microphone and the other side are, and switches the microphone.
import { button, make } from "./view.js";
import { Sound, canRecord } from "./sound.js";

export const INSECURE = "The microphone needs HTTPS, or an address of this machine (localhost). You can type.";

function meter(label) {
  const element = make("meter", { min: "0", max: "0.3", value: "0", "aria-label": label });
  return { element, row: make("label", {}, label, element) };
}

export class Levels {
  constructor(line, played) {
    this.mic = meter("Your voice");
    this.heard = meter("What you hear");
    this.sound = new Sound({
      frame: (samples) => line().sound(samples),
      played,
      micLevel: (level) => { this.mic.element.value = level; },
      level: (level) => { this.heard.element.value = level; },
    });
    this.switch = button("Microphone", "quiet", () => this.toggle(), "mic");
    this.switch.setAttribute("aria-pressed", "false");
    this.problem = make("p", { class: "problem", role: "alert", hidden: canRecord }, canRecord ? "" : INSECURE);
    this.switch.disabled = !canRecord;
    this.element = make("div", { class: "levels" }, this.mic.row, this.heard.row);
  }
  async toggle(on = !this.sound.recording) {
    if (!on || !canRecord) this.sound.stopRecording();
    else {
      try {
        await this.sound.record();
        this.problem.hidden = true;
      } catch (error) {
        this.problem.hidden = false;
        this.problem.textContent = error.name === "NotAllowedError"
          ? "The browser does not let this page use the microphone. Allow it, or type."
          : `The microphone cannot be used (${error.name}). You can type.`;
      }
    }
    this.switch.setAttribute("aria-pressed", String(this.sound.recording));
  }
}
