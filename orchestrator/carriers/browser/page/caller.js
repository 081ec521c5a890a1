// The caller's phone: talks to the agent, shows texts, is connected with a member.
import { Levels } from "./levels.js";
import { Line } from "./line.js";
import { Log, button, composer, keypad, make, newId, pretty } from "./view.js";

const TITLES = {
  talking: "Talking to the agent",
  ringing: "Ringing the office …",
  connected: "Connected",
  greeting: "Voicemail",
  recording: "Recording your message",
  ended: "The call has ended",
};
const NOTES = {
  ringing: "The agent has left the call. Phones are ringing.",
  recording: "After the beep: speak or type your message, then press # or hang up.",
};
const ENDS = {
  caller_hung_up: "You hung up.",
  hung_up: "The office ended the call.",
  they_hung_up: "They hung up.",
  not_answered: "The call was not answered.",
  ended: "The call is over.",
  lost: "The line was lost, and the call has ended.",
  moved: "The call goes on in another tab.",
};
const ABILITIES = {
  off: "The agent cannot hear or speak on this machine, so type: the packages of hookflash[speech] are not installed.",
  starting: "Speech is starting. Until it is ready, type.",
  down: "Speech has failed and is starting again. Until it is ready, the agent's words are shown, and you can type.",
  ready: "",
};

