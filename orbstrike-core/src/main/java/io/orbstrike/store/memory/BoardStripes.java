package io.orbstrike.store.memory;

import io.orbstrike.board.BoardId;

/**
 * All boards of the in-memory store, in stripes by the first bits of their id, each under its own lock: a call is atomic
 * for its board, and calls for others rarely wait. The stripes are in the order of the ids, so the last id seen is all
 * that a cursor needs.
 *
 * <p>Thread-safe.
 */
final class BoardStripes {

    private static final int STRIPE_BITS = 6;

    private final BoardStripe[] stripes = new BoardStripe[1 << STRIPE_BITS];

    BoardStripes(
            int boardsMax, int tombstonesMax, int rememberedKeysMax, SnapshotRoom room, GameserverIndexes indexes) {
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new BoardStripe(
                    boardsMax >> STRIPE_BITS, tombstonesMax >> STRIPE_BITS, rememberedKeysMax, room, indexes);
        }
    }

    int count() {
        return stripes.length;
    }

    BoardStripe numbered(int number) {
        return stripes[number];
    }

    BoardStripe of(BoardId board) {
        return stripes[numberOf(board)];
    }

    static int numberOf(BoardId board) {
        return (int) (board.high() >>> (Long.SIZE - STRIPE_BITS));
    }
}
