// The lobby over HTTP: orbstrike.v1.Lobby in the unary form of the Connect protocol.
import { callOnce } from './connect.js';
import * as wire from './lobby-wire.js';
import { askAgain } from './repeat.js';

const SERVICE = 'orbstrike.v1.Lobby';

/** The server has so long for a try, and its word so long to be here: nobody waits for longer than 10 s on a dead line. */
const DEADLINE_MS = 4000;
const ANSWER_MS = 5000;

const KEY_BYTES = 32;

/** A secret that makes a repeated wish one wish. */
export function drawKey() {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** A page of the listed boards: {boards, nextPageToken}, the token empty after the last. */
export async function listBoards({ pageSize, pageToken = '' }) {
  return wire.readBoards(await call('ListBoards', wire.writeListBoards({ pageSize, pageToken, type: 'orb' })));
}

export async function describeBoard(board) {
  return wire.readBoard(await call('GetBoard', wire.writeGetBoard(board)));
}

export async function createBoard(wish) {
  return wire.readBoard(await call('CreateBoard', wire.writeCreateBoard(wish)));
}

export async function joinBoard(wish) {
  return wire.readJoined(await call('JoinBoard', wire.writeJoinBoard(wish)));
}

export async function leaveBoard(ticket) {
  await call('LeaveBoard', new Uint8Array(0), ticket);
}

async function call(method, request, bearer) {
  return askAgain((wasSilent) => callOnce({ service: SERVICE, method, request, bearer, deadlineMs: DEADLINE_MS, answerMs: ANSWER_MS,
    isApart: wasSilent }));
}
