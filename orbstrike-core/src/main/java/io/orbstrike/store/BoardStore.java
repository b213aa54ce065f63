package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * Boards and their attachments. Each call is atomic for its board.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface BoardStore {

    /** How long a closed board's tombstone is kept. */
    Duration TOMBSTONE_LIFETIME = Duration.ofHours(24);

    /** The greatest page of a list. */
    int PAGE_SIZE_MAX = 1_000;

    /**
     * Creates a board attached to a gameserver, if it is not there.
     *
     * <ul>
     *   <li><b>ROSTER-4</b> The id follows from the creation's idempotency key, so a repeated call finds the first one's
     *       board with its first specification and token, and changes nothing.
     *   <li><b>ATTACH-1</b> The first token has the given holder and the epoch max(previous + 1, the store's clock in
     *       milliseconds).
     *   <li><b>ATTACH-4</b> A board that has closed is not created again as long as its tombstone is kept.
     *   <li><b>ATTACH-5</b> The board is in the holder's index before it is written.
     * </ul>
     *
     * @param spec what to create
     * @param holder the incarnation of the gameserver that it is attached to
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining);

    /**
     * Reads a board.
     *
     * @param board which board
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<GetOutcome> get(BoardId board, Duration remaining);

    /**
     * Closes a board: removes it with its roster and leaves a tombstone.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> A lower epoch than the record's, or the same with another holder, is fenced and changes
     *       nothing.
     *   <li><b>ATTACH-4</b> The tombstone carries the token's epoch and is kept for {@link #TOMBSTONE_LIFETIME}. A store
     *       that has forgotten the board, or an earlier epoch of it, writes it all the same. Closing again changes
     *       nothing.
     *   <li><b>ATTACH-5</b> The board leaves the holder's index after.
     * </ul>
     *
     * @param board which board
     * @param token the caller's
     * @param remaining how much time the call has left
     * @return the outcome; {@link Closed} says that it is closed, now or before
     */
    CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining);

    /**
     * Lists listed boards.
     *
     * <ul>
     *   <li><b>LIST-1</b> Going from cursor to cursor names every board once that was listed all the while, and no board
     *       twice.
     *   <li><b>LIST-2</b> A page holds at most {@code pageSize} boards. It may hold fewer, even none, though another one
     *       follows: the work of a call is bounded.
     *   <li><b>LIST-3</b> A page says of a board whether it is in quarantine as its record does (SNAP-1), whatever its
     *       holder said with a save.
     * </ul>
     *
     * @param query which page
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws io.orbstrike.board.InvalidValueException if the cursor is none that a page of this store named
     */
    CompletionStage<ListOutcome> list(ListQuery query, Duration remaining);

    /**
     * Which listed boards.
     *
     * @param pageSize 1 to {@link #PAGE_SIZE_MAX}
     * @param cursor what the page before named, empty for the first
     * @param type only boards of this type, empty for all
     */
    record ListQuery(int pageSize, String cursor, String type) {

        /**
         * Checks the page size.
         *
         * @param pageSize 1 to {@link #PAGE_SIZE_MAX}
         * @param cursor what the page before named, empty for the first
         * @param type only boards of this type, empty for all
         * @throws IllegalArgumentException if it is outside
         */
        public ListQuery {
            requireNonNull(cursor, "cursor");
            requireNonNull(type, "type");
            if (pageSize < 1 || pageSize > PAGE_SIZE_MAX) {
                throw new IllegalArgumentException("pageSize " + pageSize + ": must be 1 to " + PAGE_SIZE_MAX);
            }
        }
    }

    /** What came of a creation. */
    sealed interface CreateOutcome permits Created, Existing, Closed, NotApplied, Unknown {}

    /**
     * The board is there since this call.
     *
     * @param board as it was created
     */
    record Created(BoardRecord board) implements CreateOutcome {
        /**
         * Requires the board.
         *
         * @param board as it was created
         */
        public Created {
            requireNonNull(board, "board");
        }
    }

    /**
     * The board was there before; nothing has changed.
     *
     * @param board as it is
     */
    record Existing(BoardRecord board) implements CreateOutcome {
        /**
         * Requires the board.
         *
         * @param board as it is
         */
        public Existing {
            requireNonNull(board, "board");
        }
    }

    /** What came of reading a board. */
    sealed interface GetOutcome permits Found, Absent, Closed, Unknown {}

    /**
     * The board is there.
     *
     * @param board as it is
     * @param snapshotVersion the board type's version of its newest snapshot (SNAP-2), empty if none was saved yet: who does
     *     not read it cannot take the board (FAIL-1)
     */
    record Found(BoardRecord board, OptionalInt snapshotVersion) implements GetOutcome {
        /**
         * Requires both.
         *
         * @param board as it is
         * @param snapshotVersion the board type's version of its newest snapshot (SNAP-2), empty if none was saved yet: who
         *     does not read it cannot take the board (FAIL-1)
         */
        public Found {
            requireNonNull(board, "board");
            requireNonNull(snapshotVersion, "snapshotVersion");
        }
    }

    /** What came of closing a board. */
    sealed interface CloseOutcome permits Closed, Fenced, NotApplied, Unknown {}

    /** What came of listing boards. */
    sealed interface ListOutcome permits Page, Unknown {}

    /**
     * A page of boards.
     *
     * @param boards in no particular order
     * @param nextCursor names the page that follows, empty after the last
     */
    record Page(List<BoardSummary> boards, String nextCursor) implements ListOutcome {
        /**
         * Copies the list.
         *
         * @param boards in no particular order
         * @param nextCursor names the page that follows, empty after the last
         */
        public Page {
            boards = List.copyOf(boards);
            requireNonNull(nextCursor, "nextCursor");
        }
    }
}
