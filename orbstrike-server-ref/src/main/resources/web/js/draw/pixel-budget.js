// How many pixels a picture gets: fewer on a machine that does not keep up, more again when it does.

const STEPS = [1, 0.75, 0.5, 0.35];
const SLOW_MS = 24;
const VERY_SLOW_MS = 60;
const QUICK_MS = 17.5;

/** Speed is judged over so many pictures, or over so long if they are slow. */
const WINDOW = 45;
const WINDOW_MS = 1500;

/** A pause, as of a hidden tab, says nothing of speed; one after the other do. */
const PAUSE_MS = 900;

/** After going down, so many quick windows in a row are asked for before it goes up again. */
const QUICK_WINDOWS = 20;

export class PixelBudget {
  #step = 0;
  #sumMs = 0;
  #count = 0;
  #quick = 0;
  #isPausing = false;

  /** @param most the ratio of device pixels to CSS pixels that is worth drawing */
  ratio(passedMs, most) {
    const isPause = passedMs >= PAUSE_MS;
    if (!isPause || this.#isPausing) {
      this.#sumMs += passedMs;
      this.#count++;
    }
    this.#isPausing = isPause;
    if (this.#count >= WINDOW || this.#sumMs >= WINDOW_MS) {
      this.#judge(this.#sumMs / this.#count);
      this.#sumMs = 0;
      this.#count = 0;
    }
    return most * STEPS[this.#step];
  }

  #judge(averageMs) {
    this.#quick = averageMs < QUICK_MS ? this.#quick + 1 : 0;
    if (averageMs > SLOW_MS) {
      this.#step = Math.min(this.#step + (averageMs > VERY_SLOW_MS ? 2 : 1), STEPS.length - 1);
    } else if (this.#quick >= QUICK_WINDOWS && this.#step > 0) {
      this.#step--;
      this.#quick = 0;
    }
  }
}
