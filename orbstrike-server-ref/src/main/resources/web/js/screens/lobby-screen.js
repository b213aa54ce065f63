// Name, colour, boards: where a player begins.
import { byId, element, setShown, setText } from '../dom.js';
import { COLORS } from '../draw/palette.js';
import { hasRoom, liveliestWithRoom, pagesWithRoom } from '../net/find-boards.js';
import { describeBoard, listBoards } from '../net/lobby.js';
import { loadPreferences, storePreferences } from '../preferences.js';
import { BOARD_KINDS, boardTitle, faultOfName, hintOfBoards, sentenceOf } from '../texts.js';

const REFRESH_MS = 4000;
const KNOWN_MAX = 100;
const SHOWN_MAX = 40;

export class LobbyScreen {
  #screen = byId('lobby');
  #onJoin;
  #onAny;
  #onCreate;
  #invited = null;
  #boards = [];
  /** Names the boards beyond those that are known: empty if there are none, null until the first list has come. */
  #moreToken = null;
  #timer = 0;
  /** Whether a look is under way: on a dead line another would only take one more connection. */
  #isLooking = false;
  #shownBoards = '';

  /** @param actions {onJoin(board id), onAny(find), onCreate(kind, isListed)}; find gives pages of boards, the best of each first */
  constructor({ onJoin, onAny, onCreate }) {
    this.#onJoin = onJoin;
    this.#onAny = onAny;
    this.#onCreate = onCreate;
    this.#build();
  }

  /** @param invited the id of the board that the page's link names, or null */
  show(invited, alert = '') {
    this.#invited = invited;
    setShown(this.#screen, true);
    this.alert(alert);
    this.#showBoards();
    this.#refresh();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => document.hidden || this.#isLooking || this.#refresh(), REFRESH_MS);
  }

  hide() {
    clearInterval(this.#timer);
    this.#timer = 0;
    setShown(this.#screen, false);
  }

  alert(text) {
    setText(byId('lobby-alert'), text);
    setShown(byId('lobby-alert'), text !== '');
    if (text !== '') {
      byId('lobby-alert').scrollIntoView({ block: 'nearest' }); // on a phone the boards are far below it
    }
  }

  /** The name and colour, or null if the name will not do. */
  player() {
    const input = byId('name');
    const name = input.value.trim();
    const fault = faultOfName(name);
    setText(byId('name-error'), fault);
    setShown(byId('name-error'), fault !== '');
    input.setAttribute('aria-invalid', String(fault !== ''));
    if (fault) {
      input.focus();
      return null;
    }
    const color = Number(document.querySelector('input[name="color"]:checked').value);
    storePreferences({ name, color });
    return { name, color };
  }

  #build() {
    const { name, color } = loadPreferences();
    byId('name').value = name;
    byId('colors').append(...COLORS.map((one, number) => {
      const radio = element('input');
      Object.assign(radio, { type: 'radio', name: 'color', value: number, checked: number === color });
      radio.setAttribute('aria-label', `${one.name}, marked with ${one.mark}`);
      const swatch = element('span', `swatch color-${number}`);
      const label = element('label', 'color', radio, swatch);
      label.title = one.name;
      return label;
    }));
    byId('kinds').append(...BOARD_KINDS.map((kind, i) => {
      const radio = element('input');
      Object.assign(radio, { type: 'radio', name: 'kind', value: kind.id, checked: i === 0 });
      return element('label', 'kind', radio, element('strong', '', kind.title), element('span', '', kind.text));
    }));
    byId('name').addEventListener('input', () => setShown(byId('name-error'), false));
    byId('refresh').addEventListener('click', () => this.#refresh());
    byId('join-form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#invited) {
        this.#onJoin(this.#invited);
      } else {
        this.#onAny(() => this.#findBoards());
      }
    });
    byId('create-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const chosen = document.querySelector('input[name="kind"]:checked').value;
      this.#onCreate(BOARD_KINDS.find((kind) => kind.id === chosen), byId('listed').checked);
    });
  }

  /** Boards that let somebody in: those that are known, then the pages beyond them. */
  async *#findBoards() {
    const moreToken = this.#moreToken; // a list that comes meanwhile may begin elsewhere
    yield liveliestWithRoom(this.#boards);
    yield* pagesWithRoom(moreToken);
  }

  async #refresh() {
    this.#isLooking = true;
    try {
      await this.#look();
    } catch (error) {
      if (error.reason === 'UNKNOWN_BOARD' && this.#invited) {
        this.#uninvite('The board of this link does not exist, or it has closed. Choose another one, or make your own.');
      } else {
        setText(byId('boards-hint'), sentenceOf(error));
        return;
      }
    } finally {
      this.#isLooking = false;
    }
    this.#showBoards();
  }

  /** Learns of the boards; one in quarantine is not offered. */
  async #look() {
    const { boards, nextPageToken } = await listBoards({ pageSize: KNOWN_MAX });
    this.#boards = boards.filter((board) => !board.isQuarantined);
    this.#moreToken = nextPageToken;
    if (!this.#invited) {
      return;
    }
    const isInvited = (board) => board.id === this.#invited;
    const invited = boards.find(isInvited) ?? await describeBoard(this.#invited);
    if (invited.isQuarantined) {
      this.#uninvite('The board of this link has stopped because of a fault. Choose another one, or make your own.');
    } else if (!this.#boards.some(isInvited)) {
      this.#boards.unshift(invited);
    }
  }

  /** The link leads nowhere: says why, and offers the others. */
  #uninvite(why) {
    this.#invited = null;
    this.alert(why);
    history.replaceState(null, '', location.pathname);
  }

  #showBoards() {
    const isInvited = (board) => board.id === this.#invited;
    setText(byId('play-now'), this.#invited ? `Join ${boardTitle(this.#invited)}` : 'Play now');
    setText(byId('play-hint'), this.#invited ? 'You were invited to this board.' : 'Takes you to the liveliest board.');
    setText(byId('boards-hint'), hintOfBoards(this.#boards.length, SHOWN_MAX, this.#moreToken));
    const sorted = [...this.#boards].sort((a, b) => Number(isInvited(b)) - Number(isInvited(a))
      || Number(hasRoom(b)) - Number(hasRoom(a)) || b.players - a.players);
    const shown = sorted.slice(0, SHOWN_MAX);
    const asText = JSON.stringify([this.#invited, shown.map((board) => [board.id, board.players, board.maxPlayers])]);
    if (asText !== this.#shownBoards) {
      this.#shownBoards = asText;
      const focused = document.activeElement?.dataset?.board;
      byId('boards').replaceChildren(...shown.map((board) => this.#row(board)));
      byId('boards').querySelector(`button[data-board="${CSS.escape(focused ?? '')}"]`)?.focus();
    }
  }

  #row(board) {
    const isFull = !hasRoom(board);
    const title = boardTitle(board.id);
    const facts = `${board.players} of ${board.maxPlayers} players${board.id === this.#invited ? ' · your invitation' : ''}`;
    const join = element('button', 'secondary', isFull ? 'Full' : 'Join');
    join.type = 'button';
    join.disabled = isFull;
    join.dataset.board = board.id;
    join.setAttribute('aria-label', `${isFull ? 'Full' : 'Join'}: ${title}`);
    join.addEventListener('click', () => this.#onJoin(board.id));
    return element('li', 'board',
      element('div', '', element('div', 'board-name', title), element('div', 'board-facts', facts)), join);
  }
}
