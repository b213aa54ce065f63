// Sentences for players.
import { CAUSE, STAY_END } from './net/wire.js';

export const NAME_MAX = 50;

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Board kinds that the page offers; the rules leave out what has its default. */
export const BOARD_KINDS = Object.freeze([
  { id: 'arena', title: 'Arena', text: 'Up to 100, rounds of 3 minutes', rules: {} },
  { id: 'skirmish', title: 'Skirmish', text: 'Up to 8, a small circle, quick rounds',
    rules: { maxPlayers: 8, radius: 450, roundMs: 90000, shrinkMs: 40000, respawnMs: 1200 } },
  { id: 'last', title: 'Last orb', text: 'One life each, and the circle shrinks',
    rules: { maxPlayers: 30, respawn: false, roundMs: 120000, shrinkMs: 100000 } },
  { id: 'endless', title: 'Endless', text: 'No rounds, the circle keeps its size', rules: { maxPlayers: 50, rounds: false } },
]);

const FIRST = ['Amber', 'Azure', 'Bold', 'Bright', 'Calm', 'Cobalt', 'Copper', 'Crimson', 'Distant', 'Dusky', 'Emerald', 'Frozen',
  'Gentle', 'Golden', 'Hidden', 'Hollow', 'Indigo', 'Ivory', 'Jade', 'Lone', 'Lucid', 'Lunar', 'Mellow', 'Misty', 'Neon',
  'Ochre', 'Pale', 'Quiet', 'Rapid', 'Rosy', 'Ruby', 'Silver', 'Solar', 'Swift', 'Velvet', 'Vivid'];
const SECOND = ['Arc', 'Bay', 'Cairn', 'Canyon', 'Comet', 'Cove', 'Crater', 'Dune', 'Eddy', 'Fjord', 'Glade', 'Grotto', 'Halo', 'Harbor',
  'Isle', 'Lagoon', 'Lantern', 'Meadow', 'Mesa', 'Nebula', 'Oasis', 'Orbit', 'Peak', 'Pond', 'Pulsar', 'Quarry', 'Reef', 'Ridge',
  'Spire', 'Summit', 'Tide', 'Tundra', 'Vale', 'Vortex', 'Willow', 'Zenith'];

/** Boards have ids only; two words of an id are easier to say. */
export function boardTitle(id) {
  const number = Number.parseInt(id.slice(0, 8), 16) || 0;
  return `${FIRST[number % FIRST.length]} ${SECOND[Math.floor(number / FIRST.length) % SECOND.length]}`;
}

/** What is said of a list: @param moreToken names the boards beyond it, empty if there are none, null if no list has come */
export function hintOfBoards(known, shownMax, moreToken) {
  if (moreToken === null) {
    return '';
  }
  if (known === 0) {
    return moreToken === '' ? 'No board is open. “Play now” opens one.' : 'More boards are open. “Play now” looks for one with a free place.';
  }
  return known > shownMax || moreToken !== '' ? `More boards are open; these are the ${shownMax} liveliest that are known here.` : '';
}

/** What is wrong with a name, or an empty text. */
export function faultOfName(name) {
  const letters = [...name].length;
  if (letters > NAME_MAX) {
    return `A name has at most ${NAME_MAX} letters; this one has ${letters}.`;
  }
  return /\p{Cc}/u.test(name) ? 'A name is one line of ordinary letters.' : '';
}

/** A name as it is told in a sentence: one that turns what is written after it, or that nobody sees, does not. */
export function nameOf(orb) {
  const name = (orb?.name ?? '').replace(TURNING, '').trim();
  return VISIBLE.test(name) ? name : 'somebody';
}

/** Why a board could not be joined or made; after a search, that none had a free place, too. */
export function sentenceOf({ code, reason, message, isAfterSearch = false, isSilence = false }) {
  if (isSilence) {
    return 'The server does not answer. Check your connection, and try again.';
  }
  if (isAfterSearch) {
    switch (reason) {
      case 'QUOTA_SPENT': return 'No board with a free place was found, and you have made as many as you may today. Try again in a minute.';
      case 'NO_ROOM': return 'No board with a free place was found, and the servers have no room for another one. Try again in a minute.';
    }
  }
  switch (reason) {
    case 'UNKNOWN_BOARD': return 'This board does not exist, or it has closed. Choose another one, or make your own.';
    case 'BOARD_FULL': return 'This board is full. Choose another one, or try again when somebody has left.';
    case 'JOIN_REFUSED': return `This board does not let you in: ${message}`;
    case 'QUOTA_SPENT': return 'You have made as many boards as you may today. Join one of the others.';
    case 'NO_ROOM': return 'The servers have no room for another board at the moment. Join one, or try again in a minute.';
    case 'BOARD_QUARANTINED': return 'This board has stopped because of a fault. Choose another one.';
    case 'INVALID_VALUE':
    case 'MALFORMED_BYTES': return `The server does not accept this: ${message}`;
  }
  switch (code) {
    case 'unavailable':
    case 'deadline_exceeded': return 'The server cannot be reached at the moment. Check your connection, and try again.';
    case 'invalid_argument': return `The server does not accept this: ${message}`;
    default: return 'Something went wrong on the server. Try again in a moment.';
  }
}

/** How an orb died, told to its player. */
export function sentenceOfDeath(cause, killer) {
  return cause === CAUSE.RING ? `The ring of ${nameOf(killer)} got you` : 'You left the circle';
}

/** How a stay ended: {title, text, again: what the first button does: 'join', 'any' or 'resume', or 'reload'}. */
export function sayEnd(verdict, death) {
  switch (verdict.kind) {
    case 'ended': return sayStayEnd(verdict.end?.reason, death);
    case 'stay': return { title: 'You were away', text: 'Your place on this board was given up meanwhile.', again: 'join' };
    case 'board': return { title: 'This board has closed', text: 'It closed while you were away.', again: 'any' };
    case 'gone': return { title: 'This board has closed', text: 'Or your stay on it has ended meanwhile.', again: 'any' };
    case 'refused': return { title: 'Your ticket is not valid any more', text: 'Join again to play on.', again: 'join' };
    case 'elsewhere': return { title: 'You play somewhere else', text: 'Another tab or window has taken over your orb.', again: 'resume' };
    case 'lost': return { title: 'The server cannot be reached', text: 'Check your connection. Your place is kept for a minute.', again: 'resume' };
    case 'failed': return { title: 'This board has stopped', text: 'It failed at the server, which keeps it for its operator.', again: 'any' };
    default: return { title: 'This page and the server do not fit', text: 'Load the page again.', again: 'reload' };
  }
}

function sayStayEnd(reason, death) {
  switch (reason) {
    case STAY_END.ELIMINATED: return { title: death ? sentenceOfDeath(death.cause, death.killer) : 'You are out',
      text: 'This board gives one life to everybody.', again: 'join' };
    case STAY_END.LEFT: return { title: 'You have left the board', text: '', again: 'join' };
    case STAY_END.ABSENT: return { title: 'You were away', text: 'Your place was given up after a minute.', again: 'join' };
    case STAY_END.CLOSED: return { title: 'The board has closed', text: 'Its game is over.', again: 'any' };
    case STAY_END.EXPIRED: return { title: 'The board has closed', text: 'Its time was up.', again: 'any' };
    default: return { title: 'Your stay has ended', text: '', again: 'any' };
  }
}

/** A time as m:ss. */
export function clockText(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
