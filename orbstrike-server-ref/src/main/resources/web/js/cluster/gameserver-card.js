// One gameserver: its lease, what it carries, how late it is, and the button that drains it.
import { element, setShown, setText } from '../dom.js';
import { Chart } from './chart.js';
import { History } from './history.js';
import { colorOf, plural, sayBound, sayCount, sayMs, sayPercent, sayUs, shortId } from './names.js';

/** The figure that counts most is the last, and drawn above the others. */
const CHARTS = Object.freeze([
  { title: 'Players', figures: ['players'], least: 5, say: sayCount, tell: ({ players }) => sayCount(players) },
  { title: 'Boards', figures: ['boards'], least: 5, say: sayCount, tell: ({ boards }) => sayCount(boards) },
  { title: 'Tick lateness', figures: ['tickLatenessUsMax', 'tickLatenessUsMean'], least: 1000, say: sayUs,
    tell: ({ tickLatenessUsMean, tickLatenessUsMax }) => `${sayUs(tickLatenessUsMean)} · max ${sayUs(tickLatenessUsMax)}` },
  { title: 'Sync lag', figures: ['syncLagMs'], least: 500, say: sayMs, tell: ({ syncLagMs }) => sayMs(syncLagMs) },
]);

export class GameserverCard {
  element;
  #history = new History();
  #charts;
  #state = element('span', 'state');
  #address = element('span', 'soft');
  #lease = element('span');
  #boards = element('span');
  #places = element('span');
  #busy = element('span');
  #traits = element('p', 'hint traits');
  #drain = element('button', 'secondary small', 'Drain …');

  constructor({ id }, onDrain) {
    const name = element('h3', '', element('i', `dot ${colorOf(id)}`), element('span', 'mono', shortId(id)));
    name.title = id;
    this.#drain.type = 'button';
    this.#drain.setAttribute('aria-label', `Drain gameserver ${shortId(id)}`);
    this.#drain.addEventListener('click', () => onDrain(id));
    this.#charts = CHARTS.map((what) => new Chart(what));
    const fact = (title, value) => element('div', '', element('dt', '', title), element('dd', '', value));
    this.element = element('li', 'card gameserver',
      element('div', 'card-head', name, this.#state, this.#drain),
      element('p', 'address', this.#address),
      element('dl', 'facts', fact('Lease', this.#lease), fact('Boards', this.#boards), fact('Places', this.#places),
        fact('Busy', this.#busy)),
      element('div', 'charts', ...this.#charts.map((chart) => chart.element)),
      this.#traits);
    this.element.dataset.gameserver = id;
  }

  /** @param isFresh whether this is an answer, and not the last one shown again */
  show(gameserver, { nowMs, isFresh }) {
    const { isLive, isDraining } = gameserver;
    if (isFresh && isLive) {
      this.#history.add(nowMs, gameserver);
    }
    const state = isLive ? (isDraining ? 'draining' : 'live') : 'gone';
    this.#state.className = `state ${state}`;
    setText(this.#state, state);
    this.element.classList.toggle('is-gone', !isLive);
    setText(this.#address, gameserver.address);
    setText(this.#lease, isLive ? `${sayMs(Math.round(gameserver.expiresInMs / 100) * 100)} left` : 'ended');
    setText(this.#boards, `${sayCount(gameserver.boards)} of ${sayBound(gameserver.maxBoards)}`);
    setText(this.#places, `${sayCount(gameserver.places)} of ${sayBound(gameserver.maxPlaces)}`);
    setText(this.#busy, sayPercent(gameserver.utilisationPermille));
    setText(this.#traits, traitsOf(gameserver));
    setShown(this.#drain, isLive && !isDraining);
    for (const chart of this.#charts) {
      chart.show(this.#history, gameserver, nowMs);
    }
  }
}

function traitsOf({ build, types, labels }) {
  const named = labels.map(([name, value]) => `${name}=${value}`).sort();
  const shownTypes = `${types.length === 1 ? 'type' : 'types'} ${types.join(', ')}`;
  return [build && `build ${build}`, types.length > 0 && shownTypes, named.length > 0 && `labels ${named.join(', ')}`]
    .filter(Boolean).join(' · ');
}

/** What the top of the page sums up. */
export function sumOf(gameservers, boards) {
  const live = gameservers.filter((gameserver) => gameserver.isLive);
  const players = live.reduce((sum, gameserver) => sum + gameserver.players, 0);
  return [plural(live.length, 'gameserver', 'gameservers'), plural(boards, 'board', 'boards'), plural(players, 'player', 'players')]
    .join(' · ');
}
