// What a client says: its newest state input and all event inputs that no frame has acknowledged, under one sequence that
// rises over the whole stay. The newest message is enough to restore a player on a new stream.

/** How many events are kept; then the player has to wait. */
const EVENTS_MAX = 64;

export class Outbox {
  #sequence = 0;
  #isOpen = false;
  #state = null;
  #events = [];

  /** A frame has come: what it acknowledges is done. The first frame says where the sequence goes on. */
  acknowledge(sequence) {
    this.#isOpen = true;
    this.#sequence = Math.max(this.#sequence, sequence);
    while (this.#events.length > 0 && this.#events[0].sequence <= sequence) {
      this.#events.shift();
    }
  }

  /** Whether a frame has come; before it, nothing can be numbered. */
  get isOpen() {
    return this.#isOpen;
  }

  /** Replaces the state; returns its sequence. */
  setState(input) {
    this.#state = { sequence: this.#nextSequence(), input };
    return this.#state.sequence;
  }

  /** Adds an event; returns its sequence, or 0 if too many wait. */
  addEvent(input) {
    if (this.#events.length === EVENTS_MAX) {
      return 0;
    }
    const event = { sequence: this.#nextSequence(), input };
    this.#events.push(event);
    return event.sequence;
  }

  get state() {
    return this.#state;
  }

  get events() {
    return this.#events;
  }

  #nextSequence() {
    if (!this.#isOpen) {
      throw new Error('an input before the first frame');
    }
    return ++this.#sequence;
  }
}
