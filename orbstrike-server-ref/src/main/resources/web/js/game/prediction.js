// The own orb without the network's delay: from the newest frame on, the inputs that it does not acknowledge are applied by
// the board's own rules, up to the tick in which the board will see what the player does now.
import { PHASE } from '../net/wire.js';
import { DIRECTION, RING } from './scene.js';

const LEAD_FIRST_TICKS = 3;
const AHEAD_MAX_TICKS = 80;
const SNAP_TICKS = 12;
const PENDING_MAX = 256;

/** The lead is the median of so many measurements, so that a late frame now and then does not matter. */
const SAMPLES = 9;

/** A correction above this, in parts, is shown at once; a smaller one fades in. */
const EASE_MAX = 160 * 1024;
const EASE_MS = 90;

/** One step of an orb by the rules. `orb`: {x, y, motion, energy}; `wish`: what the player wants, ring << 4 | direction. */
export function stepOrb(orb, wish, constants, isMoving) {
  const { energyMax, energyDrain, energyGain, energyToRaise, velocities } = constants;
  const isSpent = energyMax > 0 && orb.energy === 0;
  const mayHaveRing = ((orb.motion & RING) !== 0 && !isSpent) || (orb.energy >= energyToRaise && !isSpent);
  orb.motion = mayHaveRing ? wish : wish & DIRECTION;
  if ((orb.motion & RING) !== 0) {
    orb.energy = Math.max(0, orb.energy - energyDrain);
    return;
  }
  orb.energy = Math.min(energyMax, orb.energy + energyGain);
  if (isMoving) {
    const direction = orb.motion & DIRECTION;
    orb.x += velocities[2 * direction];
    orb.y += velocities[2 * direction + 1];
  }
}

export class Prediction {
  #pending = [];
  #settledWish = 0;
  #lead = LEAD_FIRST_TICKS;
  #samples = [];
  #aim = 0;
  #aimAtMs = 0;
  #shown = { x: 0, y: 0, motion: 0, energy: 0 };
  #hasShown = false;
  #easeX = 0;
  #easeY = 0;
  #isDirty = false;

  /** From an input to the frame that shows it, in ticks. */
  get leadTicks() {
    return this.#lead;
  }

  /**
   * The player wants something else from now on.
   *
   * @param present the tick that an undelayed frame would bring now
   */
  onInput(sequence, wish, present) {
    this.#pending.push({ sequence, wish, present, tick: Math.ceil(this.#aim) });
    if (this.#pending.length > PENDING_MAX) {
      this.#settledWish = this.#pending.shift().wish;
    }
  }

  /** A frame says which inputs its step has applied. */
  onFrame(tick, acknowledged) {
    this.#isDirty = true;
    while (this.#pending.length > 0 && this.#pending[0].sequence <= acknowledged) {
      const input = this.#pending.shift();
      this.#settledWish = input.wish;
      if (input.sequence === acknowledged) {
        this.#learnLead(tick - input.present);
      }
    }
  }

  /** The orb lives anew or elsewhere: nothing of what was shown is kept. */
  reset() {
    this.#hasShown = false;
    this.#easeX = 0;
    this.#easeY = 0;
  }

  /**
   * Where the orb is shown now.
   *
   * @param present the tick that an undelayed frame would bring now
   * @returns {x, y, motion, energy} in parts, with fractions; valid until the next call
   */
  advance(scene, orb, present, nowMs) {
    const passedMs = Math.max(0, nowMs - this.#aimAtMs);
    const before = this.#aim;
    this.#moveAim(scene, present, passedMs);
    this.#aimAtMs = nowMs;
    if (this.#isDirty && this.#hasShown) {
      this.#ease(scene, orb, before);
    }
    this.#isDirty = false;
    this.#predict(scene, orb, this.#aim, this.#shown);
    this.#hasShown = true;
    const keep = Math.exp(-passedMs / EASE_MS);
    this.#easeX *= keep;
    this.#easeY *= keep;
    const { x, y, motion, energy } = this.#shown;
    return { x: x + this.#easeX, y: y + this.#easeY, motion, energy };
  }

  #learnLead(ticks) {
    this.#samples.push(Math.min(Math.max(ticks, 0), AHEAD_MAX_TICKS));
    if (this.#samples.length > SAMPLES) {
      this.#samples.shift();
    }
    const sorted = [...this.#samples].sort((a, b) => a - b);
    this.#lead = sorted[sorted.length >> 1];
  }

  #moveAim(scene, present, passedMs) {
    const { tickIntervalMs } = scene.constants;
    const target = Math.min(present + this.#lead, scene.tick + AHEAD_MAX_TICKS);
    const passed = passedMs / tickIntervalMs;
    const behind = target - this.#aim - passed;
    if (Math.abs(behind) > SNAP_TICKS) {
      this.#aim = target;
    } else {
      this.#aim += passed * (1 + Math.max(-0.3, Math.min(0.3, behind * 0.1)));
    }
  }

  #ease(scene, orb, aim) {
    const again = { x: 0, y: 0, motion: 0, energy: 0 };
    this.#predict(scene, orb, aim, again);
    this.#easeX += this.#shown.x - again.x;
    this.#easeY += this.#shown.y - again.y;
    if (Math.hypot(this.#easeX, this.#easeY) > EASE_MAX) {
      this.#easeX = 0;
      this.#easeY = 0;
    }
  }

  #predict(scene, orb, aim, out) {
    if (aim <= scene.tick) {
      orb.sample(aim, scene.tick, out);
      out.energy = orb.energy;
      return;
    }
    const last = Math.floor(aim);
    let wish = this.#settledWish;
    let next = 0;
    out.x = orb.x;
    out.y = orb.y;
    out.motion = orb.motion;
    out.energy = orb.energy;
    let fromX = out.x;
    let fromY = out.y;
    const end = scene.phaseEndTick();
    for (let tick = scene.tick + 1; tick <= last + 1; tick++) {
      while (next < this.#pending.length && this.#pending[next].tick <= tick) {
        wish = this.#pending[next++].wish;
      }
      fromX = out.x;
      fromY = out.y;
      stepOrb(out, wish, scene.constants, scene.phase.kind === PHASE.PLAY && (end === 0 || tick < end));
    }
    const part = aim - last;
    out.x = fromX + (out.x - fromX) * part;
    out.y = fromY + (out.y - fromY) * part;
  }
}
