// Squares that are drawn by one call, each with attributes of its own. They are no instances: where a processor draws in place
// of a graphics card, each instance costs it as much as a draw call, and a square is only four corners.
import { BufferAttribute, BufferGeometry, DynamicDrawUsage } from '/lib/three/build/three.module.min.js';

const CORNERS = [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0];
const TRIANGLES = [0, 1, 2, 0, 2, 3];

/** Corners are numbered by 16 bits. */
const SQUARES_MAX = 16384;

/** Four numbers for each square, the same at all of its corners. */
class SquareAttribute {
  #array;
  buffer;

  constructor(max) {
    this.#array = new Float32Array(16 * max);
    this.buffer = new BufferAttribute(this.#array, 4).setUsage(DynamicDrawUsage);
  }

  put(square, a, b, c, d) {
    const array = this.#array;
    const end = 16 * (square + 1);
    for (let i = 16 * square; i < end; i += 4) {
      array[i] = a;
      array[i + 1] = b;
      array[i + 2] = c;
      array[i + 3] = d;
    }
  }

  upload(squares) {
    this.buffer.clearUpdateRanges();
    this.buffer.addUpdateRange(0, 16 * squares);
    this.buffer.needsUpdate = true;
  }
}

export class Squares {
  #max;
  #attributes = [];
  geometry = new BufferGeometry();

  /** @param max how many there are at most; all are drawn until `show` says how many */
  constructor(max) {
    if (max > SQUARES_MAX) {
      throw new RangeError(`${max} squares: at most ${SQUARES_MAX}`);
    }
    this.#max = max;
    const positions = new Float32Array(12 * max);
    const corners = new Uint16Array(6 * max);
    for (let square = 0; square < max; square++) {
      positions.set(CORNERS, 12 * square);
      corners.set(TRIANGLES.map((corner) => 4 * square + corner), 6 * square);
    }
    this.geometry.setAttribute('position', new BufferAttribute(positions, 3));
    this.geometry.setIndex(new BufferAttribute(corners, 1));
  }

  /** Four numbers for each square, by a name that the vertex shader knows: {put(square, a, b, c, d)}. */
  attribute(name) {
    const attribute = new SquareAttribute(this.#max);
    this.geometry.setAttribute(name, attribute.buffer);
    this.#attributes.push(attribute);
    return attribute;
  }

  /** Draws so many of them from now on, as they are. */
  show(squares) {
    this.geometry.setDrawRange(0, 6 * squares);
    for (const attribute of this.#attributes) {
      attribute.upload(squares);
    }
  }
}
