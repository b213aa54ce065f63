// What is left of the round, and what the circle does.
import { byId, setText } from '../dom.js';
import { PHASE } from '../net/wire.js';
import { clockText } from '../texts.js';

export class RoundClock {
  #clock = byId('clock');
  #time = byId('clock-time');
  #note = byId('clock-note');

  show(scene) {
    const { constants, phase, tick } = scene;
    const end = scene.phaseEndTick();
    const isPlay = phase.kind === PHASE.PLAY;
    const shrinkTick = phase.startTick + constants.roundTicks - constants.shrinkTicks;
    const isShrinking = isPlay && end > 0 && constants.shrinkTicks > 0 && tick >= shrinkTick;
    setText(this.#time, end === 0 ? '' : clockText((end - tick) * constants.tickIntervalMs));
    setText(this.#note, this.#noteOf(isPlay, end, isShrinking, constants, shrinkTick - tick));
    this.#clock.classList.toggle('danger', isShrinking);
  }

  #noteOf(isPlay, end, isShrinking, { shrinkTicks, tickIntervalMs }, ticksToShrink) {
    if (!isPlay) {
      return 'next round';
    }
    if (isShrinking) {
      return 'the circle shrinks';
    }
    const leftMs = ticksToShrink * tickIntervalMs;
    return end > 0 && shrinkTicks > 0 && leftMs < 15000 ? `shrinks in ${Math.ceil(leftMs / 1000)} s` : '';
  }
}
