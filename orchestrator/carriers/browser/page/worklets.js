// Runs beside the page, in the browser's audio thread: takes the microphone, plays what comes.

const RATE = 16000;
const FRAME = 320;
const LIVE = 0;
const JITTER = 0.06 * RATE;
const MOST_LIVE = 0.5 * RATE;

function rms(total, count) {
  return count ? Math.sqrt(total / count) : 0;
}

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.ratio = sampleRate / RATE;
    this.at = 0;
    this.sum = 0;
    this.count = 0;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
  process([input]) {
    const samples = input[0];
    if (!samples) return true;
    for (const sample of samples) {
      this.sum += sample;
      this.count += 1;
      this.at += 1;
      if (this.at >= this.ratio) {
        this.at -= this.ratio;
        this.put(this.sum / this.count);
        this.sum = 0;
        this.count = 0;
      }
    }
    return true;
  }
  put(value) {
    this.frame[this.filled++] = Math.max(-1, Math.min(1, value)) * 32767;
    if (this.filled < FRAME) return;
    let total = 0;
    for (const one of this.frame) total += (one / 32768) ** 2;
    const full = this.frame.buffer;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.port.postMessage({ sound: full, level: rms(total, FRAME) }, [full]);
  }
}

class Speaker extends AudioWorkletProcessor {
  constructor() {
    super();
    this.speeches = [];
    this.live = [];
    this.liveSamples = 0;
    this.flowing = false;
    this.step = RATE / sampleRate;
    this.phase = 0;
    this.last = 0;
    this.next = 0;
    this.total = 0;
    this.counted = 0;
    this.port.onmessage = (event) => this.take(event.data);
  }
  take(message) {
    if (message.add) {
      const known = this.speeches.find((one) => one.speech === message.add);
      if (!known) this.speeches.push({ speech: message.add, chunks: [], offset: 0, played: 0, began: null, made: false });
    } else if (message.sound && message.stream === LIVE) this.addLive(message.sound);
    else if (message.sound) this.of(message.speech)?.chunks.push(message.sound);
    else if (message.made) {
      const speech = this.of(message.made);
      if (speech) speech.made = true;
    } else if (message.stop) this.finish(this.of(message.stop), message.stop, false);
  }
  of(speech) {
    return this.speeches.find((one) => one.speech === speech);
  }
  addLive(samples) {
    this.live.push(samples);
    this.liveSamples += samples.length;
    while (this.liveSamples > MOST_LIVE) this.liveSamples -= this.live.shift().length;
    if (this.liveSamples >= JITTER) this.flowing = true;
  }
  finish(speech, name, finished) {
    this.speeches = this.speeches.filter((one) => one !== speech);
    const began = speech?.began ?? currentTime;
    this.port.postMessage({ played: name, samples: speech?.played ?? 0, began, ended: currentTime, finished });
  }
  pull() {
    return this.pullSpeech() + this.pullLive();
  }
  pullSpeech() {
    for (;;) {
      const speech = this.speeches[0];
      if (!speech) return 0;
      if (speech.chunks.length) return this.pullFrom(speech);
      if (!speech.made) return 0;
      this.finish(speech, speech.speech, true);
    }
  }
  pullFrom(speech) {
    speech.began ??= currentTime;
    const chunk = speech.chunks[0];
    const value = chunk[speech.offset++];
    speech.played += 1;
    if (speech.offset >= chunk.length) {
      speech.chunks.shift();
      speech.offset = 0;
    }
    return value / 32768;
  }
  pullLive() {
    if (!this.flowing) return 0;
    const chunk = this.live[0];
    if (!chunk) {
      this.flowing = false;
      return 0;
    }
    this.liveAt ??= 0;
    const value = chunk[this.liveAt++];
    this.liveSamples -= 1;
    if (this.liveAt >= chunk.length) {
      this.live.shift();
      this.liveAt = 0;
    }
    return value / 32768;
  }
  process(inputs, [output]) {
    const channel = output[0];
    for (let i = 0; i < channel.length; i += 1) {
      this.phase += this.step;
      while (this.phase >= 1) {
        this.phase -= 1;
        this.last = this.next;
        this.next = this.pull();
      }
      const value = this.last + (this.next - this.last) * this.phase;
      channel[i] = value;
      this.total += value * value;
      this.counted += 1;
    }
    for (let i = 1; i < output.length; i += 1) output[i].set(channel);
    if (this.counted >= sampleRate / 12) {
      this.port.postMessage({ level: rms(this.total, this.counted) });
      this.total = 0;
      this.counted = 0;
    }
    return true;
  }
}

registerProcessor("hookflash-microphone", Microphone);
registerProcessor("hookflash-speaker", Speaker);
