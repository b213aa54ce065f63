// Keyboard, mouse and touch, all at once: whoever acts last steers.
import { directionOfKeys, directionOfVector } from './steering.js';

const KEYS = new Map([
  ['ArrowLeft', 'left'], ['KeyA', 'left'],
  ['ArrowRight', 'right'], ['KeyD', 'right'],
  ['ArrowUp', 'up'], ['KeyW', 'up'],
  ['ArrowDown', 'down'], ['KeyS', 'down'],
  ['Space', 'ring'], ['KeyJ', 'ring'],
]);

const STICK_DEAD_PX = 12;
const POINTER_DEAD_PX = 24;

export class Controls {
  #stage;
  #ringButton;
  #onWish;
  #ownPosition;
  #held = { left: false, right: false, up: false, down: false, ring: false };
  #pointerDirection = 0;
  #pointerRing = false;
  #steeringPointer = null;
  #origin = { x: 0, y: 0 };
  #rings = new Set();
  #direction = 0;
  #ring = false;
  #abort = new AbortController();
  /** What is drawn of a stick: {x, y, dx, dy}, or null. */
  stick = null;

  /**
   * @param stage the element that is played on
   * @param ringButton the button for the thumb
   * @param ownPosition where the own orb is on the screen, in CSS pixels: {x, y}
   * @param onWish is told (direction, ring) when either changes
   */
  constructor({ stage, ringButton, ownPosition, onWish }) {
    this.#stage = stage;
    this.#ringButton = ringButton;
    this.#ownPosition = ownPosition;
    this.#onWish = onWish;
  }

  start() {
    const on = (target, type, listener, passive = true) =>
      target.addEventListener(type, listener, { signal: this.#abort.signal, passive });
    on(window, 'keydown', (event) => this.#onKey(event, true), false);
    on(window, 'keyup', (event) => this.#onKey(event, false), false);
    on(window, 'blur', () => this.release());
    on(document, 'visibilitychange', () => document.hidden && this.release());
    on(this.#stage, 'pointerdown', (event) => this.#onDown(event), false);
    on(this.#stage, 'pointermove', (event) => this.#onMove(event));
    on(this.#stage, 'contextmenu', (event) => event.preventDefault(), false);
    for (const type of ['pointerup', 'pointercancel']) {
      on(window, type, (event) => this.#onUp(event));
    }
    on(this.#ringButton, 'pointerdown', (event) => {
      event.preventDefault();
      this.#rings.add(event.pointerId);
      this.#tell();
    }, false);
  }

  stop() {
    this.#abort.abort();
    this.stick = null;
  }

  /** Lets go of everything, as when the window loses the keyboard. */
  release() {
    for (const name of Object.keys(this.#held)) {
      this.#held[name] = false;
    }
    this.#rings.clear();
    this.#pointerRing = false;
    this.#letGo();
  }

  /** Follows a held mouse while the orb moves beneath it. */
  follow() {
    if (this.#steeringPointer?.type === 'mouse') {
      this.#steerTo(this.#steeringPointer.x, this.#steeringPointer.y);
    }
  }

  #onKey(event, isDown) {
    const name = KEYS.get(event.code);
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const isPressing = event.code === 'Space' && event.target instanceof HTMLButtonElement;
    const isForOthers = isTyping || isPressing || event.ctrlKey || event.metaKey || event.altKey;
    // A key that was held for the game is let go wherever the keyboard is by then, and whatever else is held.
    if (!name || (isForOthers && (isDown || !this.#held[name]))) {
      return;
    }
    event.preventDefault();
    if (this.#held[name] !== isDown) {
      this.#held[name] = isDown;
      this.#tell();
    }
  }

  #onDown(event) {
    event.preventDefault();
    this.#stage.focus({ preventScroll: true });
    if (event.pointerType === 'mouse') {
      this.#onMouse(event);
    } else if (this.#steeringPointer === null) {
      this.#steeringPointer = { id: event.pointerId, type: 'touch' };
      this.#origin = { x: event.clientX, y: event.clientY };
      this.stick = { ...this.#origin, dx: 0, dy: 0 };
    } else {
      this.#rings.add(event.pointerId);
      this.#tell();
    }
  }

  #onMove(event) {
    if (event.pointerType === 'mouse') {
      this.#onMouse(event);
    } else if (this.#steeringPointer?.id === event.pointerId) {
      const dx = event.clientX - this.#origin.x;
      const dy = event.clientY - this.#origin.y;
      this.stick = { ...this.#origin, dx, dy };
      this.#setPointerDirection(directionOfVector(dx, dy, STICK_DEAD_PX, this.#pointerDirection));
    }
  }

  #onUp(event) {
    if (event.pointerType === 'mouse') {
      this.#onMouse(event);
    }
    if (this.#rings.delete(event.pointerId)) {
      this.#tell();
    }
    if (this.#steeringPointer?.id === event.pointerId && this.#steeringPointer.type === 'touch') {
      this.#letGo();
    }
  }

  /** The left button steers towards the pointer, the right one raises the ring; a second button is told as a move. */
  #onMouse({ pointerId, buttons, clientX, clientY }) {
    const isRingHeld = (buttons & 2) !== 0;
    if (isRingHeld !== this.#pointerRing) {
      this.#pointerRing = isRingHeld;
      this.#tell();
    }
    if ((buttons & 1) !== 0) {
      this.#steeringPointer = { id: pointerId, type: 'mouse', x: clientX, y: clientY };
      this.follow();
    } else if (this.#steeringPointer?.type === 'mouse') {
      this.#letGo();
    }
  }

  #letGo() {
    this.#steeringPointer = null;
    this.stick = null;
    this.#pointerDirection = 0;
    this.#tell();
  }

  #steerTo(x, y) {
    const own = this.#ownPosition();
    this.#setPointerDirection(directionOfVector(x - own.x, y - own.y, POINTER_DEAD_PX, this.#pointerDirection));
  }

  #setPointerDirection(direction) {
    if (direction !== this.#pointerDirection) {
      this.#pointerDirection = direction;
      this.#tell();
    }
  }

  #tell() {
    const direction = directionOfKeys(this.#held) || this.#pointerDirection;
    const ring = this.#held.ring || this.#pointerRing || this.#rings.size > 0;
    if (direction !== this.#direction || ring !== this.#ring) {
      this.#direction = direction;
      this.#ring = ring;
      this.#onWish(direction, ring);
    }
  }
}
