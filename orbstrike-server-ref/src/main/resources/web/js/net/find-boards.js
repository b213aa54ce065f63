// Looks for boards that let somebody in, page by page, as far as it has to and no further.
import { listBoards } from './lobby.js';

/** As many as a page may hold: what is looked for is rare where this is needed. */
const PAGE_SIZE = 1000;
const PAGES_MAX = 10;

/** Whether somebody can join a board: one in quarantine lets nobody in. */
export function hasRoom(board) {
  return !board.isQuarantined && board.players < board.maxPlayers;
}

/**
 * @param pageToken names the page to begin with
 * @param listPage gives a page
 * @returns the boards with room of the first page that has any, the liveliest first; none if no page up to the bound has
 */
export async function findBoardsWithRoom(pageToken, listPage = listBoards) {
  let token = pageToken;
  for (let pages = 0; pages < PAGES_MAX && token !== ''; pages++) {
    const page = await listPage({ pageSize: PAGE_SIZE, pageToken: token });
    const found = liveliestWithRoom(page.boards);
    if (found.length > 0) {
      return found;
    }
    token = page.nextPageToken;
  }
  return [];
}

/** Those of some boards that have room, the liveliest first. */
export function liveliestWithRoom(boards) {
  return boards.filter(hasRoom).sort((a, b) => b.players - a.players);
}
