// Orbs as sprites: shade, trail, ring, shield, body with eyes, name. What is out of sight is left out.
import { PARTS_PER_UNIT } from '../game/scene.js';
import { vectorOf } from '../game/steering.js';
import { colorOf } from './palette.js';
import { Particles } from './particles.js';
import { KIND } from './sprite-shader.js';

const WHITE = [1, 1, 1];
const FULL = [0.65, 0.95, 1];
const SPENT = [1, 0.35, 0.4];
const TRAIL_EVERY_MS = 34;
const TRAIL_LENGTH = 9;
const BLINK_MS = 130;
const TURN_MS = 70;
const NAME_PX = 15;

/** A body's sprite is larger than the body that counts, by its rim. */
const BODY_SCALE = 1 / 0.86;
const RING_SCALE = 1 / 0.95;

export class OrbPainter {
  #sprites;
  #labels;
  #isCalm;
  #particles = new Particles();
  #looks = new WeakMap();

  constructor(sprites, labels, isCalm) {
    this.#sprites = sprites;
    this.#labels = labels;
    this.#isCalm = isCalm;
  }

  paint(shown, scene, view, unitsPerCssPixel, passedS) {
    const body = scene.constants.bodyRadius / PARTS_PER_UNIT;
    const ringRadius = scene.constants.ringRadius / PARTS_PER_UNIT;
    this.#tell(shown.news, body, ringRadius);
    const reach = ringRadius * 1.2 + body;
    const visible = shown.orbs.filter(({ x, y }) =>
      Math.abs(x - view.x) < view.halfWidth + reach && Math.abs(y - view.y) < view.halfHeight + reach);
    // The own orb lies above all others.
    visible.sort((a, b) => Number(a.isOwn) - Number(b.isOwn));
    for (const one of visible) {
      one.look = this.#look(one, passedS);
      this.#sprites.add(KIND.SHADE, one.x + body * 0.2, one.y + body * 0.4, body * 1.5, WHITE, 0.8);
      this.#paintTrail(one, body);
    }
    for (const one of visible) {
      this.#paintRing(one, ringRadius, passedS);
    }
    for (const one of visible) {
      this.#paintBody(one, body, scene.constants);
    }
    this.#particles.draw(this.#sprites, passedS);
    for (const one of visible) {
      const height = 1.5 * NAME_PX * unitsPerCssPixel;
      this.#labels.add(one.orb.name, one.x, one.y + body + height * 0.75, height, one.isOwn ? 1 : 0.85);
    }
  }

  #paintTrail({ look, orb }, body) {
    const { rgb } = colorOf(orb.color);
    look.trail.forEach(({ x, y }, age) => {
      const part = (age + 1) / (TRAIL_LENGTH + 1);
      this.#sprites.add(KIND.GLOW, x, y, body * (0.5 + 0.75 * part), rgb, 0.20 * part);
    });
  }

  #paintRing({ orb, x, y, ring, energy, isOwn, look }, ringRadius, passedS) {
    look.ringAgeS = ring ? look.ringAgeS + passedS : 0;
    if (ring) {
      const age = this.#isCalm() ? 1 : look.ringAgeS;
      this.#sprites.add(KIND.RING, x, y, ringRadius * RING_SCALE, colorOf(orb.color).rgb, 1, age, energy, Number(isOwn));
    }
  }

  #paintBody({ orb, x, y, energy, isOwn, isProtected, look }, body, constants) {
    const { rgb } = colorOf(orb.color);
    const open = this.#isCalm() || look.blinkMs > BLINK_MS ? 1 : 0.12;
    this.#sprites.add(KIND.GLOW, x, y, body * 2.4, rgb, isOwn ? 0.34 : 0.2);
    this.#sprites.add(KIND.BODY, x, y, body * BODY_SCALE, rgb, 1, look.angle, open, orb.color, Number(isOwn));
    if (isProtected) {
      this.#sprites.add(KIND.SHIELD, x, y, body * 1.7, WHITE, 1);
    }
    if (isOwn && energy < 1) {
      const enough = constants.energyToRaise / constants.energyMax;
      this.#sprites.add(KIND.GAUGE, x, y, body * 1.75, energy < enough ? SPENT : FULL, 1, energy, enough);
    }
  }

  /** What an orb looks like besides its state: where it looks, its trail, when it blinks. */
  #look({ orb, x, y, direction, ring }, passedS) {
    let look = this.#looks.get(orb);
    if (!look) {
      look = { angle: Math.PI / 2, trail: [], trailMs: 0, blinkMs: Math.random() * 3000, ringAgeS: 0 };
      this.#looks.set(orb, look);
    }
    const passedMs = passedS * 1000;
    if (direction > 0) {
      const [dx, dy] = vectorOf(direction);
      const turn = Math.atan2(dy, dx) - look.angle;
      const shortest = Math.atan2(Math.sin(turn), Math.cos(turn));
      look.angle += shortest * (1 - Math.exp(-passedMs / TURN_MS));
    }
    look.blinkMs = look.blinkMs > 3500 ? Math.random() * -1500 : look.blinkMs + passedMs;
    look.blinkMs = Math.abs(look.blinkMs);
    look.trailMs += passedMs;
    if (look.trailMs >= TRAIL_EVERY_MS) {
      look.trailMs = 0;
      const isMoving = direction > 0 && !ring && !this.#isCalm();
      if (isMoving) {
        look.trail.push({ x, y });
      }
      if (look.trail.length > (isMoving ? TRAIL_LENGTH : 0)) {
        look.trail.shift();
      }
    }
    return look;
  }

  #tell(news, body, ringRadius) {
    for (const one of news) {
      if (one.kind === 'death') {
        const x = one.x / PARTS_PER_UNIT;
        const y = one.y / PARTS_PER_UNIT;
        const { rgb } = colorOf(one.orb.color);
        this.#particles.wave(x, y, rgb, ringRadius * 1.4, this.#isCalm() ? 0.3 : 0.6);
        if (!this.#isCalm()) {
          this.#particles.burst(x, y, rgb, 26, body * 16);
          this.#particles.burst(x, y, WHITE, 8, body * 9);
        }
      } else if (one.kind === 'birth' && !this.#isCalm()) {
        this.#particles.wave(one.orb.x / PARTS_PER_UNIT, one.orb.y / PARTS_PER_UNIT, colorOf(one.orb.color).rgb, body * 4);
      }
    }
  }
}
