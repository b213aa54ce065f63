// A sheet above the picture, on which names have all the pixels of the screen when the picture has few. It is wiped only
// where something was written, and hidden while nothing is: where a processor draws, the rest costs too much.
import { setShown } from '../dom.js';

/** More are not worth drawing. */
const RATIO_MAX = 2;

export class NameSheet {
  #canvas;
  #paper;
  #written = [];
  #view = null;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#paper = canvas.getContext('2d');
    setShown(canvas, false);
  }

  /** Begins anew, with what of the board the sheet shows: {left, top, width, height} in units. */
  begin(view) {
    setShown(this.#canvas, true); // it has no size before
    const ratio = Math.min(devicePixelRatio, RATIO_MAX);
    const width = Math.round(this.#canvas.clientWidth * ratio);
    const height = Math.round(this.#canvas.clientHeight * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width; // wipes all of it
      this.#canvas.height = height;
      this.#written.length = 0;
    }
    this.#wipe();
    this.#view = view;
  }

  /** Names have gone back to the picture. */
  hide() {
    this.#wipe();
    setShown(this.#canvas, false);
  }

  #wipe() {
    for (const [x, y, width, height] of this.#written) {
      this.#paper.clearRect(x, y, width, height);
    }
    this.#written.length = 0;
  }

  /** Copies a part of an image, {image, x, y, width, height}, to around a place of the board, with a height in units. */
  put(part, x, y, height, alpha) {
    const scale = this.#canvas.height / this.#view.height;
    const high = height * scale;
    const wide = high * part.width / part.height;
    const left = (x - this.#view.left) * scale - wide / 2;
    const top = (y - this.#view.top) * scale - high / 2;
    this.#paper.globalAlpha = alpha;
    this.#paper.drawImage(part.image, part.x, part.y, part.width, part.height, left, top, wide, high);
    this.#written.push([Math.floor(left) - 1, Math.floor(top) - 1, Math.ceil(wide) + 3, Math.ceil(high) + 3]);
  }
}
