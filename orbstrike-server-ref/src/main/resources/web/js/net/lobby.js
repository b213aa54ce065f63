// The lobby over HTTP: orbstrike.v1.Lobby in the unary form of the Connect protocol. A call that may be tried again is,
// with the same idempotency key, so that a repetition makes no second board and no second player.
import { Backoff } from './backoff.js';
import * as wire from './lobby-wire.js';

const DEADLINE_MS = 10000;
const TRIES_MAX = 4;
const RETRY_MAX_MS = 3000;
const KEY_BYTES = 32;

/** Codes that may be tried again although the answer says nothing of it: not the server's word but the way's. */
const LOST_ON_THE_WAY = new Set(['unavailable', 'canceled', 'unknown', 'deadline_exceeded', 'internal']);

/** Why a call failed. */
export class LobbyError extends Error {
  constructor({ code, reason = '', message = '', retryMs = null }) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryMs = retryMs;
  }

  get mayBeTriedAgain() {
    return this.retryMs !== null || (this.reason === '' && LOST_ON_THE_WAY.has(this.code));
  }
}

/** A secret that makes a repeated wish one wish. */
export function drawKey() {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

export async function listBoards() {
  return wire.readBoards(await call('ListBoards', wire.writeListBoards({ pageSize: 100, type: 'orb' })));
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
      return await callOnce(method, request, ticket);
    } catch (error) {
      const isLast = tries === TRIES_MAX || error.retryMs > RETRY_MAX_MS;
      if (!(error instanceof LobbyError) || !error.mayBeTriedAgain || isLast) {
        throw error;
      }
      const waitMs = backoff.nextMs(Math.max(error.retryMs, 100 * tries));
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function callOnce(method, request, ticket) {
  const headers = {
    'content-type': 'application/proto',
    'connect-protocol-version': '1',
    'connect-timeout-ms': String(DEADLINE_MS),
  };
  if (ticket) {
    headers.authorization = `Bearer ${ticket}`;
  }
  let response;
  let body;
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    response = await fetch(`/orbstrike.v1.Lobby/${method}`, { method: 'POST', headers, body: request, signal });
    body = await response.arrayBuffer();
  } catch {
    throw new LobbyError({ code: 'unavailable', message: 'nobody answered' });
  }
  if (response.ok) {
    return new Uint8Array(body);
  }
  throw errorOf(response.status, new TextDecoder().decode(body));
}

/** What a refusal says; one that is no Connect error comes from something between us and the server. */
export function errorOf(status, text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = null;
  }
  if (said === null || typeof said.code !== 'string') {
    return new LobbyError({ code: status >= 500 ? 'unavailable' : 'unknown', message: `HTTP ${status}` });
  }
  const error = { code: said.code, message: String(said.message ?? '') };
  for (const { type, value } of said.details ?? []) {
    const bytes = () => Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    if (type === 'google.rpc.ErrorInfo') {
      error.reason = wire.readErrorReason(bytes());
    } else if (type === 'google.rpc.RetryInfo') {
      error.retryMs = wire.readRetryDelayMs(bytes());
    }
  }
  return new LobbyError(error);
}
