// From what fingers do to an orb's eight directions. 0 stands still; 1 is to the right, then in steps of 45 degrees
// clockwise on the screen, where y grows downwards.

/** By dy + 1 and dx + 1, each -1, 0 or 1. */
const OF_SIGNS = [
  [6, 7, 8],
  [5, 0, 1],
  [4, 3, 2],
];

export function directionOfKeys({ left, right, up, down }) {
  const dx = Number(right) - Number(left);
  const dy = Number(down) - Number(up);
  return OF_SIGNS[dy + 1][dx + 1];
}

/** The nearest direction to a vector; 0 within the dead zone. The last direction keeps a little of its neighbours' sectors. */
export function directionOfVector(dx, dy, deadZone, last = 0) {
  if (Math.hypot(dx, dy) < deadZone) {
    return 0;
  }
  const eighths = (Math.atan2(dy, dx) / (Math.PI / 4) + 8) % 8;
  if (last > 0) {
    const off = Math.abs(((eighths - (last - 1) + 12) % 8) - 4);
    if (off < 0.6) {
      return last;
    }
  }
  return 1 + (Math.round(eighths) % 8);
}

/** The unit vector of a direction. */
export function vectorOf(direction) {
  if (direction === 0) {
    return [0, 0];
  }
  const angle = (direction - 1) * Math.PI / 4;
  return [Math.cos(angle), Math.sin(angle)];
}
