package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;

/**
 * What processes tell each other through the store, so that they look sooner. A hint may be lost, late, doubled or out of
 * date: whoever gets one looks himself, and looks now and then without one.
 *
 * <p>Thread-safe.
 */
public interface StoreHints {

    /**
     * Tells everybody who listens. Does not block, and nobody learns whether it came.
     *
     * @param hint what
     */
    void publish(Hint hint);

    /**
     * Listens from some time soon on.
     *
     * @param listener hears
     * @return ends it when closed
     */
    Subscription subscribe(Listener listener);

    /** Who hears hints. Called on any thread, one call at a time; it must not block. */
    interface Listener {

        /**
         * Somebody told something.
         *
         * @param hint what
         */
        void onHint(Hint hint);

        /** Hints may have been lost until now: what they would have told is to be looked at. Also called at first. */
        void onGap();
    }

    /** Somebody listens. */
    interface Subscription extends AutoCloseable {

        /** Ends it. A call under way may still end later. May be called twice. */
        @Override
        void close();
    }

    /** What is told. */
    sealed interface Hint {}

    /**
     * A board's token has changed.
     *
     * @param board which board
     * @param token the new one
     */
    record Attached(BoardId board, Token token) implements Hint {
        /**
         * Requires both.
         *
         * @param board which board
         * @param token the new one
         */
        public Attached {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
        }
    }

    /**
     * A board was attached to a gameserver that cannot take it: whoever leads attaches it elsewhere.
     *
     * @param board which board
     * @param token of the attachment that is meant
     */
    record Declined(BoardId board, Token token) implements Hint {
        /**
         * Requires both.
         *
         * @param board which board
         * @param token of the attachment that is meant
         */
        public Declined {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
        }
    }

    /**
     * Viewers of a board lost its gameserver and wait for the next one: whoever leads attaches it before those that nobody
     * waits for (FAIL-1).
     *
     * @param board which board
     */
    record Awaited(BoardId board) implements Hint {
        /**
         * Requires it.
         *
         * @param board which board
         */
        public Awaited {
            requireNonNull(board, "board");
        }
    }

    /**
     * The leadership has changed.
     *
     * @param term the new term, or the one that was given up
     */
    record LeaderChanged(long term) implements Hint {}

    /**
     * A gameserver refused a connection or broke one off (LEASE-5). It proves nothing: whoever leads asks the gameserver.
     *
     * @param gameserver the process that was meant
     */
    record Suspected(Incarnation gameserver) implements Hint {
        /**
         * Requires it.
         *
         * @param gameserver the process that was meant
         */
        public Suspected {
            requireNonNull(gameserver, "gameserver");
        }
    }
}
