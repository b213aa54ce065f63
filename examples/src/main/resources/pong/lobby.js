// orbstrike.v1.Lobby by fetch, in the Connect protocol: one POST for each call.
import { decode, encode } from './wire.js';

const DEADLINE_MS = 10000;
const TRIES_MAX = 5;

/** Why a call was refused: the server's code, such as resource_exhausted, and its sentence. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The listed boards of a type, as {id, players, maxPlayers}. */
export async function listBoards(type) {
  const answer = await call('ListBoards', encode([1, 100], [3, type]));
  return answer.all(1).map(readBoard);
}

/** Creates a listed board. */
export async function createBoard(type, rules) {
  const answer = await call('CreateBoard', encode([1, drawKey()], [2, type], [3, rules], [4, 1]));
  return readBoard(answer.bytes(1));
}

/** Takes a place: {ticket, index}. */
export async function joinBoard(board, joinData) {
  const answer = await call('JoinBoard', encode([1, board], [2, drawKey()], [3, joinData]));
  return { ticket: answer.text(2), index: answer.number(3) };
}

/** Gives the place up; may be the last thing that a page does. */
export function leaveBoard(ticket) {
  return post('LeaveBoard', new Uint8Array(0), { authorization: `Bearer ${ticket}` }, { keepalive: true });
}

function readBoard(bytes) {
  const board = decode(bytes);
  return { id: board.text(1), players: board.number(3), maxPlayers: board.number(4) };
}

/** Makes a repeated call the same wish. */
function drawKey() {
  return crypto.getRandomValues(new Uint8Array(32));
}

async function call(method, request) {
  for (let tries = 1; ; tries++) {
    try {
      const response = await post(method, request, {}, { signal: AbortSignal.timeout(DEADLINE_MS) });
      if (response.ok) {
        return decode(new Uint8Array(await response.arrayBuffer()));
      }
      const { code, message } = await response.json();
      throw new Refusal(code, message);
    } catch (error) {
      // Nobody answered, or not now: the same request once more, with the same key.
      const mayPass = !(error instanceof Refusal) || error.code === 'unavailable';
      if (!mayPass || tries === TRIES_MAX) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * tries));
    }
  }
}

function post(method, body, headers, options) {
  return fetch(`/orbstrike.v1.Lobby/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/proto', ...headers },
    body,
    ...options,
  });
}
