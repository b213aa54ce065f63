// A player's stream over WebSocket: opens it, acknowledges frames, sends inputs, and opens it again when it breaks, with the
// same ticket, a higher stream number and the newest frame that was seen.
import { Backoff } from './backoff.js';
import { Outbox } from './outbox.js';
import { verdictOf } from './verdict.js';
import { FRAME, readServerFrame, writeClientFrame } from './wire.js';

const ACKNOWLEDGE_MS = 100;
const GATHER_MS = 5;
const PROBE_MS = 1000;
const OPEN_MAX_MS = 10000;

/** A stream that is silent for so long is taken for dead. A board that is moved to another gameserver takes less. */
const SILENCE_MAX_MS = 8000;

/** After sleep or a change of network a stream that does not speak soon is taken for dead. */
const SILENCE_AFTER_WAKE_MS = 1500;

/** So often a status that may pass is met with another try without a frame in between; then the player is told. */
const FAILURES_MAX = 12;

/** How long a browser that says that it is offline is believed: a server on the same machine can be reached all the same. */
const OFFLINE_MS = 2000;

export class PlayStream {
  #session;
  #handlers;
  #outbox = new Outbox();
  #backoff = new Backoff();
  #socket = null;
  #isClosed = false;
  #failures = 0;
  #framesOfSocket = 0;
  #lastFrameMs = performance.now();
  #deadAtMs = 0;
  #lastSendMs = 0;
  #lastStateMs = 0;
  #gather = 0;
  #retry = 0;
  #beat = 0;

  /**
   * @param session what to play on with: {ticket, stream, epoch, tick}; its stream, epoch and tick are kept up to date
   * @param handlers {onFrame(frame, nowMs), onInput(sequence), onState(word), onEnd(verdict)}; the words are 'opening', 'open' and
   *     'waiting'
   */
  constructor(session, handlers) {
    this.#session = session;
    this.#handlers = handlers;
  }

