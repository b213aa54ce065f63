// Looks at the cluster once a second, shows it, and asks for what the operator wants.
import { byId, setShown, setText } from '../dom.js';
import { CallError } from '../net/connect.js';
import { boardTitle } from '../texts.js';
import { Access } from './access.js';
import { AccessScreen } from './access-screen.js';
import { Admin } from './admin.js';
import { BoardTable, titleOf } from './board-table.js';
import { Changes } from './changes.js';
import { GameserverCard, sumOf } from './gameserver-card.js';
import { Happenings } from './happenings.js';
import { plural, shortId } from './names.js';
import { Question } from './question.js';
import { Rows } from './rows.js';

const LOOK_INTERVAL_MS = 1000;

const OF_BOARDS = new Set(['handover', 'failover', 'anew']);

export class ClusterView {
  #access = new Access();
  #admin = new Admin(this.#access);
  #screen = new AccessScreen({
    onSecret: async (secret, isKept) => {
      await this.#access.useSecret(secret, isKept);
      this.#lookNow();
    },
    onCredential: (credential) => {
      this.#access.useCredential(credential);
      this.#lookNow();
    },
  });
  #changes = new Changes();
  #happenings = new Happenings();
  #question = new Question();
  #boards = new BoardTable((board) => this.#askMove(board));
  #gameservers = new Rows(byId('gameservers'), (gameserver) => new GameserverCard(gameserver, (id) => this.#askDrain(id)));
  #look = null;
  #awaySinceMs = null;
  #timer = 0;
  #isLooking = false;
  #state = 'start';

  async start() {
    byId('forget').addEventListener('click', () => {
      this.#access.forget();
      this.#lookNow();
    });
    document.addEventListener('visibilitychange', () => document.hidden || this.#lookNow());
    await this.#access.resume();
    this.#lookNow();
  }

  /** For tests, and for the curious at the console. */
  facts() {
    return { state: this.#state, look: this.#look };
  }

  /** One look at a time, and the next one an interval after it. */
  async #lookNow() {
    clearTimeout(this.#timer);
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    try {
      this.#onLook(await this.#admin.look(), Date.now());
    } catch (error) {
      if (!(error instanceof CallError)) {
        throw error;
      }
      this.#onFailure(error, Date.now());
    } finally {
      this.#isLooking = false;
    }
    if (this.#state !== 'access') {
      this.#timer = setTimeout(() => this.#lookNow(), LOOK_INTERVAL_MS);
    }
  }

  #onLook(look, nowMs) {
    const happened = this.#changes.since(look, nowMs);
    if (this.#awaySinceMs !== null) {
      this.#happenings.add([{ kind: 'back', awaySeconds: Math.round((nowMs - this.#awaySinceMs) / 1000) }], new Date(nowMs));
      this.#awaySinceMs = null;
    }
    this.#look = look;
    this.#state = 'live';
    this.#screen.hide();
    setShown(byId('view'), true);
    setShown(byId('forget'), !this.#access.isEmpty);
    setShown(byId('away'), false);
    document.body.classList.remove('is-away');
    setText(byId('link'), 'live');
    byId('link').className = 'state live';
    setText(byId('sum'), sumOf(look.gameservers, look.boards.length));
    setText(byId('leader'), leaderText(look.leader));
    this.#happenings.add(happened, new Date(nowMs));
    this.#gameservers.show(look.gameservers, { nowMs, isFresh: true });
    this.#boards.show(look, happened.filter(({ kind }) => OF_BOARDS.has(kind)).map(({ board }) => board.id), nowMs);
  }

  #onFailure(error, nowMs) {
    if (error.code === 'unauthenticated') {
      this.#askAccess(error);
      return;
    }
    const isNew = this.#awaySinceMs === null;
    this.#awaySinceMs ??= nowMs;
    this.#state = 'away';
    const why = error.reason === 'UNAVAILABLE' ? 'The store does not answer this orchestrator'
      : error.code === 'unavailable' || error.code === 'deadline_exceeded' ? 'This orchestrator does not answer'
        : `This orchestrator answers with an error: ${error.message}`;
    if (isNew && this.#look !== null) {
      this.#happenings.add([{ kind: 'away', why }], new Date(nowMs));
    }
    const seconds = Math.round((nowMs - this.#awaySinceMs) / 1000);
    setText(byId('away'), `${why}, for ${seconds} s now. The page goes on by itself as soon as it does${
      this.#look === null ? '.' : '; what you see is what it said last.'}`);
    setShown(byId('away'), true);
    document.body.classList.add('is-away');
    setText(byId('link'), 'no answer');
    byId('link').className = 'state gone';
    if (this.#look !== null) {
      this.#gameservers.show(this.#look.gameservers, { nowMs, isFresh: false });
    }
  }

  #askAccess(error) {
    const fault = this.#access.isEmpty ? '' : `The cluster refuses this: ${error.message}.`;
    this.#access.forget();
    this.#state = 'access';
    setShown(byId('view'), false);
    setShown(byId('away'), false);
    setShown(byId('forget'), false);
    setText(byId('link'), 'locked');
    byId('link').className = 'state draining';
    this.#screen.show(fault);
  }

  #askDrain(id) {
    const others = this.#look.gameservers.filter((other) => other.isLive && !other.isDraining && other.id !== id);
    const { boards } = this.#look.gameservers.find((gameserver) => gameserver.id === id);
    const name = shortId(id);
    const consequence = others.length > 0
      ? `Its ${plural(boards, 'board goes', 'boards go')} elsewhere while players play on.`
      : 'No other gameserver could take its boards: they stay where they are, and no new ones can be made.';
    this.#question.ask({
      title: `Drain gameserver ${name}?`,
      text: `It takes no more boards from now on. ${consequence} Only a restart of the gameserver ends this.`,
      choices: null,
      confirm: 'Drain',
      act: async () => {
        await this.#admin.drain(id);
        this.#lookNow();
        return `Gameserver ${name} drains.`;
      },
    });
  }

  #askMove(board) {
    const targets = this.#look.gameservers
      .filter(({ id, isLive, isDraining, types }) => isLive && !isDraining && id !== board.gameserver && types.includes(board.type))
      .sort((one, other) => one.utilisationPermille - other.utilisationPermille);
    this.#question.ask({
      title: `Move board ${boardTitle(board.id)}?`,
      text: targets.length > 0
        ? `${titleOf(board)} is handed over while its players play on.`
        : `No other gameserver can take ${titleOf(board)}: one would have to live, not drain, and have the type ${board.type}.`,
      choices: targets.map(({ id, address, boards }) => [id, `${shortId(id)} · ${address} · ${plural(boards, 'board', 'boards')}`]),
      confirm: 'Move',
      act: async (target) => {
        const epoch = await this.#admin.move(board.id, target);
        this.#lookNow();
        return `${boardTitle(board.id)} is at gameserver ${shortId(target)} now, in epoch ${epoch}.`;
      },
    });
  }
}

function leaderText(leader) {
  return leader === null ? 'Nobody leads'
    : `Leader ${shortId(leader.id)} at ${leader.address}, term ${leader.term}`;
}
