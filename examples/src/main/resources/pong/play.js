// orbstrike.v1.Play over a WebSocket: frames in, inputs out. A stream that breaks is opened again with the same ticket.
// Orb's own page does more, such as noticing a silence and sending events: orbstrike-server-ref, web/js/net/play-stream.js.
import { decode, encode } from './wire.js';

const SAY_MS = 100;
const GATHER_MS = 10;
const WAIT_FIRST_MS = 50;
const WAIT_LAST_MS = 5000;
const KEYFRAME = 1;
const DELTA = 2;
const LAST = 3;

/** So many streams may fail without a frame in between. */
const FAILURES_MAX = 12;

/** Below it a close code is the WebSocket's own, above it 4000 + the gRPC status. */
const GRPC = 4000;

/** The stay has ended, or the server does not understand what this page sends. */
const FINAL = new Set([1000, 1002, 1003, 1009]);

/** Statuses after which another try may help, with the least wait: too much at once, a fault, a proxy's word, unavailable. */
const LEAST_WAIT_MS = new Map([[4001, 0], [4002, 0], [4004, 0], [4008, 1000], [4013, 500], [4014, 0]]);

/** What a player sends and sees on one board. */
export class Play {
  #ticket;
  #handlers;
  #socket = null;
  #stream = 0;
  #seen = { epoch: 0, tick: 0 };
  #isFresh = true;
  #sequence = 0;
  #input = null;
  #waitMs = WAIT_FIRST_MS;
  #failures = 0;
  #timer;
  #gather = 0;

  /** @param handlers {onOpen(), onState(bytes), onLost(), onEnd(why)}; a state is the newest keyframe of section 0 */
  constructor(ticket, handlers) {
    this.#ticket = ticket;
    this.#handlers = handlers;
    this.#timer = setInterval(() => this.#say(), SAY_MS);
    this.#open();
  }

  /** What the player wants from now on. */
  want(input) {
    this.#input = { sequence: ++this.#sequence, bytes: input };
    this.#gather ||= setTimeout(() => this.#say(), GATHER_MS);
  }

  #open() {
    const { epoch, tick } = this.#seen;
    const url = `ws${location.origin.slice(4)}/play?stream=${++this.#stream}&epoch=${epoch}&tick=${tick}`;
    this.#socket = new WebSocket(url, ['orbstrike.v1', `bearer.${this.#ticket}`]);
    this.#socket.binaryType = 'arraybuffer';
    this.#isFresh = true;
    this.#socket.onmessage = ({ data }) => this.#onFrame(decode(new Uint8Array(data)));
    this.#socket.onclose = ({ code, reason }) => this.#onClose(code, reason);
  }

  #onFrame(frame) {
    const next = { epoch: frame.number(1), tick: frame.number(2) };
    const kind = frame.number(3);
    if (kind === LAST) {
      return;
    }
    const follows = next.epoch === this.#seen.epoch && next.tick === this.#seen.tick + 1;
    if (kind === DELTA ? this.#isFresh || !follows : kind !== KEYFRAME) {
      this.#socket.close();
      return;
    }
    this.#seen = next;
    if (this.#isFresh) {
      // The first frame says which inputs are known: the next ones have to be above.
      this.#isFresh = false;
      this.#waitMs = WAIT_FIRST_MS;
      this.#failures = 0;
      this.#sequence = Math.max(this.#sequence, frame.number(6));
      this.#handlers.onOpen();
    }
    for (const section of frame.all(5).map(decode)) {
      if (section.has(2)) {
        this.#handlers.onState(section.bytes(2));
      }
    }
  }

  #onClose(code, reason) {
    const isPassing = code < GRPC ? !FINAL.has(code) : LEAST_WAIT_MS.has(code);
    if (!isPassing || ++this.#failures > FAILURES_MAX) {
      clearInterval(this.#timer);
      this.#handlers.onEnd(reason || (isPassing ? 'The server cannot be reached.' : ''));
      return;
    }
    this.#handlers.onLost();
    setTimeout(() => this.#open(), Math.max(Math.random() * this.#waitMs, LEAST_WAIT_MS.get(code) ?? 0));
    this.#waitMs = Math.min(2 * this.#waitMs, WAIT_LAST_MS);
  }

  /** Acknowledges the newest frame, and says again what the player wants: the newest message is enough. */
  #say() {
    clearTimeout(this.#gather);
    this.#gather = 0;
    if (this.#isFresh || this.#socket.readyState !== WebSocket.OPEN) {
      return;
    }
    const { epoch, tick } = this.#seen;
    const input = this.#input;
    const state = input === null ? [] : [[3, encode([1, input.sequence], [2, input.bytes])]];
    this.#socket.send(encode([1, epoch], [2, tick], ...state));
  }
}
