// Short sounds, made of oscillators. They begin after the player has touched the page, as browsers want it.

const VOLUME = 0.14;

/** [wave, from Hz, to Hz, seconds, loudness] */
const SOUNDS = Object.freeze({
  ring: ['sine', 340, 620, 0.13, 0.5],
  drop: ['sine', 420, 240, 0.10, 0.3],
  kill: ['triangle', 520, 1240, 0.24, 1],
  death: ['sawtooth', 330, 55, 0.5, 0.8],
  birth: ['sine', 300, 760, 0.28, 0.6],
  round: ['triangle', 660, 880, 0.5, 0.8],
});

export class Sound {
  #context = null;
  isOn;

  constructor(isOn) {
    this.isOn = isOn;
  }

  play(name) {
    if (!this.isOn || document.hidden || navigator.userActivation?.hasBeenActive === false) {
      return;
    }
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state !== 'running') {
      context.resume();
      return;
    }
    const [wave, fromHz, toHz, seconds, loudness] = SOUNDS[name];
    const now = context.currentTime;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = wave;
    tone.frequency.setValueAtTime(fromHz, now);
    tone.frequency.exponentialRampToValueAtTime(toHz, now + seconds);
    volume.gain.setValueAtTime(VOLUME * loudness, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(now);
    tone.stop(now + seconds);
  }
}
