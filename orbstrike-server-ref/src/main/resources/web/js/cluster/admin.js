// orbstrike.v1.Admin over HTTP. What only looks is repeated by who looks; what changes something is asked once.
import { callOnce } from '../net/connect.js';
import * as wire from './admin-wire.js';

const SERVICE = 'orbstrike.v1.Admin';
const LOOK_DEADLINE_MS = 4000;
const CHANGE_DEADLINE_MS = 15000;
const PAGE_SIZE = 1000;

/** So that one look stays short whatever the cluster holds. */
const PAGES_MAX = 10;

const NOTHING = new Uint8Array(0);

export class Admin {
  #access;

  constructor(access) {
    this.#access = access;
  }

  /** @returns {gameservers, boards, hasAllBoards, leader} */
  async look() {
    const [gameservers, { boards, hasAllBoards }, leader] = await Promise.all([
      this.#call('ListGameservers', NOTHING).then(wire.readGameservers),
      this.#boards(),
      this.#call('GetLeader', NOTHING).then(wire.readLeader),
    ]);
    return { gameservers, boards, hasAllBoards, leader };
  }

  async drain(gameserver) {
    await this.#call('DrainGameserver', wire.writeDrain(gameserver), CHANGE_DEADLINE_MS);
  }

  /** @returns the epoch in which the board goes on */
  async move(board, gameserver) {
    return wire.readMoved(await this.#call('MoveBoard', wire.writeMove({ board, gameserver }), CHANGE_DEADLINE_MS));
  }

  async #boards() {
    const boards = [];
    let pageToken = '';
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const page = wire.readBoards(await this.#call('ListBoards', wire.writeListBoards({ pageSize: PAGE_SIZE, pageToken })));
      boards.push(...page.boards);
      pageToken = page.nextPageToken;
      if (pageToken === '') {
        return { boards, hasAllBoards: true };
      }
    }
    return { boards, hasAllBoards: false };
  }

  async #call(method, request, deadlineMs = LOOK_DEADLINE_MS) {
    return callOnce({ service: SERVICE, method, request, bearer: await this.#access.credential(), deadlineMs });
  }
}
