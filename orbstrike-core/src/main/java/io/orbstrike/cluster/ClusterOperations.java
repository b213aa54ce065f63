package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What operators see of a cluster and do to it. Stages complete on any thread, within the remaining time, and never
 * exceptionally but with {@link LobbyUnavailableException} or, for a cursor, with
 * {@link io.orbstrike.board.InvalidValueException}.
 *
 * <p>Thread-safe; nothing blocks.
 */
public interface ClusterOperations {

    /**
     * Reads a page of boards, gameserver by gameserver. One that does not answer is left out.
     *
     * @param cursor what the page before named, empty for the first
     * @param boardsMax how many at most, 1 and above
     * @param remaining how much time is left
     * @return the page; it may be empty though another one follows
     */
    CompletionStage<BoardOverviewPage> boards(String cursor, int boardsMax, Duration remaining);

    /**
     * Has a gameserver take no more boards, and those that it has handed over to others.
     *
     * @param gameserver which
     * @param remaining how much time is left
     * @return when it has begun to
     */
    CompletionStage<Outcome> drain(Incarnation gameserver, Duration remaining);

    /**
     * Has a board handed over.
     *
     * @param board which board
     * @param target who is to have it
     * @param remaining how much time is left
     * @return when that is done
     */
    CompletionStage<Outcome> move(BoardId board, Incarnation target, Duration remaining);

    /**
     * Releases a board from quarantine: it is attached anew, and ticks from its last accepted snapshot on.
     *
     * @param board which board
     * @param remaining how much time is left
     * @return when it is attached
     */
    CompletionStage<Outcome> release(BoardId board, Duration remaining);

    /** What came of an operation. */
    sealed interface Outcome {}

    /** A gameserver begins to drain. */
    enum Draining implements Outcome {
        /** The only value. */
        INSTANCE
    }

    /**
     * A board has a new holder, or the same one anew.
     *
     * @param token the new one
     */
    record Moved(Token token) implements Outcome {
        /**
         * Requires the token.
         *
         * @param token the new one
         */
        public Moved {
            requireNonNull(token, "token");
        }
    }

    /** No such gameserver lives. */
    enum NoSuchGameserver implements Outcome {
        /** The only value. */
        INSTANCE
    }

    /** There is no such board. */
    enum NoSuchBoard implements Outcome {
        /** The only value. */
        INSTANCE
    }

    /**
     * Nothing was done.
     *
     * @param reason why, for people
     */
    record Refused(String reason) implements Outcome {
        /**
         * Requires the reason.
         *
         * @param reason why, for people
         */
        public Refused {
            requireNonNull(reason, "reason");
        }
    }
}
