package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The newest state of each board. Only the holder of a board's token writes it (I1), and it never goes back within an
 * epoch.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface SnapshotStore {

    /** The greatest number of saves in one call. */
    int SAVES_PER_CALL_MAX = 1_000;

    /**
     * Saves boards, in one round trip for each shard. Each board's save is atomic for itself.
     *
     * <ul>
     *   <li><b>SNAP-3</b> Each save has an outcome of its own.
     *   <li><b>ATTACH-3</b> A lower epoch than the record's, or the same with another holder, is {@link Fenced}. With the
     *       record's own token a save is accepted unless its tick is lower than that of the snapshot in the store, which
     *       the same epoch wrote: then it is {@link Superseded}. A higher epoch than the record's, or a board that is
     *       neither there nor closed, is {@link Behind}. Only an accepted save writes.
     *   <li><b>ROSTER-2</b> Those named as leaving leave the roster in the same step that saves the snapshot without
     *       them, and in no other case; each leave takes a roster number. Who is not on the roster is passed over.
     *   <li><b>ROSTER-3</b> {@link Saved} names the roster number that the board has then, and how many have left in this
     *       step: so the holder sees by the number of before what the store has forgotten, though the leaves give its
     *       numbers out again.
     * </ul>
     *
     * @param saves at most {@link #SAVES_PER_CALL_MAX}, no board twice
     * @param remaining how much time the call has left
     * @return the outcomes, in the order of the saves
     * @throws IllegalArgumentException if there are too many saves
     */
    CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining);

    /**
     * Reads all that the store has of a board, in one step.
     *
     * <ul>
     *   <li><b>FAIL-3</b> {@link Loaded} names the epoch that wrote the snapshot, and {@link BoardRecord#previous()} whom
     *       the board was attached from.
     * </ul>
     *
     * @param board which board
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<LoadOutcome> load(BoardId board, Duration remaining);

    /**
     * Writes a board again as its holder has it, since the store is behind.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> If the board is neither there nor closed, or its epoch is lower, token, roster and snapshot
     *       are written in one step, under the holder's own epoch, unchanged. Where the holder has no
     *       snapshot, the store keeps its own.
     *   <li><b>ROSTER-3</b> If the token is the caller's already, his roster is written if its number is higher than
     *       the store's, and his snapshot unless its tick is lower.
     *   <li><b>ROSTER-4</b> Where the roster is written, those who were on it and are not on the holder's have left, and
     *       their keys are remembered, but for those that the holder names as unacknowledged: they are forgotten, and can
     *       join. What the store says of keys whose players left before stays as it is.
     *   <li><b>ATTACH-5</b> The board is in the holder's index before.
     * </ul>
     *
     * @param assertion what the holder has
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining);

    /**
     * Hands a board over to another gameserver, with its last state, in one step.
     *
     * <ul>
     *   <li><b>HAND-3</b> If the token is the caller's, the board is attached to the target, the state is written, and those
     *       named as leaving leave the roster; else nothing of it. A repeated call finds what the first one did, and is
     *       {@link HandedOver} as that was, unless the board was attached since. An attachment to the same target that was
     *       made in another way is not taken for it.
     *   <li><b>ATTACH-1</b>, <b>ATTACH-2</b>, <b>ATTACH-5</b> as for {@link AttachmentStore#attach}: the new epoch, the
     *       target's lease, the indexes.
     *   <li><b>ATTACH-3</b>, <b>ROSTER-2</b> as for {@link #save}.
     * </ul>
     *
     * @param last the board with the caller's token and the state after which it makes no step
     * @param target the gameserver that is to hold it
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining);

    /**
     * A board's state.
     *
     * @param tick of the last step that it contains, 0 and above
     * @param rosterNumber the highest roster number of a join that it contains, 0 for none (ROSTER-2)
     * @param version the board type's snapshot version in it, 1 and above (SNAP-2)
     * @param bytes as the host captured it; not to be changed by anybody
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the host to the store, never compared
    record Snapshot(long tick, long rosterNumber, int version, byte[] bytes) {
        /**
         * Checks the ranges.
         *
         * @param tick of the last step that it contains, 0 and above
         * @param rosterNumber the highest roster number of a join that it contains, 0 for none (ROSTER-2)
         * @param version the board type's snapshot version in it, 1 and above (SNAP-2)
         * @param bytes as the host captured it; not to be changed by anybody
         * @throws IllegalArgumentException if a number is outside
         */
        public Snapshot {
            requireNonNull(bytes, "bytes");
            if (tick < 0 || rosterNumber < 0 || version < 1) {
                throw new IllegalArgumentException("tick " + tick + ", rosterNumber " + rosterNumber + ", version "
                        + version + ": must be at least 0, 0 and 1");
            }
        }
    }

    /**
     * A board that is to be saved.
     *
     * @param board which board
     * @param token the caller's
     * @param snapshot its newest state
     * @param leaving who has left the game by this state, and is still on the roster
     * @param listing what lists say of the board from now on; empty if they say so already, or do not show it
     */
    record SaveRequest(
            BoardId board, Token token, Snapshot snapshot, List<PlayerId> leaving, Optional<BoardSummary> listing) {
        /**
         * Copies the list.
         *
         * @param board which board
         * @param token the caller's
         * @param snapshot its newest state
         * @param leaving who has left the game by this state, and is still on the roster
         * @param listing what lists say of the board from now on; empty if they say so already, or do not show it
         */
        public SaveRequest {
            requireNonNull(board, "board");
            requireNonNull(token, "token");
            requireNonNull(snapshot, "snapshot");
            leaving = List.copyOf(leaving);
            requireNonNull(listing, "listing");
        }
    }

    /**
     * What a holder has of a board.
     *
     * @param board with the holder's token
     * @param roster its number and entries; its token is not looked at
     * @param snapshot its newest state, empty if none was captured
     * @param unacknowledged keys of joins of which nobody was told and whose outcome is not known to the holder, so that
     *     they may be asked for again
     */
    record Assertion(
            BoardRecord board,
            RosterStore.Roster roster,
            Optional<Snapshot> snapshot,
            Set<IdempotencyKey> unacknowledged) {
        /**
         * Requires all of it.
         *
         * @param board with the holder's token
         * @param roster its number and entries; its token is not looked at
         * @param snapshot its newest state, empty if none was captured
         * @param unacknowledged keys of joins of which nobody was told and whose outcome is not known to the holder, so
         *     that they may be asked for again; copied
         */
        public Assertion {
            requireNonNull(board, "board");
            requireNonNull(roster, "roster");
            requireNonNull(snapshot, "snapshot");
            unacknowledged = Set.copyOf(unacknowledged);
        }

        /**
         * For a holder that knows what came of each join.
         *
         * @param board with the holder's token
         * @param roster its number and entries; its token is not looked at
         * @param snapshot its newest state, empty if none was captured
         */
        public Assertion(BoardRecord board, RosterStore.Roster roster, Optional<Snapshot> snapshot) {
            this(board, roster, snapshot, Set.of());
        }
    }

    /** What came of saving a board. */
    sealed interface SaveOutcome permits Saved, Superseded, Behind, Fenced, Closed, NotApplied, Unknown {}

    /**
     * The state is in the store.
     *
     * @param rosterNumber the board's, after those who leave have left
     * @param left how many have left the roster in this step, 0 and above
     */
    record Saved(long rosterNumber, int left) implements SaveOutcome {

        /**
         * Nobody has left with it.
         *
         * @param rosterNumber the board's
         */
        public Saved(long rosterNumber) {
            this(rosterNumber, 0);
        }
    }

    /**
     * The store has a newer state of the same epoch; nothing has changed, and nothing is wrong.
     *
     * @param tick of the state in the store
     */
    record Superseded(long tick) implements SaveOutcome, HandOverOutcome {}

    /** What came of reading a board whole. */
    sealed interface LoadOutcome permits Loaded, Absent, Closed, Unknown {}

    /**
     * All that the store has of a board.
     *
     * @param board its record
     * @param roster who is on it
     * @param snapshot its newest state, empty if none was saved yet
     * @param writtenUnder the epoch that wrote it: ticks compare within one epoch only; empty if none was saved yet
     */
    record Loaded(
            BoardRecord board, RosterStore.Roster roster, Optional<Snapshot> snapshot, Optional<Epoch> writtenUnder)
            implements LoadOutcome {
        /**
         * Requires all of it.
         *
         * @param board its record
         * @param roster who is on it
         * @param snapshot its newest state, empty if none was saved yet
         * @param writtenUnder the epoch that wrote it: ticks compare within one epoch only; empty if none was saved yet
         */
        public Loaded {
            requireNonNull(board, "board");
            requireNonNull(roster, "roster");
            requireNonNull(snapshot, "snapshot");
            requireNonNull(writtenUnder, "writtenUnder");
        }
    }

    /** What came of an assertion. */
    sealed interface AssertOutcome permits Asserted, Fenced, Closed, NotApplied, Unknown {}

    /**
     * The store has the board under the caller's token.
     *
     * @param rosterNumber the board's
     */
    record Asserted(long rosterNumber) implements AssertOutcome {}

    /** What came of handing a board over. */
    sealed interface HandOverOutcome
            permits HandedOver,
                    AttachmentStore.TargetNotLive,
                    Superseded,
                    Behind,
                    Fenced,
                    Closed,
                    NotApplied,
                    Unknown {}

    /**
     * The board is attached to the target, and its state is the last one.
     *
     * @param token the new one
     */
    record HandedOver(Token token) implements HandOverOutcome {
        /**
         * Requires the token.
         *
         * @param token the new one
         */
        public HandedOver {
            requireNonNull(token, "token");
        }
    }
}
