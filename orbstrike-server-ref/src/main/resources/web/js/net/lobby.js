// The lobby over HTTP: orbstrike.v1.Lobby in the unary form of the Connect protocol. A call that may be tried again is,
// with the same idempotency key, so that a repetition makes no second board and no second player.
import { Backoff } from './backoff.js';
import { CallError, callOnce } from './connect.js';
import * as wire from './lobby-wire.js';

const SERVICE = 'orbstrike.v1.Lobby';
const DEADLINE_MS = 10000;
const TRIES_MAX = 4;
const RETRY_MAX_MS = 3000;
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

async function call(method, request, ticket) {
  const backoff = new Backoff();
  for (let tries = 1; ; tries++) {
    try {
      return await callOnce({ service: SERVICE, method, request, bearer: ticket, deadlineMs: DEADLINE_MS });
    } catch (error) {
      const isLast = tries === TRIES_MAX || error.retryMs > RETRY_MAX_MS;
      if (!(error instanceof CallError) || !error.mayBeTriedAgain || isLast) {
        throw error;
      }
      const waitMs = backoff.nextMs(Math.max(error.retryMs, 100 * tries));
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
