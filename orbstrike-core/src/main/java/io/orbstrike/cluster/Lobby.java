package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RequiredLabels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where clients find, create and join boards, as a transport sees it. Every call may be repeated with the same key.
 * Stages may complete on any thread, within the call's remaining time, and never exceptionally but with
 * {@link io.orbstrike.board.InvalidValueException} or {@link io.orbstrike.board.MalformedBytesException} for bad input.
 *
 * <p>Thread-safe.
 */
public interface Lobby {

    /**
     * Creates a board.
     *
     * @param request what to create
     * @param remaining how much time the call has left
     * @return when it ticks, or why it does not
     */
    CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining);

    /**
     * Puts a player on a board.
     *
     * @param board which board
     * @param key the hash of the client's secret for this join
     * @param joinData what the player brings, in the type's encoding
     * @param remaining how much time the call has left
     * @return when he is on the board and that is durable, or why he is not
     */
    CompletionStage<JoinOutcome> joinBoard(BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining);

    /**
     * Takes a player off a board.
     *
     * @param board which board
     * @param player whom
     * @param remaining how much time the call has left
     * @return when that is durable, or why it is not
     */
    CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining);

    /**
     * Describes a board.
     *
     * @param board which board
     * @param remaining how much time the call has left
     * @return facts, or empty if there is no such board
     */
    CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining);

    /**
     * Lists listed boards.
     *
     * @param query which page
     * @param remaining how much time the call has left
     * @return the page
     */
    CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining);

    /**
     * A board to be created.
     *
     * @param key the hash of the client's secret for this creation
     * @param type the board type's name
     * @param rules in the type's encoding
     * @param listed whether lists show it
     * @param lifetime how long it lives at most, zero for ever, empty for the server's default
     * @param creator who it is counted for
     * @param requiredLabels which labels a gameserver must have to hold it
     */
    @SuppressWarnings("ArrayRecordComponent") // carried once from the transport to the codec, never compared
    record CreateRequest(
            IdempotencyKey key,
            String type,
            byte[] rules,
            boolean listed,
            Optional<Duration> lifetime,
            Creator creator,
            RequiredLabels requiredLabels) {

        /**
         * A board that any gameserver can hold.
         *
         * @param key the hash of the client's secret for this creation
         * @param type the board type's name
         * @param rules in the type's encoding
         * @param listed whether lists show it
         * @param lifetime how long it lives at most, zero for ever, empty for the server's default
         * @param creator who it is counted for
         */
        public CreateRequest(
                IdempotencyKey key,
                String type,
                byte[] rules,
                boolean listed,
                Optional<Duration> lifetime,
                Creator creator) {
            this(key, type, rules, listed, lifetime, creator, RequiredLabels.NONE);
        }

        /**
         * The same board, for gameservers with some labels.
         *
         * @param labels which
         * @return a new request
         */
        public CreateRequest requiring(RequiredLabels labels) {
            return new CreateRequest(key, type, rules, listed, lifetime, creator, labels);
        }
    }

    /**
     * Which boards to list.
     *
     * @param pageSize how many at most, 1 to 1,000
     * @param pageToken what the previous page named, empty for the first
     * @param type only boards of this type, empty for all
     */
    record ListQuery(int pageSize, String pageToken, String type) {}

    /**
     * A page of boards.
     *
     * @param boards in no particular order
     * @param nextPageToken empty if this was the last page
     */
    record BoardPage(List<BoardFacts> boards, String nextPageToken) {
        /**
         * Copies the list.
         *
         * @param boards in no particular order
         * @param nextPageToken empty if this was the last page
         */
        public BoardPage {
            boards = List.copyOf(boards);
        }
    }

    /**
     * Facts about a board.
     *
     * @param id the board
     * @param type its type's name
     * @param players how many are on it
     * @param maxPlayers how many fit
     * @param tickInterval how long a tick lasts
     * @param epoch rises each time the board is attached anew
     * @param listed whether lists show it
     * @param quarantined whether it is kept and not ticked: nobody can join it
     */
    record BoardFacts(
            BoardId id,
            String type,
            int players,
            int maxPlayers,
            Duration tickInterval,
            long epoch,
            boolean listed,
            boolean quarantined) {

        /**
         * A board that is not in quarantine.
         *
         * @param id the board
         * @param type its type's name
         * @param players how many are on it
         * @param maxPlayers how many fit
         * @param tickInterval how long a tick lasts
         * @param epoch rises each time the board is attached anew
         * @param listed whether lists show it
         */
        public BoardFacts(
                BoardId id,
                String type,
                int players,
                int maxPlayers,
                Duration tickInterval,
                long epoch,
                boolean listed) {
            this(id, type, players, maxPlayers, tickInterval, epoch, listed, false);
        }
    }

    /** What came of a creation. */
    sealed interface CreateOutcome {}

    /**
     * The board ticks, made now or by an earlier call with the same key.
     *
     * @param board the board
     */
    record Created(BoardFacts board) implements CreateOutcome {}

    /**
     * No build here knows the type.
     *
     * @param type the name that was asked for
     * @param known the names that are known
     */
    record UnknownType(String type, List<String> known) implements CreateOutcome {
        /**
         * Copies the list.
         *
         * @param type the name that was asked for
         * @param known the names that are known
         */
        public UnknownType {
            known = List.copyOf(known);
        }
    }

    /**
     * The creator has created as many boards as he may today.
     *
     * @param quota boards per creator and day
     * @param retryAfter until the day ends
     */
    record QuotaSpent(long quota, Duration retryAfter) implements CreateOutcome {}

    /** What came of a join. */
    sealed interface JoinOutcome {}

    /**
     * The player is on the board, durably, by this or an earlier call with the same key.
     *
     * @param player his id
     * @param index his place
     * @param board the board
     */
    record Joined(PlayerId player, int index, BoardFacts board) implements JoinOutcome {}

    /**
     * Every place is taken.
     *
     * @param maxPlayers how many there are
     */
    record Full(int maxPlayers) implements JoinOutcome {}

    /**
     * The board does not want the player.
     *
     * @param reason a sentence that he is told
     */
    record Refused(String reason) implements JoinOutcome {}

    /** What came of a leave. */
    sealed interface LeaveOutcome {}

    /** The player is off the board, durably, by this or an earlier call. */
    enum Left implements LeaveOutcome {
        /** The only value. */
        INSTANCE
    }

    /**
     * No gameserver has room for the board; nothing is left of it.
     *
     * @param reason what was missing
     * @param retryAfter when to try again
     */
    record NoRoom(String reason, Duration retryAfter) implements CreateOutcome {}

    /**
     * The board is held by another gameserver than the one that was asked, or is about to be taken up.
     *
     * @param epochMin the least epoch in which it is to be looked for, 0 if that is not known
     */
    record NotHere(long epochMin) implements CreateOutcome, JoinOutcome, LeaveOutcome {}

    /** There is no such board, or it has closed; or the key's player has left. */
    enum NoSuchBoard implements CreateOutcome, JoinOutcome, LeaveOutcome {
        /** The only value. */
        INSTANCE
    }

    /** The board is in quarantine. */
    enum Quarantined implements CreateOutcome, JoinOutcome, LeaveOutcome {
        /** The only value. */
        INSTANCE
    }

    /**
     * No room or not reachable now; nothing has changed, or repeating with the same key finds what did.
     *
     * @param reason what was missing
     * @param retryAfter when to try again
     */
    record Unavailable(String reason, Duration retryAfter) implements CreateOutcome, JoinOutcome, LeaveOutcome {}
}
