// What a gameserver said of itself in the last two minutes.

export const SPAN_MS = 120000;

/** Without an answer for so long there is a gap, not a line. */
const GAP_MS = 3500;

export class History {
  #points = [];

  add(tMs, gameserver) {
    this.#points.push({ tMs, gameserver });
    while (this.#points.length > 0 && this.#points[0].tMs < tMs - SPAN_MS) {
      this.#points.shift();
    }
  }

  /** The series of one figure, as runs without a gap, each of [t, value]. */
  runs(figure) {
    const runs = [];
    let lastMs = -Infinity;
    for (const { tMs, gameserver } of this.#points) {
      if (tMs - lastMs > GAP_MS) {
        runs.push([]);
      }
      runs.at(-1).push([tMs, gameserver[figure]]);
      lastMs = tMs;
    }
    return runs;
  }

  max(figure) {
    return this.#points.reduce((max, { gameserver }) => Math.max(max, gameserver[figure]), 0);
  }
}

/** The next of 1, 2, 5, 10, 20 … that is not below. */
export function scaleTop(value, least) {
  const wanted = Math.max(value, least, 1e-9);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= wanted * (1 - 1e-9));
}
