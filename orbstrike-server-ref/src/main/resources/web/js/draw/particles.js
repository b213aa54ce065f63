// Short-lived light: sparks of a death, waves of a birth. They decorate, so motion that is to be reduced leaves them out.
import { KIND } from './sprite-shader.js';

const MAX = 600;
const DRAG_PER_S = 3.2;

export class Particles {
  #all = [];

  /** Sparks that fly apart. */
  burst(x, y, rgb, count, speed) {
    for (let i = 0; i < count && this.#all.length < MAX; i++) {
      const angle = Math.random() * 2 * Math.PI;
      const fast = speed * (0.25 + 0.75 * Math.random());
      const lifeS = 0.45 + 0.5 * Math.random();
      this.#all.push({ kind: KIND.GLOW, x, y, vx: fast * Math.cos(angle), vy: fast * Math.sin(angle), ageS: 0, lifeS,
        radius: 4 + 7 * Math.random(), rgb });
    }
  }

  /** A circle that grows and fades. */
  wave(x, y, rgb, radius, lifeS = 0.6) {
    if (this.#all.length < MAX) {
      this.#all.push({ kind: KIND.WAVE, x, y, vx: 0, vy: 0, ageS: 0, lifeS, radius, rgb });
    }
  }

  draw(sprites, passedS) {
    const slower = Math.exp(-DRAG_PER_S * passedS);
    for (const one of this.#all) {
      one.ageS += passedS;
      one.x += one.vx * passedS;
      one.y += one.vy * passedS;
      one.vx *= slower;
      one.vy *= slower;
      const age = Math.min(one.ageS / one.lifeS, 1);
      if (one.kind === KIND.WAVE) {
        sprites.add(KIND.WAVE, one.x, one.y, one.radius, one.rgb, 1, age);
      } else {
        sprites.add(KIND.GLOW, one.x, one.y, one.radius * (1.4 - age), one.rgb, 1 - age);
      }
    }
    this.#all = this.#all.filter((one) => one.ageS < one.lifeS);
  }
}
