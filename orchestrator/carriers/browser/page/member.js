// A member's phone: rings, is answered or declined, and is connected with the caller.
import { Levels } from "./levels.js";
import { Log, button, composer, icon, make, newId, pretty } from "./view.js";

const TITLES = { idle: "Waiting for calls", ringing: "Incoming call", asking: "Answered", connected: "Connected" };

export class Member {
  constructor(member, open) {
    this.member = member;
    this.id = newId();
    this.leg = "";
    this.levels = new Levels(() => this.line, () => {});
    this.log = new Log("Conversation", "You hear the caller, and they hear you. You can also type.");
    this.element = this.#build();
    this.#state("idle");
    this.line = open({ do: "phone", tab: this.id, number: member.phone }, {
      message: (message) => this.#take(message),
      sound: (stream, samples) => this.levels.sound.play(stream, "", samples),
      connection: (state, why) => this.#connection(state, why),
      returning: () => ({ leg: this.leg }),
    });
    addEventListener("pagehide", () => this.#hangUp());
  }
  #build() {
    this.title = make("span");
    this.busy = make("input", { type: "checkbox", on: { change: () => this.#tellBusy() } });
    this.from = make("h1");
    this.text = make("p", { class: "soft" });
    this.actions = make("div", { class: "row" });
    this.note = make("p", { class: "problem", role: "status", hidden: true });
    this.incoming = make("div", { class: "incoming" }, make("span", { class: "ringer" }, icon("call")), this.from, this.text, this.actions);
    const say = composer("What you say", "Type to the caller", (text) => this.#say(text));
    this.during = make("div", { class: "controls" }, this.levels.problem, say.form,
      make("div", { class: "bar" }, this.levels.switch, button("Hang up", "end", () => this.#hangUp(), "end")), this.levels.element);
    this.card = make("section", { class: "card call member", "aria-label": `Phone of ${this.member.name}` },
      make("div", { class: "status" }, make("span", { class: "dot" }),
        make("div", { role: "status" }, make("b", {}, this.member.name), make("span", { class: "soft" }, this.title, " · ", make("span", { class: "number" }, pretty(this.member.phone)))),
        make("label", { class: "switch" }, this.busy, "Busy")),
      this.note, this.incoming, this.log.element, this.during);
    return this.card;
  }
  #take(message) {
    const take = {
      ring: () => this.#ring(message),
      stop_ring: () => this.#stopped(message),
      ask_key: () => this.#ask(message),
      connected: () => this.#connected(message),
      words: () => this.log.say(message.text, "Caller", false),
      text: () => this.line.tell({ do: "got", text: message.id }),
      error: () => this.#note(message.text),
    }[message.is];
    take?.();
  }
  #ring({ leg, caller, number }) {
    if (this.leg && this.leg !== leg) return;
    this.leg = leg;
    this.caller = caller;
    this.#state("ringing", pretty(caller), `calls ${pretty(number)}`,
      button("Answer", "", () => this.#answer(), "call"),
      button("Decline", "end", () => this.line.tell({ do: "decline", leg }), "end"));
  }
  async #answer() {
    this.line.tell({ do: "answer", leg: this.leg });
    await this.levels.sound.open();
    if (!this.levels.switch.disabled) await this.levels.toggle(true);
  }
  #ask({ leg, words }) {
    this.#state("asking", words || "Press 1 to accept the call.", "Otherwise the next phone, or voicemail, gets the caller.",
      button("Press 1", "", () => this.line.tell({ do: "press", id: newId(), digits: "1", leg })),
      button("Hang up", "end", () => this.#hangUp(), "end"));
  }
  #connected({ leg, caller }) {
    this.leg = leg;
    this.caller = caller;
    this.#state("connected");
    if (!this.log.element.childElementCount) this.log.note(`You are talking to ${pretty(caller)}.`);
  }
  #stopped({ leg, why }) {
    if (leg !== this.leg) return;
    this.leg = "";
    this.levels.toggle(false);
    this.log.element.replaceChildren();
    this.#state("idle", "", `The last call: ${why}.`);
  }
  #state(state, heading = "No call", text = "This phone rings when a caller is transferred to it. Keep the tab open.", ...actions) {
    this.card.dataset.state = state;
    this.title.textContent = TITLES[state];
    this.from.textContent = heading || "No call";
    this.text.textContent = text;
    this.actions.replaceChildren(...actions);
    const connected = state === "connected";
    this.incoming.hidden = connected;
    this.log.element.hidden = !connected;
    this.during.hidden = !connected;
    document.title = `${state === "ringing" ? "☎ Ringing: " : ""}${this.member.name} – Hookflash`;
    this.state = state;
  }
  #say(text) {
    this.log.say(text, "", true);
    this.line.tell({ do: "say", id: newId(), text, leg: this.leg });
  }
  #hangUp() {
    if (this.leg && this.state !== "ringing") this.line.tell({ do: "hang_up", leg: this.leg });
  }
  #tellBusy() {
    this.line.tell({ do: "busy", on: this.busy.checked });
  }
  #connection(state, why) {
    if (state === "open" && this.busy.checked) this.#tellBusy();
    this.#note({ open: "", lost: "The connection was lost. Connecting again …", refused: why || "The server refused the line." }[state]);
  }
  #note(text) {
    this.note.hidden = !text;
    this.note.textContent = text;
  }
}
