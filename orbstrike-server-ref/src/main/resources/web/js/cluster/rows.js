// Elements that stand for things with ids, kept from look to look, so that a press or the keyboard is never lost.

export class Rows {
  #parent;
  #make;
  #rows = new Map();

  /** @param make gives {element, show(thing, context)} for a new thing */
  constructor(parent, make) {
    this.#parent = parent;
    this.#make = make;
  }

  /** Shows these things in this order, and no others. */
  show(things, context) {
    const ids = new Set(things.map((thing) => thing.id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.element.remove();
        this.#rows.delete(id);
      }
    }
    let next = this.#parent.firstElementChild;
    for (const thing of things) {
      let row = this.#rows.get(thing.id);
      if (!row) {
        row = this.#make(thing);
        this.#rows.set(thing.id, row);
      }
      if (row.element === next) {
        next = next.nextElementSibling;
      } else {
        this.#parent.insertBefore(row.element, next);
      }
      row.show(thing, context);
    }
  }
}
