package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Which gameserver holds which board. An attachment is moved by a compare-and-set on its whole token, so two who move a
 * board at once cost one of them a retry.
 *
 * <p>Which boards a gameserver holds is an index, kept as a superset (ATTACH-5): entered before an attachment is written,
 * removed after. Who reads it checks the board itself.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface AttachmentStore {

    /** The greatest number of boards in one call. */
    int BOARDS_PER_CALL_MAX = 1_000;

    /**
     * Attaches a board to another gameserver, or anew to the same, from one that lives.
     *
     * @param board which board
     * @param expected the token that it has, as far as the caller knows
     * @param target the gameserver that is to hold it
     * @param remaining how much time the call has left
     * @return the outcome, as of {@link AttachReason#MOVED}
     */
    default CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, Duration remaining) {
        return attach(board, expected, target, AttachReason.MOVED, remaining);
    }

    /**
     * Attaches a board to another gameserver, or anew to the same.
     *
     * <ul>
     *   <li><b>ATTACH-1</b> The new epoch is max(previous + 1, the store's clock in milliseconds).
     *   <li><b>ATTACH-2</b> Compares the whole token and sets it in one step. The target's lease is looked at in the same
     *       step where the database allows that, else just before. A repeated call finds what the first one did, and is
     *       {@link Attached} as that was, unless the board was attached since.
     *   <li><b>ATTACH-5</b> The board is in the target's index before the attachment is written, and leaves the previous
     *       holder's after.
     *   <li><b>FAIL-4</b> {@link AttachReason#HOLDER_DIED} raises {@link BoardRecord#holderDeaths()} by one in the same
     *       step, once however often the call is repeated.
     *   <li><b>FAIL-4</b> {@link AttachReason#RELEASED} ends the quarantine and sets {@link BoardRecord#holderDeaths()} to
     *       0 in the same step, so that the holder, which is the target as a rule, begins anew.
     *   <li><b>FAIL-3</b> {@link BoardRecord#previous()} is the expected token from then on.
     * </ul>
     *
     * @param board which board
     * @param expected the token that it has, as far as the caller knows
     * @param target the gameserver that is to hold it
     * @param reason why
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<AttachOutcome> attach(
            BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining);

    /**
     * Reads the tokens of boards, in one round trip for each shard: the look-up of routes.
     *
     * @param boards at most {@link #BOARDS_PER_CALL_MAX}
     * @param remaining how much time the call has left
     * @return the outcome; a shard that does not answer leaves what is known of the boards of the others
     * @throws IllegalArgumentException if there are too many boards
     */
    CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining);

    /**
     * Reads a page of a gameserver's index.
     *
     * <ul>
     *   <li><b>ATTACH-5</b> Going from cursor to cursor names every board at least once that was in the index all the
     *       while. It names boards that others hold, too, or nobody.
     * </ul>
     *
     * @param gameserver whose
     * @param cursor what the page before named, empty for the first
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws io.orbstrike.board.InvalidValueException if the cursor is none that a page of this store named
     */
    CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining);

    /**
     * Enters boards into a gameserver's index.
     *
     * @param gameserver whose
     * @param boards at most {@link #BOARDS_PER_CALL_MAX}
     * @param remaining how much time the call has left
     * @return the outcome; {@link Indexed} if they are all in it
     * @throws IllegalArgumentException if there are too many boards
     */
    CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining);

    /**
     * Removes boards from a gameserver's index.
     *
     * <ul>
     *   <li><b>ATTACH-5</b> The caller has seen after the entry was made that the gameserver does not hold them.
     * </ul>
     *
     * @param gameserver whose
     * @param boards at most {@link #BOARDS_PER_CALL_MAX}
     * @param remaining how much time the call has left
     * @return the outcome; {@link Indexed} if none of them is in it
     * @throws IllegalArgumentException if there are too many boards
     */
    CompletionStage<IndexedOutcome> remove(Incarnation gameserver, List<BoardId> boards, Duration remaining);

    /**
     * Goes through all boards, slowly: for holders that no index led to.
     *
     * <ul>
     *   <li><b>ATTACH-5</b> Going from cursor to cursor names every board at least once that was there all the while. A
     *       page may be empty though another one follows.
     * </ul>
     *
     * @param cursor what the page before named, empty for the first
     * @param remaining how much time the call has left
     * @return the outcome
     * @throws io.orbstrike.board.InvalidValueException if the cursor is none that a page of this store named
     */
    CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining);

    /**
     * Puts a board in quarantine or releases it: it stays attached and kept, and nobody ticks it.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> as for {@link RosterStore#join}.
     *   <li><b>SNAP-1</b> A board whose snapshot cannot be read is marked so, and its snapshot stays.
     *   <li><b>FAIL-4</b> Who releases a board also sets {@link BoardRecord#holderDeaths()} to 0.
     * </ul>
     *
     * @param board which board
     * @param token the caller's
     * @param reason why it is not ticked, for people, cut to 1,024 characters; empty to release it
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining);

    /**
     * Sets {@link BoardRecord#holderDeaths()} to 0, since the board was ticked undisturbed for a while.
     *
     * <ul>
     *   <li><b>ATTACH-3</b> as for {@link RosterStore#join}.
     *   <li><b>FAIL-4</b> Nothing else of the board changes.
     * </ul>
     *
     * @param board which board
     * @param token the caller's
     * @param remaining how much time the call has left
     * @return the outcome; {@link Marked} if the count is 0, now or before
     */
    CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining);

    /** Why a board is attached anew. */
    enum AttachReason {
        /** Its holder hands it over, has stopped in order, or is not known. */
        MOVED,
        /** Its holder lost its lease without having begun to stop. */
        HOLDER_DIED,
        /** An operator lets it out of quarantine. */
        RELEASED
    }

    /** What came of an attach. */
    sealed interface AttachOutcome permits Attached, HeldByOther, TargetNotLive, Absent, Closed, NotApplied, Unknown {}

    /**
     * The board is attached to the target.
     *
     * @param token the new one
     */
    record Attached(Token token) implements AttachOutcome {
        /**
         * Requires the token.
         *
         * @param token the new one
         */
        public Attached {
            requireNonNull(token, "token");
        }
    }

    /**
     * The board has another token than was expected; nothing has changed.
     *
     * @param token the one that counts
     */
    record HeldByOther(Token token) implements AttachOutcome {
        /**
         * Requires the token.
         *
         * @param token the one that counts
         */
        public HeldByOther {
            requireNonNull(token, "token");
        }
    }

    /** The target has no lease that holds; nothing has changed. */
    enum TargetNotLive implements AttachOutcome, SnapshotStore.HandOverOutcome {
        /** The only value. */
        INSTANCE
    }

    /** What came of reading tokens. */
    sealed interface TokensOutcome permits Tokens, Unknown {}

    /**
     * The tokens of boards.
     *
     * @param tokens of those that are there
     * @param closed the last epochs of those that have closed
     * @param unknown those of which nothing was learned; what is in none of the three is absent
     */
    record Tokens(Map<BoardId, Token> tokens, Map<BoardId, Epoch> closed, Set<BoardId> unknown)
            implements TokensOutcome {
        /**
         * Copies what it is given, and keeps the maps' order.
         *
         * @param tokens of those that are there
         * @param closed the last epochs of those that have closed
         * @param unknown those of which nothing was learned; what is in none of the three is absent
         */
        public Tokens {
            unknown = Set.copyOf(unknown);
            tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
            closed = Collections.unmodifiableMap(new LinkedHashMap<>(closed));
        }
    }

    /** What came of reading an index. */
    sealed interface IndexOutcome permits IndexPage, Unknown {}

    /**
     * A page of an index.
     *
     * @param boards in no particular order
     * @param nextCursor names the page that follows, empty after the last
     */
    record IndexPage(List<BoardId> boards, String nextCursor) implements IndexOutcome {
        /**
         * Copies the list.
         *
         * @param boards in no particular order
         * @param nextCursor names the page that follows, empty after the last
         */
        public IndexPage {
            boards = List.copyOf(boards);
            requireNonNull(nextCursor, "nextCursor");
        }
    }

    /** What came of changing an index. */
    sealed interface IndexedOutcome permits Indexed, NotApplied, Unknown {}

    /** The index is as it was asked for. */
    enum Indexed implements IndexedOutcome {
        /** The only value. */
        INSTANCE
    }

    /** What came of a page of a sweep. */
    sealed interface SweepOutcome permits SweepPage, Unknown {}

    /**
     * A page of all boards.
     *
     * @param tokens of the boards that it names
     * @param nextCursor names the page that follows, empty after the last
     */
    record SweepPage(Map<BoardId, Token> tokens, String nextCursor) implements SweepOutcome {
        /**
         * Copies the map, and keeps its order.
         *
         * @param tokens of the boards that it names
         * @param nextCursor names the page that follows, empty after the last
         */
        public SweepPage {
            tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
            requireNonNull(nextCursor, "nextCursor");
        }
    }

    /** What came of marking a board. */
    sealed interface MarkOutcome permits Marked, Fenced, Behind, Closed, NotApplied, Unknown {}

    /** The board is marked, or released, as was asked for. */
    enum Marked implements MarkOutcome {
        /** The only value. */
        INSTANCE
    }
}
