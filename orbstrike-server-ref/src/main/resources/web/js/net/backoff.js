// How long to wait before the next try: a random time below a bound that doubles with each failure.

const FIRST_MS = 50;
const LAST_MS = 5000;

export class Backoff {
  #boundMs = FIRST_MS;
  #random;

  /** @param random draws from 0 to below 1 */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** The time until the next try, not less than what the server asked for. */
  nextMs(leastMs = 0) {
    const waitMs = this.#random() * this.#boundMs;
    this.#boundMs = Math.min(2 * this.#boundMs, LAST_MS);
    return Math.max(waitMs, leastMs);
  }

  succeed() {
    this.#boundMs = FIRST_MS;
  }
}
