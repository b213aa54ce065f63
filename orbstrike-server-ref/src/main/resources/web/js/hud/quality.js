// How good the connection is: 4 bars and the time from an input to the frame that shows it.
import { byId, setText } from '../dom.js';

const SILENT_MS = 700;

/** @returns 0 to 4 bars */
export function barsOf({ isOpen, silenceMs, roundTripMs, jitterMs }) {
  if (!isOpen || silenceMs > SILENT_MS) {
    return 0;
  }
  const badMs = roundTripMs + 2 * jitterMs;
  return badMs < 110 ? 4 : badMs < 200 ? 3 : badMs < 350 ? 2 : 1;
}

export class Quality {
  #panel = byId('quality');
  #text = byId('quality-text');

  show(facts) {
    const bars = barsOf(facts);
    const ms = Math.round(facts.roundTripMs);
    this.#panel.dataset.bars = bars;
    const text = bars === 0 ? '…' : `${ms} ms`;
    setText(this.#text, text);
    this.#panel.setAttribute('aria-label', bars === 0 ? 'No connection' : `Connection: ${bars} of 4, ${ms} ms`);
  }
}
