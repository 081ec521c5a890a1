// The microphone and the speaker of a tab.

const WORKLETS = new URL("worklets.js", import.meta.url);

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia);
export const canPlay = typeof AudioWorkletNode === "function";

export class Sound {
  constructor({ frame, played, micLevel, level }) {
    this.take = { frame, played, micLevel, level };
    this.ready = null;
    this.stream = null;
  }
  get playing() {
    return this.context?.state === "running" && Boolean(this.speaker);
  }
  get recording() {
    return Boolean(this.stream);
  }
  // Call it from a click: browsers play no sound before one.
  open() {
    this.ready ??= canPlay ? this.#open() : Promise.resolve();
    this.context?.resume();
    return this.ready;
  }
  async #open() {
    this.context = new AudioContext({ latencyHint: "interactive" });
    await this.context.resume();
    await this.context.audioWorklet.addModule(WORKLETS);
    const speaker = new AudioWorkletNode(this.context, "hookflash-speaker", { numberOfInputs: 0, outputChannelCount: [1] });
    speaker.port.onmessage = ({ data }) => (data.played ? this.#played(data) : this.take.level(data.level));
    speaker.connect(this.context.destination);
    this.speaker = speaker;
  }
  async record() {
    await this.open();
    if (this.stream) return;
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
    this.source = this.context.createMediaStreamSource(this.stream);
    this.microphone = new AudioWorkletNode(this.context, "hookflash-microphone", { numberOfOutputs: 1 });
    this.microphone.port.onmessage = ({ data }) => {
      this.take.frame(data.sound);
      this.take.micLevel(data.level);
    };
    this.source.connect(this.microphone);
    const mute = new GainNode(this.context, { gain: 0 });
    this.microphone.connect(mute).connect(this.context.destination); // so that it is processed
  }
  stopRecording() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.source?.disconnect();
    this.microphone?.disconnect();
    this.stream = null;
    this.take.micLevel(0);
  }
  begin(speech) {
    this.speaker.port.postMessage({ add: speech });
  }
  play(stream, speech, samples) {
    this.speaker?.port.postMessage({ stream, speech, sound: samples }, [samples.buffer]);
  }
  made(speech) {
    this.speaker.port.postMessage({ made: speech });
  }
  stop(speech) {
    this.speaker.port.postMessage({ stop: speech });
  }
  // 440 and 480 Hz, two seconds of six, as North American phones ring.
  ringback(on) {
    this.tones?.forEach((one) => one.stop());
    clearInterval(this.cadence);
    this.tones = null;
    if (!on || !this.playing) return;
    const gain = new GainNode(this.context, { gain: 0 });
    gain.connect(this.context.destination);
    this.tones = [440, 480].map((frequency) => {
      const tone = new OscillatorNode(this.context, { frequency });
      tone.connect(gain);
      tone.start();
      return tone;
    });
    const ring = () => {
      const now = this.context.currentTime;
      gain.gain.setTargetAtTime(0.06, now, 0.02);
      gain.gain.setTargetAtTime(0, now + 2, 0.02);
    };
    ring();
    this.cadence = setInterval(ring, 6000);
  }
  #played({ played, samples, began, ended, finished }) {
    const latency = this.context.outputLatency || 0;
    const ago = (at) => Math.max(0, this.context.currentTime - at - latency);
    this.take.played({ speech: played, samples, began: ago(began), ended: ago(ended), finished });
  }
}
