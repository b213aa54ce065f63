// The best five of the round, and the own place.
import { byId, element } from '../dom.js';
import { nameOf } from '../texts.js';

const SHOWN = 5;

export class Ranks {
  #list = byId('ranks-list');
  #shown = '';

  show(standings, own) {
    const rows = standings.slice(0, SHOWN).map((orb, i) => ({ orb, rank: i + 1, isApart: false }));
    const ownRank = own ? standings.indexOf(own) : -1;
    if (ownRank >= SHOWN) {
      rows.push({ orb: own, rank: ownRank + 1, isApart: true });
    }
    const shown = JSON.stringify(rows.map(({ orb, rank }) => [rank, orb.playerId, orb.name, orb.color, orb.kills, orb === own]));
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#list.replaceChildren(...rows.map(({ orb, rank, isApart }) => {
      const className = `${orb === own ? 'own' : ''} ${isApart ? 'apart' : ''}`.trim();
      return element('li', className, element('span', 'rank', `${rank}`), element('span', `dot color-${orb.color}`),
        element('span', 'who', nameOf(orb)), element('span', 'kills', `${orb.kills}`));
    }));
  }
}
