package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who is on a board. Each call is atomic for its board, and only the holder of the board's token writes (ROSTER-1).
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface RosterStore {

    /** How long a join's key is remembered after its player is gone. */
    Duration KEY_LIFETIME = Duration.ofMinutes(10);

    /**
     * Puts a player on a board's roster.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> A lower epoch than the record's, or the same with another holder, is fenced; a higher one,
     *       or a board that is neither there nor closed, finds the store behind. Neither changes anything.
     *   <li><b>ROSTER-3</b> A spent number above the board's roster number was given out by a store that has forgotten it:
     *       it is behind, and nothing changes.
     *   <li><b>ROSTER-1</b> Token and capacity are checked in the same step that writes: never are more players on the
     *       roster than the board has places. The player's id is the board's next roster number, rising by one with each
     *       join and each leave, and never used again.
     *   <li><b>ROSTER-2</b> Players are put on a board in the order of their ids, since a snapshot tells by its highest
     *       roster number which of them it contains. So the holder says up to which number it has put players there, or
     *       will not any more; the answer's id is above it.
     *   <li><b>ROSTER-4</b> A key is on the roster once. A repeated call finds the entry and changes nothing, unless the
     *       entry's number is one that is spent: then the entry is written anew under the next number. (Whoever repeats a
     *       request late names a lower number as spent, and changes nothing.) The key is remembered until
     *       {@link #KEY_LIFETIME} after its player is gone; till then it joins nobody. It is forgotten with its entry if its
     *       holder asserts the board and names it as one of which nobody was told.
     * </ul>
     *
     * @param board which board
     * @param token the caller's
     * @param request who joins
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining);

    /**
     * Takes a player off a board's roster.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> as for {@link #join}.
     *   <li><b>ROSTER-1</b> A leave takes the board's next roster number.
     * </ul>
     *
     * @param board which board
     * @param token the caller's
     * @param player whom
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining);

    /**
     * Reads a board's roster.
     *
     * @param board which board
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<ReadOutcome> read(BoardId board, Duration remaining);

    /**
     * Who joins.
     *
     * @param key the hash of the client's secret for this join
     * @param index the place that the holder keeps for him, 0 and above
     * @param joinData what he brings, in the type's encoding; not to be changed afterwards
     * @param spentNumber the highest roster number that the holder knows of: up to it he has put players on the board, or
     *     will not any more; 0 for none
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the codec to the store, never compared
    record JoinRequest(IdempotencyKey key, int index, byte[] joinData, long spentNumber) {

        /**
         * Checks the ranges.
         *
         * @param key the hash of the client's secret for this join
         * @param index the place that the holder keeps for him, 0 and above
         * @param joinData what he brings, in the type's encoding; not to be changed afterwards
         * @param spentNumber up to which roster number the holder has put players on the board, or will not any more; 0
         *     for none
         * @throws IllegalArgumentException if index or number is below 0
         */
        public JoinRequest {
            requireNonNull(key, "key");
            requireNonNull(joinData, "joinData");
            if (index < 0) {
                throw new IllegalArgumentException("index " + index + ": must be 0 or above");
            }
            if (spentNumber < 0) {
                throw new IllegalArgumentException("spentNumber " + spentNumber + ": must be 0 or above");
            }
        }
    }

    /** What came of a join. */
    sealed interface JoinOutcome
            permits Joined, AlreadyJoined, AlreadyLeft, Full, Fenced, Closed, Behind, NotApplied, Unknown {}

    /**
     * The player is on the roster, as this call wrote it.
     *
     * @param entry his
     */
    record Joined(RosterEntry entry) implements JoinOutcome {
        /**
         * Requires the entry.
         *
         * @param entry his
         */
        public Joined {
            requireNonNull(entry, "entry");
        }
    }

    /**
     * The key's player was on the roster before; nothing has changed.
     *
     * @param entry his
     */
    record AlreadyJoined(RosterEntry entry) implements JoinOutcome {
        /**
         * Requires the entry.
         *
         * @param entry his
         */
        public AlreadyJoined {
            requireNonNull(entry, "entry");
        }
    }

    /**
     * The key's player was on the roster and is gone.
     *
     * @param player who he was
     */
    record AlreadyLeft(PlayerId player) implements JoinOutcome {
        /**
         * Requires the player.
         *
         * @param player who he was
         */
        public AlreadyLeft {
            requireNonNull(player, "player");
        }
    }

    /**
     * Every place is taken.
     *
     * @param maxPlayers how many there are
     */
    record Full(int maxPlayers) implements JoinOutcome {}

    /** What came of a leave. */
    sealed interface LeaveOutcome permits Left, NotOnRoster, Fenced, Closed, Behind, NotApplied, Unknown {}

    /**
     * The player is off the roster since this call.
     *
     * @param rosterNumber the number of his leave
     */
    record Left(long rosterNumber) implements LeaveOutcome {}

    /** The player has left before, or never joined. */
    enum NotOnRoster implements LeaveOutcome {
        /** The only value. */
        INSTANCE
    }

    /** What came of reading a roster. */
    sealed interface ReadOutcome permits Roster, Absent, Closed, Unknown {}

    /**
     * Who is on a board.
     *
     * @param token of the board's attachment
     * @param rosterNumber the highest number given out so far, 0 if none was
     * @param entries by rising player id
     */
    record Roster(Token token, long rosterNumber, List<RosterEntry> entries) implements ReadOutcome {
        /**
         * Copies the list.
         *
         * @param token of the board's attachment
         * @param rosterNumber the highest number given out so far, 0 if none was
         * @param entries by rising player id
         */
        public Roster {
            requireNonNull(token, "token");
            entries = List.copyOf(entries);
        }
    }
}
