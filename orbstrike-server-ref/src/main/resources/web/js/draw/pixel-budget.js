// How many pixels a picture gets: fewer on a machine that does not keep up, more again when it does.

const STEPS = [1, 0.75, 0.5];
const SLOW_MS = 24;
const QUICK_MS = 17.5;
const WINDOW = 45;

/** After going down, so many quick windows in a row are asked for before it goes up again. */
const QUICK_WINDOWS = 20;

export class PixelBudget {
  #step = 0;
  #sumMs = 0;
  #count = 0;
  #quick = 0;

  /** @param most the ratio of device pixels to CSS pixels that is worth drawing */
  ratio(passedMs, most) {
    // A pause, as of a hidden tab, says nothing of speed.
    if (passedMs < 250) {
      this.#sumMs += passedMs;
      this.#count++;
    }
    if (this.#count === WINDOW) {
      this.#judge(this.#sumMs / WINDOW);
      this.#sumMs = 0;
      this.#count = 0;
    }
    return most * STEPS[this.#step];
  }

  #judge(averageMs) {
    this.#quick = averageMs < QUICK_MS ? this.#quick + 1 : 0;
    if (averageMs > SLOW_MS && this.#step < STEPS.length - 1) {
      this.#step++;
    } else if (this.#quick >= QUICK_WINDOWS && this.#step > 0) {
      this.#step--;
      this.#quick = 0;
    }
  }
}
