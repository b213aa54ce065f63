// What has happened in a cluster between two looks at it.

/** A board that goes from one gameserver to the other is named by neither for a while; it is remembered for so long. */
const BOARD_KEPT_MS = 60000;

export class Changes {
  #gameservers = null;
  #leader = null;
  #boards = new Map();

  /**
   * @param look {gameservers, boards, leader}
   * @returns what happened since the look before, each with its kind: none after the first
   */
  since({ gameservers, boards, leader }, nowMs) {
    const before = this.#gameservers;
    const now = new Map(gameservers.map((gameserver) => [gameserver.id, gameserver]));
    const happened = before === null ? [] : [
      ...leaderChanges(this.#leader, leader),
      ...gameserverChanges(before, now),
      ...boards.flatMap((board) => boardChanges(this.#boards.get(board.id)?.board, board, before, now)),
    ];
    this.#gameservers = now;
    this.#leader = leader;
    this.#remember(boards, nowMs);
    return happened;
  }

  #remember(boards, nowMs) {
    for (const board of boards) {
      this.#boards.set(board.id, { board, seenMs: nowMs });
    }
    for (const [id, { seenMs }] of this.#boards) {
      if (nowMs - seenMs > BOARD_KEPT_MS) {
        this.#boards.delete(id);
      }
    }
  }
}

function leaderChanges(before, now) {
  if (before?.id === now?.id && before?.term === now?.term) {
    return [];
  }
  return now === null ? [{ kind: 'leaderless', leader: before }] : [{ kind: 'leader', leader: now }];
}

function gameserverChanges(before, now) {
  const happened = [];
  for (const gameserver of now.values()) {
    const earlier = before.get(gameserver.id);
    if (gameserver.isLive && !earlier?.isLive) {
      happened.push({ kind: earlier ? 'returned' : 'came', gameserver });
    }
    if (gameserver.isLive && gameserver.isDraining && earlier && !earlier.isDraining) {
      happened.push({ kind: 'drain', gameserver });
    }
    if (!gameserver.isLive && earlier?.isLive) {
      happened.push({ kind: earlier.isDraining || gameserver.isDraining ? 'left' : 'lost', gameserver });
    }
  }
  for (const gameserver of before.values()) {
    if (gameserver.isLive && !now.has(gameserver.id)) {
      happened.push({ kind: 'left', gameserver });
    }
  }
  return happened;
}

/** Whoever lives or drains hands his boards over; from all others they are taken. */
function boardChanges(earlier, board, before, now) {
  if (!earlier || board.epoch <= earlier.epoch) {
    return earlier && board.state === 'quarantined' && earlier.state !== board.state ? [{ kind: 'quarantine', board }] : [];
  }
  const from = now.get(earlier.gameserver) ?? before.get(earlier.gameserver) ?? { id: earlier.gameserver, address: '' };
  const to = now.get(board.gameserver) ?? { id: board.gameserver, address: '' };
  if (from.id === to.id) {
    return [{ kind: 'anew', board, to }];
  }
  const isGiven = now.get(from.id)?.isLive || before.get(from.id)?.isDraining;
  return [{ kind: isGiven ? 'handover' : 'failover', board, from, to }];
}
