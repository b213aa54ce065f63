// Who killed whom, newest last, each for some seconds.
import { byId, element, icon } from '../dom.js';
import { nameOf } from '../texts.js';

const SHOWN_MAX = 5;
const SHOWN_MS = 5000;
const RING_ICON = 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5';
const EDGE_ICON = 'M4 20C4 11 11 4 20 4M9 20h11V9M12 17l6-6m0 4v-4h-4';

export class Feed {
  #list = byId('feed');

  clear() {
    this.#list.replaceChildren();
  }

  add({ orb, killer }, own) {
    const isOwn = own !== null && (orb === own || killer === own);
    const row = element('li', isOwn ? 'own' : '');
    if (killer) {
      row.append(element('span', `dot color-${killer.color}`), element('span', 'who', nameOf(killer)), icon(RING_ICON));
    } else {
      row.append(icon(EDGE_ICON));
    }
    row.append(element('span', `dot color-${orb.color}`), element('span', 'who', nameOf(orb)));
    this.#list.append(row);
    if (this.#list.children.length > SHOWN_MAX) {
      this.#list.firstElementChild.remove();
    }
    setTimeout(() => row.remove(), SHOWN_MS);
  }
}
