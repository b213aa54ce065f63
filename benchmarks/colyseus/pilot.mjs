// Steers one orb as the pilots of `bots` do: it wanders, turns twice a second, keeps away from the edge, and raises its
// ring for half a second now and then.

const TURNS_PER_SECOND = 2;
const RING_ONE_IN = 16;
const DIRECTIONS = 8;
const TURN_BACK_PART = 0.75;

export class Pilot {
  constructor(inputsPerSecond) {
    this.inputsPerTurn = Math.max(Math.floor(inputsPerSecond / TURNS_PER_SECOND), 1);
    this.inputsUntilTurn = Math.floor(Math.random() * this.inputsPerTurn);
    this.direction = randomDirection();
    this.ring = false;
  }

  /** The next input, by what is known of the orb and the radius of the circle; of the orb perhaps nothing. */
  next(orb, radius) {
    if (this.inputsUntilTurn-- <= 0) {
      this.inputsUntilTurn = this.inputsPerTurn - 1;
      this.direction = randomDirection();
      this.ring = Math.floor(Math.random() * RING_ONE_IN) === 0;
    }
    if (orb?.alive && isNearEdge(orb, radius)) {
      this.direction = directionTo(-orb.x, -orb.y);
      this.ring = false;
    }
    return { direction: this.direction, ring: this.ring };
  }
}

function randomDirection() {
  return 1 + Math.floor(Math.random() * DIRECTIONS);
}

function isNearEdge({ x, y }, radius) {
  const turnBack = radius * TURN_BACK_PART;
  return x * x + y * y > turnBack * turnBack;
}

/** The direction, 1 to 8, that is nearest to a vector. */
function directionTo(x, y) {
  const eighth = Math.round(Math.atan2(y, x) / (Math.PI / 4));
  return 1 + ((eighth + DIRECTIONS) % DIRECTIONS);
}
