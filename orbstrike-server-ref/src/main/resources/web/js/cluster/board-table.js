// The boards of the cluster, those that a filter lets through.
import { byId, element, setText } from '../dom.js';
import { boardTitle } from '../texts.js';
import { colorOf, plural, sayCount, shortId } from './names.js';
import { Rows } from './rows.js';

const SHOWN_MAX = 100;
const MOVED_SHOWN_MS = 6000;

export class BoardTable {
  #rows;
  #filter = byId('filter');
  #hint = byId('boards-hint');
  #look = null;
  #movedMs = new Map();

  constructor(onMove) {
    this.#rows = new Rows(byId('boards'), (board) => new BoardRow(board, onMove));
    this.#filter.addEventListener('input', () => this.#show());
  }

  /** @param moved ids of boards that have just gone to another gameserver */
  show(look, moved, nowMs) {
    for (const id of moved) {
      this.#movedMs.set(id, nowMs);
    }
    for (const [id, atMs] of this.#movedMs) {
      if (nowMs - atMs > MOVED_SHOWN_MS) {
        this.#movedMs.delete(id);
      }
    }
    this.#look = look;
    this.#show();
  }

  #show() {
    if (this.#look === null) {
      return;
    }
    const { boards, hasAllBoards, gameservers } = this.#look;
    const addresses = new Map(gameservers.map(({ id, address }) => [id, address]));
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = boards.filter((board) => matches(board, addresses.get(board.gameserver) ?? '', words));
    this.#rows.show(found.slice(0, SHOWN_MAX), { addresses, movedMs: this.#movedMs });
    setText(this.#hint, hintOf(boards.length, found.length, hasAllBoards));
  }
}

function hintOf(all, found, hasAllBoards) {
  const known = hasAllBoards ? sayCount(all) : `the first ${sayCount(all)}`;
  if (all === 0) {
    return 'There is no board.';
  }
  if (found === 0) {
    return `No board of ${known} fits the filter.`;
  }
  return found > SHOWN_MAX ? `${SHOWN_MAX} of ${sayCount(found)} are shown: narrow the filter.`
    : found < all || !hasAllBoards ? `${sayCount(found)} of ${known}.` : '';
}

/** Every word is a part of something that the row shows. */
export function matches(board, address, words) {
  const texts = [board.id, boardTitle(board.id), board.type, board.state, board.gameserver, address]
    .map((text) => text.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word)));
}

class BoardRow {
  element;
  #board;
  #state = element('span', 'state');
  #holder = element('span', 'mono');
  #dot = element('i', 'dot');
  #address = element('span', 'soft address');
  #epoch = element('td', 'number');
  #tick = element('td', 'number');
  #players = element('td', 'number');

  constructor(board, onMove) {
    const title = boardTitle(board.id);
    const name = element('th', '', element('span', 'board-name', title), element('span', 'mono soft', shortId(board.id)));
    name.scope = 'row';
    name.title = board.id;
    const move = element('button', 'secondary small', 'Move …');
    move.type = 'button';
    move.setAttribute('aria-label', `Move board ${title}, ${shortId(board.id)}`);
    move.addEventListener('click', () => onMove(this.#board));
    const cell = (label, ...children) => labelled(element('td', '', ...children), label);
    this.element = element('tr', '', name, cell('Type', board.type), cell('State', this.#state),
      cell('Gameserver', this.#dot, this.#holder, this.#address), labelled(this.#players, 'Players'),
      labelled(this.#epoch, 'Epoch'), labelled(this.#tick, 'Tick'), element('td', 'action', move));
    this.element.dataset.board = board.id;
  }

  show(board, { addresses, movedMs }) {
    this.#board = board;
    this.#state.className = `state ${board.state}`;
    this.#dot.className = `dot ${colorOf(board.gameserver)}`;
    setText(this.#state, board.state);
    setText(this.#holder, shortId(board.gameserver));
    setText(this.#address, addresses.get(board.gameserver) ?? '');
    setText(this.#epoch, String(board.epoch));
    setText(this.#tick, sayCount(board.tick));
    setText(this.#players, sayCount(board.players));
    this.element.classList.toggle('is-moved', movedMs.has(board.id));
  }
}

/** On a narrow screen each cell says what it is. */
function labelled(cell, label) {
  cell.dataset.label = label;
  return cell;
}

export function titleOf(board) {
  return `${boardTitle(board.id)} (${shortId(board.id)}, ${plural(board.players, 'player', 'players')})`;
}
