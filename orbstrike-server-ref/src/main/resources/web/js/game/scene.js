// A board of orb as this client knows it: exactly the board's integers at the tick of the newest frame, and the way of each
// orb over the last ticks, from which it is drawn a little later.
import { CAUSE, FRAME, PHASE, readDelta, readKeyframe } from '../net/wire.js';

export const PARTS_PER_UNIT = 1024;
export const RING = 16;
export const DIRECTION = 15;

/** How many ticks of an orb's way are kept; a power of two. */
const TRACK = 64;

export class Orb {
  constructor(index, playerId, name, color) {
    this.index = index;
    this.playerId = playerId;
    this.name = name;
    this.color = color;
    this.alive = false;
    this.x = 0;
    this.y = 0;
    this.motion = 0;
    this.energy = 0;
    this.protectedUntilTick = 0;
    this.respawnTick = 0;
    this.kills = 0;
    this.deaths = 0;
    /** The ticks of the life that the track shows: from bornTick to before diedTick. */
    this.bornTick = Infinity;
    this.diedTick = Infinity;
    this.trackX = new Int32Array(TRACK);
    this.trackY = new Int32Array(TRACK);
    this.trackMotion = new Uint8Array(TRACK);
  }

  get ringUp() {
    return (this.motion & RING) !== 0;
  }

  place(x, y, motion, tick) {
    this.alive = true;
    this.x = x;
    this.y = y;
    this.motion = motion;
    this.respawnTick = 0;
    this.bornTick = tick;
    this.diedTick = Infinity;
  }

  die(tick, respawnTick) {
    this.alive = false;
    this.deaths++;
    this.motion = 0;
    this.protectedUntilTick = 0;
    this.respawnTick = respawnTick;
    this.diedTick = tick;
  }

  record(tick) {
    const i = tick % TRACK;
    this.trackX[i] = this.x;
    this.trackY[i] = this.y;
    this.trackMotion[i] = this.motion;
  }

  /** Whether the orb lived at a moment, in ticks with a fraction. */
  livedAt(tick) {
    return tick >= this.bornTick && tick < this.diedTick;
  }

  /** Where the orb was at a moment not after the newest tick; writes x, y in parts and the motion into `out`. */
  sample(tick, newestTick, out) {
    const first = Math.max(this.bornTick, newestTick - TRACK + 1);
    const last = Math.min(newestTick, this.diedTick - 1);
    const clamped = Math.min(Math.max(tick, first), last);
    const from = Math.floor(clamped);
    const to = Math.min(from + 1, last);
    const part = clamped - from;
    const i = from % TRACK;
    const j = to % TRACK;
    out.x = this.trackX[i] + (this.trackX[j] - this.trackX[i]) * part;
    out.y = this.trackY[i] + (this.trackY[j] - this.trackY[i]) * part;
    out.motion = this.trackMotion[part > 0.5 ? j : i];
    return out;
  }
}

export class Scene {
  constructor() {
    this.epoch = 0;
    this.tick = 0;
    this.constants = null;
    this.phase = { kind: 0, startTick: 0 };
    this.orbs = new Map();
    /** What the newest frame told: {kind: 'death' | 'birth' | 'phase' | 'gone', tick, ...}. */
    this.news = [];
  }

  get isKnown() {
    return this.constants !== null;
  }

  /** Applies a KEYFRAME or DELTA that follows what is known. */
  apply(frame) {
    this.news = [];
    this.epoch = frame.epoch;
    this.tick = frame.tick;
    const section = frame.sections.find((one) => one.id === 0);
    if (section?.keyframe) {
      this.#replace(readKeyframe(section.keyframe));
    } else if (frame.kind === FRAME.KEYFRAME) {
      throw new Error('a keyframe without its section');
    } else if (this.isKnown) {
      this.#change(readDelta(section?.delta ?? new Uint8Array(0)));
    }
    for (const orb of this.orbs.values()) {
      if (orb.alive) {
        orb.record(this.tick);
      }
    }
  }

  /** The circle's radius in parts. */
  radius() {
    return radiusAt(this.constants, this.phase, this.tick);
  }

  /** Players, the best first. */
  standings() {
    return [...this.orbs.values()].sort((a, b) => b.kills - a.kills || a.deaths - b.deaths || a.playerId - b.playerId);
  }

  /** The first tick of the next phase, or 0 if this one does not end. */
  phaseEndTick() {
    const { roundTicks, scoreboardTicks } = this.constants;
    const lasts = this.phase.kind === PHASE.PLAY ? roundTicks : scoreboardTicks;
    return lasts === 0 ? 0 : this.phase.startTick + lasts;
  }

