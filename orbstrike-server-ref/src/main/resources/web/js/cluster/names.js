// How the view calls things, and figures as text.

const COLORS = 5;
const colors = new Map();

/** Eight digits tell gameservers and boards of one cluster apart. */
export function shortId(id) {
  return id.slice(0, 8);
}

/** The colour that a gameserver has on this page, as a class; the first ones differ. */
export function colorOf(gameserver) {
  if (!colors.has(gameserver)) {
    colors.set(gameserver, (3 + 4 * colors.size) % COLORS);
  }
  return `color-${colors.get(gameserver)}`;
}

export function sayCount(value) {
  return value.toLocaleString('en');
}

/** A bound, of which nobody needs the last digit. */
export function sayBound(value) {
  return value.toLocaleString('en', { notation: 'compact' });
}

export function sayUs(us) {
  return us < 1000 ? `${Math.round(us)} µs` : sayMs(us / 1000);
}

export function sayMs(ms) {
  if (ms >= 1000) {
    return `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s`;
  }
  return ms < 10 && !Number.isInteger(ms) ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

export function sayPercent(permille) {
  return `${Math.round(permille / 10)} %`;
}

export function plural(count, one, many) {
  return `${sayCount(count)} ${count === 1 ? one : many}`;
}
