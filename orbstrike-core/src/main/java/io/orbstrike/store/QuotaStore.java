package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;

/**
 * How many boards a creator has created on a day: a set of board ids per creator and day of the store's clock in UTC
 * (ROSTER-4), so that a repeated creation counts once. Each call is atomic for its creator and day.
 *
 * <p>Thread-safe. What holds for all calls is said at {@link ClusterStore}.
 */
public interface QuotaStore {

    /**
     * Counts a board before it is created.
     *
     * <ul>
     *   <li><b>ROSTER-4</b> A board that is in the set counts once. Quota and set are checked in the same step that
     *       writes: never are more boards in a set than the quota of the call that entered the last.
     * </ul>
     *
     * @param creator whom it is counted for
     * @param board which board
     * @param quota how many a day has, 1 and above
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining);

    /**
     * Uncounts a board whose creation was refused.
     *
     * @param creator whom it was counted for
     * @param day on which day
     * @param board which board
     * @param remaining how much time the call has left
     * @return the outcome
     */
    CompletionStage<TakeBackOutcome> takeBack(Creator creator, LocalDate day, BoardId board, Duration remaining);

    /** What came of counting a board. */
    sealed interface EnterOutcome permits Entered, AlreadyEntered, Spent, NotApplied, Unknown {}

    /**
     * The board is counted since this call.
     *
     * @param day for which day
     */
    record Entered(LocalDate day) implements EnterOutcome {
        /**
         * Requires the day.
         *
         * @param day for which day
         */
        public Entered {
            requireNonNull(day, "day");
        }
    }

    /**
     * The board was counted before.
     *
     * @param day for which day
     */
    record AlreadyEntered(LocalDate day) implements EnterOutcome {
        /**
         * Requires the day.
         *
         * @param day for which day
         */
        public AlreadyEntered {
            requireNonNull(day, "day");
        }
    }

    /**
     * The creator has no more boards on this day; nothing has changed.
     *
     * @param dayEndsIn how long the day still lasts, by the store's clock
     */
    record Spent(Duration dayEndsIn) implements EnterOutcome {
        /**
         * Requires the duration.
         *
         * @param dayEndsIn how long the day still lasts, by the store's clock
         */
        public Spent {
            requireNonNull(dayEndsIn, "dayEndsIn");
        }
    }

    /** What came of uncounting a board. */
    sealed interface TakeBackOutcome permits TakenBack, NotApplied, Unknown {}

    /** The board is not counted on that day, since this call or before. */
    enum TakenBack implements TakeBackOutcome {
        /** The only value. */
        INSTANCE
    }
}
