// The line to the server. It connects again by itself; what was not acknowledged is sent again.

const REFUSED = 1008;
const SLOWEST_MS = 3000;

export class Line {
  constructor(address, opening, take) {
    this.address = address;
    this.opening = opening;
    this.take = take; // { message, sound, connection, returning: what the opening says besides }
    this.unacknowledged = new Map();
    this.waiting = [];
    this.over = false;
    this.pause = 250;
    this.#connect();
  }
  tell(message) {
    if (message.id) this.unacknowledged.set(message.id, message);
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    else if (!message.id) this.waiting.push(message);
  }
  sound(samples) {
    if (this.socket.readyState === WebSocket.OPEN && this.socket.bufferedAmount < 64000) this.socket.send(samples);
  }
  close() {
    this.over = true;
    this.socket.close();
  }
  #connect() {
    this.socket = new WebSocket(this.address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.#opened();
    this.socket.onmessage = (event) => this.#received(event.data);
    this.socket.onclose = (event) => this.#closed(event);
  }
  #opened() {
    this.pause = 250;
    const send = (message) => this.socket.send(JSON.stringify(message));
    send({ ...this.opening, ...this.take.returning?.() });
    this.waiting.splice(0).forEach(send);
    this.unacknowledged.forEach(send);
    this.take.connection("open");
  }
  #received(data) {
    if (typeof data !== "string") {
      const stream = new DataView(data).getUint32(0, true);
      this.take.sound(stream, new Int16Array(data.slice(4)));
      return;
    }
    const message = JSON.parse(data);
    if (message.is === "ack") this.unacknowledged.delete(message.id);
    else this.take.message(message);
  }
  #closed(event) {
    if (this.over) return;
    if (event.code === REFUSED) {
      this.over = true;
      this.take.connection("refused", event.reason);
      return;
    }
    this.take.connection("lost");
    setTimeout(() => this.over || this.#connect(), this.pause);
    this.pause = Math.min(this.pause * 2, SLOWEST_MS);
  }
}
