// Two clocks in ticks. `shown` runs a little behind the frames, by as much as they come irregularly, so that others move
// smoothly. `present` is the tick that an undelayed frame would bring now.

/** A frame this late is no jitter: the board stood still, or dropped slots of its schedule. */
const STALL_MS = 400;
const DELAY_MAX_MS = 250;
const SNAP_MS = 300;
const RATE_MAX = 0.3;

export class PlayClock {
  #tickMs;
  #baseMs = null;
  #jitterMs = 0;
  #newestTick = 0;
  #shown = 0;
  #shownAtMs = 0;

  constructor(tickMs) {
    this.#tickMs = tickMs;
  }

  get jitterMs() {
    return this.#jitterMs;
  }

  /** A frame of a tick has come. */
  onFrame(tick, nowMs) {
    const sentMs = nowMs - tick * this.#tickMs;
    const lateMs = this.#baseMs === null ? 0 : sentMs - this.#baseMs;
    const isRestart = this.#baseMs === null || tick <= this.#newestTick || lateMs > STALL_MS || lateMs < -STALL_MS;
    this.#newestTick = tick;
    if (isRestart) {
      this.#baseMs = sentMs;
      this.#shown = Math.min(this.#shown, tick);
      if (Math.abs(this.#target(nowMs) - this.#shown) * this.#tickMs > SNAP_MS) {
        this.#shown = this.#target(nowMs);
      }
      return;
    }
    // The least late frames tell the way's true length; slots that the board drops make all later ones late.
    this.#baseMs += lateMs < 0 ? lateMs : lateMs * 0.005;
    this.#jitterMs = Math.max(lateMs, this.#jitterMs * 0.995);
  }

  /** The tick, with a fraction, that an undelayed frame would bring now. */
  present(nowMs) {
    return this.#baseMs === null ? 0 : (nowMs - this.#baseMs) / this.#tickMs;
  }

  /** Goes on to now; returns the tick, with a fraction, at which others are to be drawn. */
  advance(nowMs) {
    if (this.#baseMs === null) {
      return 0;
    }
    const passed = Math.max(0, nowMs - this.#shownAtMs) / this.#tickMs;
    this.#shownAtMs = nowMs;
    const behind = this.#target(nowMs) - this.#shown - passed;
    if (Math.abs(behind) * this.#tickMs > SNAP_MS) {
      this.#shown = Math.max(this.#shown, this.#target(nowMs));
    } else {
      this.#shown += passed * (1 + Math.max(-RATE_MAX, Math.min(RATE_MAX, behind * 0.1)));
    }
    this.#shown = Math.min(this.#shown, this.#newestTick);
    return this.#shown;
  }

  #target(nowMs) {
    const delayMs = Math.min(1.5 * this.#tickMs + 1.2 * this.#jitterMs, Math.max(DELAY_MAX_MS, 2 * this.#tickMs));
    return this.present(nowMs) - delayMs / this.#tickMs;
  }
}
