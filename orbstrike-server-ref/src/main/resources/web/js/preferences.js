// What a player chose last time: name, colour, sound. Nothing of it is secret.
import { COLORS } from './draw/palette.js';

const KEY = 'orbstrike.preferences';

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function loadPreferences() {
  const { name = '', color, isSoundOn = true } = load();
  const isColor = Number.isInteger(color) && color >= 0 && color < COLORS.length;
  return {
    name: String(name),
    color: isColor ? color : Math.floor(Math.random() * COLORS.length),
    isSoundOn: isSoundOn === true,
  };
}

export function storePreferences(changed) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...load(), ...changed }));
  } catch {
    // Then the next visit asks again.
  }
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether motion is to be reduced. */
export function isCalm() {
  return calm.matches;
}
