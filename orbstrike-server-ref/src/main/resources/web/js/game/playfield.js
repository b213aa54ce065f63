// What is to be drawn at a moment: the scene a little in the past, the own orb as predicted, and the news when their time on
// screen has come.
import { PlayClock } from './play-clock.js';
import { Prediction } from './prediction.js';
import { PARTS_PER_UNIT, RING, Scene, radiusAt } from './scene.js';

const EASE_MS = 120;

/** A correction above this, in units, is shown at once. */
const EASE_MAX = 220;

/** What happened while nothing was drawn for so long, as in a hidden tab, is not told, but what came last of the own orb is. */
const STALE_MS = 2000;

/** News that nobody has drawn are kept up to this number. */
const NEWS_MAX = 512;

export class Playfield {
  scene = new Scene();
  #index;
  #clock = null;
  #prediction = new Prediction();
  #news = [];
  #leaving = [];
  #shownTick = 0;
  #advancedMs = 0;
  #sample = { x: 0, y: 0, motion: 0 };

  /** @param index of the own player */
  constructor(index) {
    this.#index = index;
  }

  get own() {
    return this.scene.orbs.get(this.#index) ?? null;
  }

  get shownTick() {
    return this.#shownTick;
  }

  /** How long the way to the server and back is, in ms: from an input to the frame that shows it. */
  get roundTripMs() {
    return this.#prediction.leadTicks * (this.scene.constants?.tickIntervalMs ?? 0);
  }

  get jitterMs() {
    return this.#clock?.jitterMs ?? 0;
  }

  onFrame(frame, nowMs) {
    const { scene } = this;
    const epochBefore = scene.epoch;
    scene.apply(frame);
    this.#clock ??= new PlayClock(scene.constants.tickIntervalMs);
    if (frame.epoch !== epochBefore) {
      this.#news = [];
      this.#leaving = [];
    }
    this.#clock.onFrame(frame.tick, nowMs);
    this.#prediction.onFrame(frame.tick, frame.acknowledgedInput);
    for (const news of scene.news) {
      this.#hear(news);
    }
  }

  onInput(sequence, wish) {
    this.#prediction.onInput(sequence, wish, this.#clock.present(performance.now()));
  }

  /**
   * Goes on to now.
   *
   * @returns {tick, radius, orbs: [{orb, x, y, ring, direction, isOwn, isProtected, energy}], own, news} in units
   */
  advance(nowMs) {
    const { scene } = this;
    const passedMs = Math.max(0, nowMs - this.#advancedMs);
    this.#advancedMs = nowMs;
    if (passedMs > STALE_MS) {
      this.#news = this.#news.filter((news) => this.#isOwn(news)).slice(-1);
    }
    const tick = this.#clock.advance(nowMs);
    this.#shownTick = tick;
    const keep = Math.exp(-passedMs / EASE_MS);
    const shown = [];
    let own = null;
    for (const orb of scene.orbs.values()) {
      if (orb.index === this.#index) {
        own = orb.alive ? this.#showOwn(orb, nowMs) : null;
      } else if (orb.livedAt(tick)) {
        shown.push(this.#show(orb, tick, keep));
      }
    }
    this.#leaving = this.#leaving.filter((orb) => orb.diedTick > tick);
    for (const orb of this.#leaving) {
      if (orb.livedAt(tick) && orb.index !== this.#index) {
        shown.push(this.#show(orb, tick, keep));
      }
    }
    if (own) {
      shown.push(own);
    }
    const radius = radiusAt(scene.constants, scene.phase, tick) / PARTS_PER_UNIT;
    return { tick, radius, orbs: shown, own, news: this.#takeNews(tick) };
  }

  #hear(news) {
    if (news.kind === 'replaced') {
      this.#ease(news.before);
      return;
    }
    if (this.#isOwn(news) && news.kind !== 'gone') {
      this.#prediction.reset();
    }
    if (news.kind === 'gone' || news.eliminated) {
      this.#leaving.push(news.orb);
    }
    if (this.#news.length < NEWS_MAX) {
      this.#news.push(news);
    }
  }

  /** After a keyframe everybody glides from where he was shown to where he is. */
  #ease(before) {
    for (const orb of this.scene.orbs.values()) {
      const known = before.get(orb.index);
      if (known?.playerId === orb.playerId && known.alive && orb.alive && known.shownX !== undefined) {
        const easeX = known.shownX - orb.x / PARTS_PER_UNIT;
        const easeY = known.shownY - orb.y / PARTS_PER_UNIT;
        if (Math.hypot(easeX, easeY) < EASE_MAX) {
          orb.easeX = easeX;
          orb.easeY = easeY;
        }
      }
    }
  }

  /** News whose tick is on screen; what concerns the own orb is told at once. */
  #takeNews(tick) {
    const isDue = (news) => news.tick <= tick || this.#isOwn(news) || news.kind === 'phase';
    const due = this.#news.filter(isDue);
    if (due.length > 0) {
      this.#news = this.#news.filter((news) => !isDue(news));
    }
    return due;
  }

  #isOwn(news) {
    return news.orb?.index === this.#index;
  }

  #show(orb, tick, keep) {
    const at = orb.sample(tick, this.scene.tick, this.#sample);
    orb.easeX = (orb.easeX ?? 0) * keep;
    orb.easeY = (orb.easeY ?? 0) * keep;
    orb.shownX = at.x / PARTS_PER_UNIT + orb.easeX;
    orb.shownY = at.y / PARTS_PER_UNIT + orb.easeY;
    return this.#shownOrb(orb, at.motion, orb.energy, orb.protectedUntilTick > tick, false);
  }

  #showOwn(orb, nowMs) {
    const at = this.#prediction.advance(this.scene, orb, this.#clock.present(nowMs), nowMs);
    orb.shownX = at.x / PARTS_PER_UNIT;
    orb.shownY = at.y / PARTS_PER_UNIT;
    return this.#shownOrb(orb, at.motion, at.energy, orb.protectedUntilTick > this.scene.tick, true);
  }

  #shownOrb(orb, motion, energy, isProtected, isOwn) {
    const ring = (motion & RING) !== 0;
    const { energyMax } = this.scene.constants;
    return { orb, x: orb.shownX, y: orb.shownY, ring, direction: motion & 15, isOwn, isProtected,
      energy: energyMax === 0 ? 1 : energy / energyMax };
  }
}
