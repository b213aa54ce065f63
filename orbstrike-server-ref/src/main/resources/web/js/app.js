// The way of a player through the page: lobby, waiting, play, over.
import { byId, setShown, setText } from './dom.js';
import { Sound } from './hud/sound.js';
import { joinOneOf } from './net/find-boards.js';
import { createBoard, describeBoard, drawKey, joinBoard, leaveBoard } from './net/lobby.js';
import { forgetSession, forgetWish, keyOfWish, loadSession, storeSession } from './net/session.js';
import { writePlayer, writeRules } from './net/wire.js';
import { loadPreferences, storePreferences } from './preferences.js';
import { LobbyScreen } from './screens/lobby-screen.js';
import { OverScreen } from './screens/over-screen.js';
import { PlayScreen } from './screens/play-screen.js';
import { BOARD_KINDS, sayEnd, sentenceOf } from './texts.js';

const BOARD_ID = /^[0-9a-f]{32}$/;
const INVITED = /^#board=([^&]*)/;
const LOOK_FOR_BOARD_MS = 5000;

export class App {
  #sound = new Sound(loadPreferences().isSoundOn);
  #lobby = new LobbyScreen({
    onJoin: (board) => this.#play(() => this.#join(board)),
    onAny: (find) => this.#play(() => this.#joinAny(find)),
    onCreate: (kind, isListed) => this.#play(() => this.#joinNew(kind, isListed)),
  });
  #over = new OverScreen({ onAgain: (word) => this.#onAgain(word), onLobby: () => this.#toOtherBoards() });
  #board = new PlayScreen({ sound: this.#sound, onEnd: (verdict, facts) => this.#onEnd(verdict, facts) });
  #session = null;
  /** Rises with each attempt to play, so that the answer to one that was given up is known as such. */
  #attempt = 0;
  #state = 'start';

  start() {
    byId('leave').addEventListener('click', () => this.#leave());
    this.#onCorner('invite', () => this.#copyInvitation());
    this.#onCorner('sound', () => this.#toggleSound());
    byId('wait-cancel').addEventListener('click', () => this.#toLobby());
    byId('sound').setAttribute('aria-pressed', String(this.#sound.isOn));
    // Where the keyboard is, is shown to who moves it; who plays knows.
    addEventListener('keydown', ({ key }) => document.body.classList.toggle('tabbing', key === 'Tab'));
    addEventListener('hashchange', () => this.#onLink());
    addEventListener('pagehide', () => this.#session && this.#state !== 'over' && storeSession(this.#session));
    const session = loadSession();
    const { board, fault } = this.#linked();
    if (session && (board === null || board === session.board) && !fault) {
      this.#resume(session);
    } else {
      this.#toLobby(fault);
    }
  }

  /** For tests, and for the curious at the console. */
  facts() {
    return { state: this.#state, board: this.#session?.board ?? null, play: this.#board.facts() };
  }

  #linked() {
    const found = INVITED.exec(location.hash);
    const board = found ? found[1].toLowerCase() : null;
    if (board !== null && !BOARD_ID.test(board)) {
      history.replaceState(null, '', location.pathname);
      return { board: null, fault: 'This link names no board. Choose one, or make your own.' };
    }
    return { board, fault: '' };
  }

  #onLink() {
    const { board, fault } = this.#linked();
    if (this.#session === null || board !== this.#session.board) {
      this.#giveUp();
      this.#toLobby(fault);
    }
  }

  #toLobby(alert = '') {
    this.#leaveScreens();
    this.#attempt++;
    this.#state = 'lobby';
    this.#session = null;
    this.#lobby.show(this.#linked().board, alert);
  }

  #wait(text) {
    this.#leaveScreens();
    this.#state = 'waiting';
    setText(byId('wait-text'), text);
    setShown(byId('wait'), true);
  }

  #leaveScreens() {
    this.#lobby.hide();
    this.#over.hide();
    this.#board.stop();
    setShown(byId('wait'), false);
  }

  /** @param join finds or makes a board and joins it; gives the session */
  async #play(join) {
    const player = this.#lobby.player();
    if (player === null) {
      return;
    }
    const attempt = ++this.#attempt;
    this.#wait('Joining …');
    try {
      this.#board.prepare();
    } catch (error) {
      console.warn(error);
      this.#toLobby('This browser cannot draw the game: it needs WebGL 2. Switch it on, or use another browser.');
      return;
    }
    try {
      const session = await join(player);
      if (attempt === this.#attempt) {
        this.#begin(session);
      } else {
        leaveBoard(session.ticket).catch(() => {});
      }
    } catch (error) {
      if (error.reason === undefined) {
        console.warn(error);
      }
      if (attempt === this.#attempt) {
        this.#toLobby(sentenceOf(error));
      }
    }
  }

  /** Joins a board that has room, or makes one: @param find gives pages of those that had room, the best first */
  async #joinAny(find) {
    const joined = await joinOneOf(find(), (board) => this.#join(board));
    if (joined !== null) {
      return joined;
    }
    try {
      return await this.#joinNew(BOARD_KINDS[0], true);
    } catch (error) {
      error.isAfterSearch = true;
      throw error;
    }
  }

  async #joinNew({ id, rules }, isListed) {
    const wish = `create ${id} ${isListed}`;
    const { id: board } = await granted(wish, (key) => createBoard({ key, type: 'orb', rules: writeRules(rules), isListed }));
    return this.#join(board);
  }

  async #join(board) {
    const { name, color } = loadPreferences();
    const joined = await granted(`join ${board}`, (key) => joinBoard({ board, key, joinData: writePlayer(name, color) }));
    return { board, ticket: joined.ticket, index: joined.index, stream: 0, epoch: 0, tick: 0 };
  }

  #resume(session) {
    this.#attempt++;
    this.#wait('Going on where you were …');
    try {
      this.#board.prepare();
      this.#begin(session);
    } catch (error) {
      console.warn(error);
      this.#toLobby('This browser cannot draw the game: it needs WebGL 2. Switch it on, or use another browser.');
    }
  }

  #begin(session) {
    this.#session = session;
    storeSession(session);
    history.replaceState(null, '', `#board=${session.board}`);
    this.#board.start(session, () => {
      setShown(byId('wait'), false);
      this.#state = 'playing';
    });
  }

  async #onEnd(verdict, facts) {
    if (verdict.kind !== 'gone') {
      this.#showEnd(verdict, facts);
      return;
    }
    this.#wait('Looking for the board …');
    const attempt = ++this.#attempt;
    const kind = await whatHasGone(this.#session.board);
    if (attempt === this.#attempt) {
      this.#showEnd({ ...verdict, kind }, facts);
    }
  }

  #showEnd(verdict, { death, score }) {
    const said = sayEnd(verdict, death);
    if (said.again !== 'resume') {
      forgetSession();
    }
    this.#leaveScreens();
    this.#state = 'over';
    this.#over.show(said, score);
  }

  #onAgain(word) {
    const session = this.#session;
    switch (word) {
      case 'join': this.#play(() => this.#join(session.board)); break;
      case 'resume': this.#resume(session); break;
      case 'reload': location.reload(); break;
      default: this.#toOtherBoards();
    }
  }

  #leave() {
    this.#giveUp();
    this.#toOtherBoards();
  }

  /** The lobby of who has come from a board: nobody invites him there any more. */
  #toOtherBoards() {
    history.replaceState(null, '', location.pathname);
    this.#toLobby();
  }

  /** Leaves the board, whether it can be told or not: it notices an absent player by itself. */
  #giveUp() {
    if (this.#session) {
      forgetSession();
      leaveBoard(this.#session.ticket).catch((error) => console.warn('The board was not told that you left.', error));
    }
  }

  async #copyInvitation() {
    const link = `${location.origin}${location.pathname}#board=${this.#session.board}`;
    try {
      await navigator.clipboard.writeText(link);
      this.#board.notice('Link copied: send it to whom you want to play with');
    } catch {
      prompt('Send this link to whom you want to play with:', link);
    }
  }

  /** A click by hand gives the keyboard back to the game; who tabs through the buttons stays where he is. */
  #onCorner(id, action) {
    byId(id).addEventListener('click', (event) => {
      action();
      if (event.detail > 0) {
        byId('stage').focus({ preventScroll: true });
      }
    });
  }

  #toggleSound() {
    this.#sound.isOn = !this.#sound.isOn;
    storePreferences({ isSoundOn: this.#sound.isOn });
    byId('sound').setAttribute('aria-pressed', String(this.#sound.isOn));
  }
}

/** Who was away for long is told by one status that his stay has ended and that his board has: which of the two, if it is found. */
function whatHasGone(board) {
  const found = describeBoard(board).then(() => 'stay', ({ reason }) => (reason === 'UNKNOWN_BOARD' ? 'board' : 'gone'));
  const late = new Promise((resolve) => setTimeout(resolve, LOOK_FOR_BOARD_MS, 'gone'));
  return Promise.race([found, late]);
}

/** Repeats a wish under its key until it is granted, or refused for good. */
async function granted(wish, ask) {
  try {
    const answer = await ask(keyOfWish(wish, drawKey));
    forgetWish(wish);
    return answer;
  } catch (error) {
    if (!error.mayBeTriedAgain) {
      forgetWish(wish);
    }
    throw error;
  }
}