export class Caller {
  constructor(office, open, speech) {
    this.office = office;
    this.open = open; // opens a line: (opening, take) => Line
    this.speech = speech; // asks whether the agent can hear and speak
    this.streams = new Map(); // stream → speech
    this.speeches = new Map(); // speech → { bubble, received, skip, sound }
    this.texts = new Set();
    this.levels = new Levels(() => this.line, (played) => this.#played(played));
    this.log = new Log("Conversation", "Press “Call”. The agent answers at once.");
    this.messages = new Log("Text messages", "Texts to your number are shown here.");
    this.element = this.#build();
    this.#state("idle", "", "");
    this.#able(office.speech);
    addEventListener("pagehide", () => this.#hangUp());
  }
  #build() {
    this.title = make("b", {}, "Ready to call");
    this.clock = make("span", { class: "clock", role: "timer", "aria-label": "Duration" });
    this.about = make("span", { class: "soft number" });
    this.to = make("select", {}, ...this.office.numbers.map((one) => make("option", { value: one }, pretty(one))));
    this.from = make("input", { type: "tel", value: "+14155550199", pattern: "\\+[0-9]{6,15}", placeholder: "withheld" });
    this.dial = make("div", { class: "stack" },
      make("div", { class: "pair" }, make("label", {}, "Number to call", this.to), make("label", {}, "Your number", this.from)),
      make("div", { class: "bar" },
        this.call = button("Call and talk", "", () => this.#begin(true), "call"),
        button("Call and type", "quiet", () => this.#begin(false))));
    this.call.disabled = this.levels.switch.disabled;
    const say = composer("What you say", "Type what you say", (text) => this.#say(text));
    this.sayForm = say.form;
    this.field = say.field;
    const pad = this.pad = keypad((digits) => this.#press(digits));
    this.during = make("div", { class: "stack" }, say.form, pad.keys,
      make("div", { class: "bar" }, this.levels.switch, pad.toggle, button("Hang up", "end", () => this.#hangUp(), "end")),
      this.levels.element);
    this.note = make("p", { class: "problem", role: "status", hidden: true });
    const reply = composer("Your reply by text", "Reply by text", (text) => this.#reply(text));
    this.replyForm = reply.form;
    this.card = make("section", { class: "card call", "aria-label": "Call" },
      make("div", { class: "status" }, make("span", { class: "dot" }), make("div", { role: "status" }, this.title, this.about), this.clock),
      this.log.element,
      make("div", { class: "controls" }, this.note, this.levels.problem, this.dial, this.during));
    return make("div", { class: "phone" }, this.card,
      make("section", { class: "card texts", "aria-label": "Texts" }, make("h2", {}, "Texts"), this.messages.element, reply.form));
  }
  async #begin(talk) {
    if (!this.from.checkValidity()) {
      this.from.reportValidity();
      return;
    }
    this.log.element.replaceChildren();
    if (talk) await this.levels.toggle(true);
    else await this.levels.sound.open();
    this.streams.clear();
    this.speeches.clear();
    const from = this.from.value.trim();
    this.line?.close();
    this.line = this.open({ do: "call", call: newId(), to: this.to.value, from }, {
      message: (message) => this.#take(message),
      sound: (stream, samples) => this.#sound(stream, samples),
      connection: (state, why) => this.#connection(state, why),
    });
    this.#state("talking", "", "");
    this.title.textContent = "Calling …";
    this.began = Date.now();
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.#tick(), 500);
    this.field.focus();
  }
  #take(message) {
    const take = {
      state: () => this.#state(message.state, message.who, message.why),
      speech: () => this.#speech(message),
      speech_end: () => this.#made(message.speech),
      stop: () => this.#stop(message.speech),
      heard: () => this.#heard(message),
      words: () => this.log.say(message.text, this.who, false),
      text: () => this.#text(message),
      ability: () => this.#able(message.speech),
      moved: () => this.#state("ended", "", "moved"),
      error: () => this.#note(message.text),
    }[message.is];
    take?.();
  }
  #state(state, who, why) {
    this.state = state;
    this.who = who;
    this.card.dataset.state = state;
    const idle = state === "idle" || state === "ended";
    this.dial.hidden = !idle;
    this.during.hidden = idle;
    this.replyForm.hidden = !this.texts.size || idle;
    if (state === "idle") return;
    this.title.textContent = state === "connected" ? `Connected with ${who}` : TITLES[state];
    this.about.textContent = state === "ended" ? ENDS[why] ?? "" : pretty(this.to.value);
    if (NOTES[state]) this.log.note(NOTES[state]);
    if (state === "connected") this.log.note(`${who} answered. You are talking to them now.`);
    this.levels.sound.ringback(state === "ringing");
    if (state === "ringing" && !this.pad.keys.hidden) this.pad.toggle.click(); // nobody hears keys now
    if (state === "ended") this.#over(why);
  }
  #over(why) {
    clearInterval(this.ticking);
    this.log.note(ENDS[why] ?? ENDS.ended);
    this.levels.toggle(false);
    this.line?.close();
  }
  #speech({ speech, stream, text, sound }) {
    this.streams.set(stream, speech);
    const known = this.speeches.get(speech);
    if (known) {
      known.skip = known.received;
      return;
    }
    const shown = !sound || !this.levels.sound.playing;
    this.speeches.set(speech, { bubble: this.log.say(text, "Agent", false), received: 0, skip: 0, shown });
    if (shown) this.#report({ speech, samples: 0, began: 0, ended: 0, finished: true });
    else this.levels.sound.begin(speech);
  }
  #sound(stream, samples) {
    if (stream === 0) {
      this.levels.sound.play(0, "", samples);
      return;
    }
    const speech = this.streams.get(stream);
    const known = this.speeches.get(speech);
    if (!known || known.shown) return;
    const kept = samples.slice(Math.min(known.skip, samples.length));
    known.skip -= samples.length - kept.length;
    known.received += kept.length;
    if (kept.length) this.levels.sound.play(stream, speech, kept);
  }
  #made(speech) {
    const known = this.speeches.get(speech);
    if (known && !known.shown) this.levels.sound.made(speech);
  }
  #stop(speech) {
    const known = this.speeches.get(speech);
    if (!known) this.#report({ speech, samples: 0, began: 0, ended: 0, finished: false });
    else if (!known.shown) this.levels.sound.stop(speech);
  }
  #played(played) {
    if (!played.finished) this.speeches.get(played.speech)?.bubble.classList.add("cut");
    this.#report(played);
  }
  #report(played) {
    this.line.tell({ do: "played", ...played });
  }
  #say(text) {
    const id = newId();
    this.said ??= new Set();
    this.said.add(id);
    this.log.say(text, "", true);
    this.line.tell({ do: "say", id, text });
  }
  #heard({ id, text }) {
    if (!this.said?.has(id)) this.log.say(text, "", true);
  }
  #press(digits) {
    this.log.note(`You pressed ${digits}`);
    this.line.tell({ do: "press", id: newId(), digits });
  }
  #text({ id, sender, body }) {
    this.line.tell({ do: "got", text: id });
    if (this.texts.has(id)) return;
    this.texts.add(id);
    this.messages.say(body, pretty(sender), false);
    this.log.note("You got a text.");
    this.replyForm.hidden = false;
  }
  #reply(text) {
    this.messages.say(text, "", true);
    this.line.tell({ do: "text", id: newId(), body: text });
  }
  #hangUp() {
    if (!this.line || this.state === "ended" || this.state === "idle") return;
    this.line.tell({ do: "hang_up" });
  }
  #connection(state, why) {
    if (state === "refused") {
      this.#note(why || "The server refused the line.");
      this.#state("ended", "", "ended");
    } else this.#note(state === "lost" ? "The connection was lost. Connecting again …" : ABILITIES[this.able]);
  }
  // Before a call, nothing tells when speech has started: ask.
  #able(speech) {
    this.able = speech;
    this.#note(ABILITIES[speech]);
    if (this.state === "idle" && speech === "starting") {
      setTimeout(async () => this.state === "idle" && this.#able(await this.speech()), 1000);
    }
  }
  #note(text) {
    this.note.hidden = !text;
    this.note.textContent = text ?? "";
  }
  #tick() {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
