// One discreet line at the bottom: what happens to the connection, what was copied.
import { byId, setText } from '../dom.js';

export class Notice {
  #line = byId('notice');
  #timer = 0;

  /** @param shownMs how long; 0 for until the next one */
  show(text, shownMs = 2600) {
    clearTimeout(this.#timer);
    setText(this.#line, text);
    this.#line.classList.add('shown');
    if (shownMs > 0) {
      this.#timer = setTimeout(() => this.hide(), shownMs);
    }
  }

  hide() {
    clearTimeout(this.#timer);
    this.#line.classList.remove('shown');
  }
}
