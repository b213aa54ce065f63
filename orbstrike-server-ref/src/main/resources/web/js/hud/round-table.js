// The standings between two rounds.
import { byId, element, setShown, setText } from '../dom.js';
import { nameOf } from '../texts.js';

const ROWS_MAX = 10;

export class RoundTable {
  #panel = byId('round');
  #isShown = false;

  /** Shows a finished round once, then only how long it stands. */
  show(scene, own) {
    if (!this.#isShown) {
      this.#fill(scene.standings(), own);
      this.#isShown = true;
      setShown(this.#panel, true);
    }
    const leftMs = (scene.phaseEndTick() - scene.tick) * scene.constants.tickIntervalMs;
    setText(byId('round-next'), `The next round begins in ${Math.max(0, Math.ceil(leftMs / 1000))} s`);
  }

  hide() {
    this.#isShown = false;
    setShown(this.#panel, false);
  }

  #fill(standings, own) {
    const winner = standings[0];
    setText(byId('round-title'), winner === own ? 'You win the round!' : `${nameOf(winner)} wins the round`);
    const rows = standings.map((orb, i) => ({ orb, rank: i + 1 }));
    const shown = rows.slice(0, ROWS_MAX);
    const ownRow = rows.find(({ orb }) => orb === own);
    if (ownRow && ownRow.rank > ROWS_MAX) {
      shown.push(ownRow);
    }
    byId('round-rows').replaceChildren(...shown.map(({ orb, rank }) => {
      const who = element('td', '', element('span', `dot color-${orb.color}`), ` ${nameOf(orb)}`);
      return element('tr', orb === own ? 'own' : '', element('td', '', `${rank}`), who,
        element('td', '', `${orb.kills}`), element('td', '', `${orb.deaths}`));
    }));
  }
}
