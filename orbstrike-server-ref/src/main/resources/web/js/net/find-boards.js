// Looks for boards that let somebody in, page by page, as far as it has to and no further.
import { listBoards } from './lobby.js';

/** As many as a page may hold: what is looked for is rare where this is needed. */
const PAGE_SIZE = 1000;
const PAGES_MAX = 10;

/** Of one page. */
const BOARDS_TRIED_MAX = 3;

/** Why a board lets nobody in while others may. */
const OTHERS_MAY_DO = new Set(['BOARD_FULL', 'UNKNOWN_BOARD', 'BOARD_QUARANTINED', 'JOIN_REFUSED']);

/** Whether somebody can join a board: one in quarantine lets nobody in. */
export function hasRoom(board) {
  return !board.isQuarantined && board.players < board.maxPlayers;
}

/**
 * Looks on for as long as it is asked for more.
 *
 * @param pageToken names the page to begin with: null for the first, empty if there is none
 * @param listPage gives a page
 * @returns page by page, up to a bound, the boards with room, the liveliest first
 */
export async function* pagesWithRoom(pageToken, listPage = listBoards) {
  let token = pageToken;
  for (let pages = 0; pages < PAGES_MAX && token !== ''; pages++) {
    const page = await listPage({ pageSize: PAGE_SIZE, pageToken: token ?? '' });
    yield liveliestWithRoom(page.boards);
    token = page.nextPageToken;
  }
}

/**
 * Joins one of the boards that had room: of each page the first few, since those of one page fill up together.
 *
 * @param pages what pagesWithRoom gives
 * @param join joins the board with an id, or fails with a CallError
 * @returns what `join` gave; null if no board of any page lets him in
 */
export async function joinOneOf(pages, join) {
  for await (const boards of pages) {
    for (const board of boards.slice(0, BOARDS_TRIED_MAX)) {
      try {
        return await join(board.id);
      } catch (error) {
        if (!OTHERS_MAY_DO.has(error.reason)) {
          throw error;
        }
      }
    }
  }
  return null;
}

/** Those of some boards that have room, the liveliest first. */
export function liveliestWithRoom(boards) {
  return boards.filter(hasRoom).sort((a, b) => b.players - a.players);
}