  start() {
    this.#beat = setInterval(() => this.#check(), ACKNOWLEDGE_MS);
    addEventListener('online', this.#onWake);
    document.addEventListener('visibilitychange', this.#onWake);
    this.#open();
  }

  close() {
    this.#isClosed = true;
    clearInterval(this.#beat);
    clearTimeout(this.#retry);
    clearTimeout(this.#gather);
    removeEventListener('online', this.#onWake);
    document.removeEventListener('visibilitychange', this.#onWake);
    this.#drop();
  }

  /** Replaces the state input; returns its sequence, or 0 before the first frame. */
  setState(input) {
    if (!this.#outbox.isOpen) {
      return 0;
    }
    this.#lastStateMs = performance.now();
    const sequence = this.#outbox.setState(input);
    this.#handlers.onInput(sequence);
    this.#sendSoon();
    return sequence;
  }

  /** Adds an event input; returns its sequence, or 0 if it has to wait. */
  addEvent(input) {
    const sequence = this.#outbox.isOpen ? this.#outbox.addEvent(input) : 0;
    if (sequence > 0) {
      this.#sendSoon();
    }
    return sequence;
  }

  /** How long no frame has come. */
  silenceMs(nowMs) {
    return nowMs - this.#lastFrameMs;
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#session.stream++;
    this.#handlers.onState('opening');
    const { stream, epoch, tick, ticket } = this.#session;
    const url = new URL(`/play?stream=${stream}&epoch=${epoch}&tick=${tick}`, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, ['orbstrike.v1', `bearer.${ticket}`]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#framesOfSocket = 0;
    this.#deadAtMs = performance.now() + OPEN_MAX_MS;
    socket.onopen = () => this.#send();
    socket.onmessage = (message) => this.#onMessage(socket, message);
    socket.onclose = (close) => this.#onClose(socket, close);
  }

  #onMessage(socket, message) {
    if (socket !== this.#socket) {
      return;
    }
    const nowMs = performance.now();
    let frame;
    try {
      frame = readServerFrame(new Uint8Array(message.data));
      if (!this.#fits(frame)) {
        this.#reopen();
        return;
      }
      this.#handlers.onFrame(frame, nowMs);
    } catch (error) {
      console.warn('A frame that cannot be read; the stream is opened again.', error);
      this.#reopen();
      return;
    }
    this.#onApplied(frame, nowMs);
  }

  #onApplied(frame, nowMs) {
    this.#lastFrameMs = nowMs;
    this.#deadAtMs = nowMs + SILENCE_MAX_MS;
    this.#framesOfSocket++;
    this.#failures = 0;
    this.#session.epoch = frame.epoch;
    this.#session.tick = frame.tick;
    if (frame.kind === FRAME.LAST) {
      this.close();
      this.#handlers.onEnd({ kind: 'ended', end: frame.end });
      return;
    }
    const isFirst = !this.#outbox.isOpen;
    this.#outbox.acknowledge(frame.acknowledgedInput);
    if (this.#framesOfSocket === 1) {
      this.#backoff.succeed();
      this.#handlers.onState('open');
    }
    if (isFirst || nowMs - this.#lastSendMs >= ACKNOWLEDGE_MS) {
      this.#send();
    }
  }

  /** Whether a frame follows what was seen: (epoch, tick) rises, and a delta follows its predecessor. */
  #fits({ epoch, tick, kind }) {
    const seen = this.#session;
    const rises = epoch > seen.epoch || (epoch === seen.epoch && tick > seen.tick);
    if (kind === FRAME.LAST) {
      return true;
    }
    if (kind === FRAME.DELTA) {
      return this.#framesOfSocket > 0 && epoch === seen.epoch && tick === seen.tick + 1;
    }
    return rises;
  }

  #onClose(socket, { code, reason }) {
    if (socket !== this.#socket) {
      return;
    }
    this.#socket = null;
    const verdict = verdictOf(code, reason, this.#framesOfSocket > 0);
    if (verdict.kind === 'again') {
      this.#tryAgain(verdict, reason);
    } else {
      this.close();
      this.#handlers.onEnd(verdict);
    }
  }

  #reopen() {
    this.#drop();
    this.#tryAgain({ leastMs: 0, last: 'lost' }, '');
  }

  /** Opens another one in a while, unless too many have failed; being without a network is no failure. */
  #tryAgain({ leastMs, last }, text) {
    const isOffline = navigator.onLine === false;
    if (!isOffline && ++this.#failures > FAILURES_MAX) {
      this.close();
      this.#handlers.onEnd({ kind: last, text });
      return;
    }
    this.#handlers.onState('waiting');
    this.#retry = setTimeout(() => this.#open(), isOffline ? OFFLINE_MS : this.#backoff.nextMs(leastMs));
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    }
  }

  #onWake = () => {
    if (this.#isClosed || document.visibilityState !== 'visible') {
      return;
    }
    if (this.#retry !== 0) {
      this.#open();
    } else {
      this.#deadAtMs = Math.min(this.#deadAtMs, performance.now() + SILENCE_AFTER_WAKE_MS);
      this.#send();
    }
  };

  #check() {
    const nowMs = performance.now();
    if (!this.#socket) {
      return;
    }
    if (nowMs > this.#deadAtMs) {
      this.#reopen();
      return;
    }
    const state = this.#outbox.state;
    if (state && nowMs - this.#lastStateMs >= PROBE_MS) {
      // The same wish under a new number: its acknowledgement tells how long the way is now.
      this.setState(state.input);
    } else if (nowMs - this.#lastSendMs >= 2 * ACKNOWLEDGE_MS) {
      this.#send();
    }
  }

  #sendSoon() {
    if (this.#gather === 0) {
      this.#gather = setTimeout(() => this.#send(), GATHER_MS);
    }
  }

  #send() {
    clearTimeout(this.#gather);
    this.#gather = 0;
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    this.#lastSendMs = performance.now();
    this.#socket.send(writeClientFrame({
      seenEpoch: this.#session.epoch,
      seenTick: this.#session.tick,
      state: this.#outbox.state,
      events: this.#outbox.events,
    }));
  }
}