  #replace({ constants, phase, orbs }) {
    const before = this.orbs;
    if (this.phase.kind !== phase.kind || this.phase.startTick !== phase.startTick) {
      this.news.push({ kind: 'phase', tick: this.tick, phase });
    }
    this.constants = constants;
    this.phase = phase;
    this.orbs = new Map();
    for (const one of orbs) {
      const orb = new Orb(one.index, one.playerId, one.player?.name ?? '', one.player?.color ?? 0);
      // The dead are known by when they respawn; without respawn they leave.
      if (one.respawnTick === 0) {
        orb.place(one.x, one.y, one.motion, this.tick);
        orb.protectedUntilTick = one.protectedUntilTick;
      } else {
        orb.respawnTick = one.respawnTick;
      }
      orb.energy = constants.energyMax - one.energySpent;
      orb.kills = one.kills;
      orb.deaths = one.deaths;
      this.orbs.set(one.index, orb);
    }
    this.news.push({ kind: 'replaced', tick: this.tick, before });
  }

  #change({ phase, removed, placed, motions, deaths }) {
    if (phase) {
      this.phase = phase;
      this.news.push({ kind: 'phase', tick: this.tick, phase });
    }
    for (const index of removed) {
      this.#remove(index);
    }
    const held = new Set();
    for (const place of placed) {
      this.#place(place);
      held.add(place.index);
    }
    for (const motion of motions) {
      this.#orb(motion >> 5).motion = motion & (RING | DIRECTION);
    }
    if (this.phase.kind === PHASE.PLAY) {
      this.#move(held);
    }
    for (const death of deaths) {
      this.#die(death);
    }
    this.#spendEnergy();
  }

  #remove(index) {
    const orb = this.#orb(index);
    this.orbs.delete(index);
    orb.diedTick = Math.min(orb.diedTick, this.tick);
    this.news.push({ kind: 'gone', tick: this.tick, orb });
  }

  #place(place) {
    let orb = this.orbs.get(place.index);
    if (place.player) {
      orb = new Orb(place.index, place.playerId, place.player.name, place.player.color);
      this.orbs.set(place.index, orb);
    } else if (!orb) {
      throw new Error(`nobody is at index ${place.index}`);
    }
    orb.place(place.x, place.y, place.motion, this.tick);
    orb.energy = this.constants.energyMax;
    orb.protectedUntilTick = place.protectedUntilTick;
    this.news.push({ kind: 'birth', tick: this.tick, orb });
  }

  #move(held) {
    const { velocities } = this.constants;
    for (const orb of this.orbs.values()) {
      if (orb.alive && (orb.motion & RING) === 0 && !held.has(orb.index)) {
        const direction = orb.motion & DIRECTION;
        orb.x += velocities[2 * direction];
        orb.y += velocities[2 * direction + 1];
      }
    }
  }

  #die({ index, cause, by, eliminated }) {
    const orb = this.#orb(index);
    const killer = cause === CAUSE.RING ? this.#orb(by) : null;
    if (killer) {
      killer.kills++;
      killer.energy = this.constants.energyMax;
    }
    const { x, y } = orb;
    orb.die(this.tick, eliminated ? 0 : this.tick + this.constants.respawnTicks);
    if (eliminated) {
      this.orbs.delete(index);
    }
    this.news.push({ kind: 'death', tick: this.tick, orb, killer, cause, x, y, eliminated });
  }

  #spendEnergy() {
    const { energyMax, energyDrain, energyGain } = this.constants;
    for (const orb of this.orbs.values()) {
      if (orb.alive) {
        orb.energy = orb.ringUp ? Math.max(0, orb.energy - energyDrain) : Math.min(energyMax, orb.energy + energyGain);
      }
    }
  }

  #orb(index) {
    const orb = this.orbs.get(index);
    if (!orb) {
      throw new Error(`nobody is at index ${index}`);
    }
    return orb;
  }
}

/** The circle's radius in parts at a tick; between two ticks it is as at the earlier one. */
export function radiusAt({ radius, radiusEnd, roundTicks, shrinkTicks }, phase, tick) {
  if (roundTicks === 0 || shrinkTicks === 0) {
    return radius;
  }
  if (phase.kind === PHASE.SCOREBOARD) {
    return radiusEnd;
  }
  const n = Math.min(Math.floor(tick) - phase.startTick - (roundTicks - shrinkTicks), shrinkTicks);
  return n <= 0 ? radius : radius - Math.floor((radius - radiusEnd) * n / shrinkTicks);
}
