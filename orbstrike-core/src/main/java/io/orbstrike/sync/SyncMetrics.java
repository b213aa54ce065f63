package io.orbstrike.sync;

import io.orbstrike.host.NanoClock;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a sync has counted since it was made, and how far the store is behind the boards.
 *
 * <p>Thread-safe.
 */
public final class SyncMetrics {

    /** What came of a save. */
    public enum Result {
        /** The state is in the store. */
        SAVED,
        /** The store had a later one. */
        SUPERSEDED,
        /** The store had forgotten the board. */
        BEHIND,
        /** Another gameserver holds the board. */
        FENCED,
        /** The board has closed. */
        CLOSED,
        /** Nothing was written. */
        NOT_APPLIED,
        /** Whether something was written is not known. */
        UNKNOWN;

        static Result of(SnapshotStore.SaveOutcome outcome) {
            if (outcome instanceof SnapshotStore.Saved) {
                return SAVED;
            } else if (outcome instanceof SnapshotStore.Superseded) {
                return SUPERSEDED;
            } else if (outcome instanceof Behind) {
                return BEHIND;
            } else if (outcome instanceof Fenced) {
                return FENCED;
            } else if (outcome instanceof Closed) {
                return CLOSED;
            } else if (outcome instanceof NotApplied) {
                return NOT_APPLIED;
            }
            return UNKNOWN;
        }
    }

    private final NanoClock clock;
    private final SyncLoad load;
    private final Map<Result, LongAdder> saves = new EnumMap<>(Result.class);
    private final LongAdder bytes = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchNs = new LongAdder();
    private final LongAdder stretched = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder captureFailures = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long batchNsMax;
    private volatile int boards;
    private volatile Lag lag = Lag.NONE;

    SyncMetrics(NanoClock clock, SyncLoad load) {
        this.clock = clock;
        this.load = load;
        for (Result result : Result.values()) {
            saves.put(result, new LongAdder());
        }
    }

    /** How far the store was behind at the last look. */
    private record Lag(boolean any, long oldestNs, int boardsLagging) {
        static final Lag NONE = new Lag(false, 0, 0);
    }

    /**
     * How many saves came to a result.
     *
     * @param result which
     * @return saves of single boards
     */
    public long saves(Result result) {
        return adder(result).sum();
    }

    /**
     * How much was given to the store.
     *
     * @return bytes of states, retries included
     */
    public long bytes() {
        return bytes.sum();
    }

    /**
     * How many calls the store has answered.
     *
     * @return calls, each with a batch of saves
     */
    public long batches() {
        return batches.sum();
    }

    /**
     * How long the store took for them.
     *
     * @return the sum, in nanoseconds
     */
    public long batchNs() {
        return batchNs.sum();
    }

    /**
     * How long the store took for the slowest of them.
     *
     * @return nanoseconds
     */
    public long batchNsMax() {
        return batchNsMax;
    }

    /**
     * How old the oldest state is that the store has of a board that has changed since.
     *
     * @return zero if no board has; of a board that was never saved since it is synced; looked up four times in an interval
     */
    public Duration lag() {
        Lag last = lag;
        return last.any() ? Duration.ofNanos(clock.nanoTime() - last.oldestNs()) : Duration.ZERO;
    }

    /**
     * How many boards have changed whose states in the store are older than two intervals.
     *
     * @return boards, as of the last look
     */
    public int boardsLagging() {
        return lag.boardsLagging();
    }

    /**
     * How many boards are synced.
     *
     * @return boards
     */
    public int boards() {
        return boards;
    }

    /**
     * How often a board was captured late, by more than a tenth of an interval, because too much was under way or the
     * store failed.
     *
     * @return captures
     */
    public long stretched() {
        return stretched.sum();
    }

    /**
     * How often a board was captured anew after a save that failed.
     *
     * @return captures
     */
    public long retries() {
        return retries.sum();
    }

    /**
     * How often a board did not give its state: busy, gone, stuck, or larger than there was room for.
     *
     * @return captures
     */
    public long captureFailures() {
        return captureFailures.sum();
    }

    /**
     * How often a {@link SyncedBoard} threw, or the sync itself.
     *
     * @return calls
     */
    public long failures() {
        return failures.sum();
    }

    /**
     * How many calls wait for the store.
     *
     * @return at most {@link SyncOptions#batchesInFlightMax()}
     */
    public int batchesInFlight() {
        return load.batches();
    }

    /**
     * How many bytes of states wait for the store, with what is kept free for captures under way.
     *
     * @return at most {@link SyncOptions#bytesInFlightMax()}, or a single state
     */
    public long bytesInFlight() {
        return load.bytes();
    }

    void countSave(SnapshotStore.SaveOutcome outcome) {
        adder(Result.of(outcome)).increment();
    }

    void countBytes(long more) {
        bytes.add(more);
    }

    void countBatch(long tookNs) {
        batches.increment();
        batchNs.add(tookNs);
        batchNsMax = Math.max(batchNsMax, tookNs);
    }

    void countStretched() {
        stretched.increment();
    }

    void countRetry() {
        retries.increment();
    }

    void countCaptureFailure() {
        captureFailures.increment();
    }

    void countFailure() {
        failures.increment();
    }

    void setBoards(int count) {
        boards = count;
    }

    void setLag(long oldestNs, int boardsLagging) {
        lag = new Lag(true, oldestNs, boardsLagging);
    }

    void setNoLag() {
        lag = Lag.NONE;
    }

    private LongAdder adder(Result result) {
        LongAdder adder = saves.get(result);
        if (adder == null) {
            throw new IllegalStateException("no count for " + result);
        }
        return adder;
    }
}
