package io.orbstrike.sync;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.host.NanoClock;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.store.Unknown;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the store's states of boards close behind the boards themselves: dirty boards only, newest state only, many in a
 * call. Play never waits for it, and it keeps a bounded number of states whatever the store does: boards beyond wait
 * uncaptured, so that intervals stretch.
 *
 * <p>Its methods may be called from any thread, and take effect on the executor in the order of the calls. Its stages
 * complete on the executor.
 */
public final class BoardSync implements AutoCloseable {

    /* Each time the executor has run what came in, and when the timer wakes it, the sync looks at all that may be due:
     *
     *   schedule -> capture on the tick thread -> batch -> store -> schedule
     *
     * There is one queue of due boards and one timer, and a board costs one command to its tick thread and a share of two
     * tasks of the executor. The timer wakes at most so often that the tasks stay few.
     */

    private static final int WAKES_PER_INTERVAL_MAX = 100;
    private static final int LOOKS_PER_INTERVAL = 4;

    private final NanoClock clock;
    private final long intervalNs;
    private final SyncParts parts;
    private final BoardCaptures captures;
    private final SaveBatches batches;
    private final SyncTimer timer;
    private final Map<BoardId, SyncEntry> entries = new HashMap<>();
    private boolean lookedBefore;
    private long lookedNs;
    private volatile boolean closed;

    private BoardSync(
            SnapshotStore store,
            ScheduledExecutorService executor,
            NanoClock clock,
            RandomGenerator random,
            SyncOptions options) {
        this.clock = clock;
        this.intervalNs = options.interval().toNanos();
        SyncLoad load = new SyncLoad(options);
        this.parts = new SyncParts(
                store,
                options,
                clock,
                new OrderedExecutor(executor, this::work),
                new SyncSchedule(options, random),
                load,
                new StoreBackoff(options, random),
                new SyncMetrics(clock, load));
        this.batches = new SaveBatches(parts, this::end);
        this.captures = new BoardCaptures(parts, batches::add);
        this.timer = new SyncTimer(executor, clock, this::work);
    }

    /**
     * Starts with nothing chosen but the options' defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to sync a board; its first save comes within an interval. One of the same id that is synced already is
     * replaced.
     *
     * @param board is kept until it is removed, fenced or closed
     */
    public void add(SyncedBoard board) {
        requireNonNull(board, "board");
        tryExecute(() -> {
            if (closed) {
                return;
            }
            SyncEntry before = entries.get(board.id());
            if (before != null) {
                end(before, notSynced(board.id()));
            }
            long nowNs = clock.nanoTime();
            SyncEntry entry = new SyncEntry(board, nowNs);
            entries.put(entry.id(), entry);
            parts.schedule().add(entry, nowNs + parts.schedule().drawFirstDelayNs(), nowNs);
            parts.metrics().setBoards(entries.size());
        });
    }

    /**
     * Ends the sync of a board. A save that is under way may still reach the store, and nobody is told of it.
     *
     * @param board which; without effect if it is not synced
     */
    public void remove(BoardId board) {
        requireNonNull(board, "board");
        tryExecute(() -> {
            SyncEntry entry = entries.get(board);
            if (entry != null) {
                end(entry, notSynced(board));
            }
        });
    }

    /**
     * Captures a board and saves it now, whether it has changed or not, once, and also while the store is left alone after
     * failures. A save under way is followed by another.
     *
     * @param board which
     * @return the outcome of a save whose state was captured after the call; not applied if the board is not synced or
     *     gives no state
     */
    public CompletionStage<SaveOutcome> flush(BoardId board) {
        requireNonNull(board, "board");
        CompletableFuture<SaveOutcome> answer = new CompletableFuture<>();
        boolean taken = tryExecute(() -> {
            SyncEntry entry = entries.get(board);
            if (entry == null) {
                answer.complete(notSynced(board));
            } else {
                flush(entry, answer::complete);
            }
        });
        if (!taken) {
            answer.complete(notSynced(board));
        }
        return answer;
    }

    /**
     * Captures and saves now every board that has changed, as {@link #flush} does.
     *
     * @return completes when each was tried once
     */
    public CompletionStage<Void> flushAll() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = tryExecute(() -> {
            Countdown countdown = new Countdown(done);
            for (SyncEntry entry : entries.values()) {
                if (entry.phase() != SyncEntry.Phase.WAITING || entry.isDirty()) {
                    flush(entry, countdown.one());
                }
            }
            countdown.start();
        });
        if (!taken) {
            done.complete(null);
        }
        return done;
    }

    /**
     * What was counted.
     *
     * @return always the same object
     */
    public SyncMetrics metrics() {
        return parts.metrics();
    }

    /** Saves nothing from now on; who waits for a save is answered. May be called twice; the executor is left running. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tryHandOver(() -> {
            for (SyncEntry entry : entries.values().toArray(new SyncEntry[0])) {
                end(entry, notSynced(entry.id()));
            }
        });
    }

    private boolean tryExecute(Runnable task) {
        return !closed && tryHandOver(task);
    }

    private boolean tryHandOver(Runnable task) {
        try {
            Executor executor = parts.executor();
            executor.execute(() -> parts.guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the executor has ended, and with it the sync
        }
    }

    private void flush(SyncEntry entry, Consumer<SaveOutcome> asker) {
        entry.ask(asker);
        if (entry.phase() == SyncEntry.Phase.WAITING) {
            parts.schedule().hurry(entry);
        }
    }

    private void end(SyncEntry entry, SaveOutcome outcome) {
        entries.remove(entry.id(), entry);
        captures.forget(entry);
        batches.forget(entry);
        entry.remove(outcome, new Unknown(new IllegalStateException("board " + entry.id() + ": its sync has ended")));
        parts.metrics().setBoards(entries.size());
    }

    private static SaveOutcome notSynced(BoardId board) {
        return new NotApplied(new IllegalStateException("board " + board + " is not synced: add it first"));
    }

    private void work() {
        if (!closed) {
            parts.guarded(this::doWork);
        }
    }

    private void doWork() {
        long nowNs = clock.nanoTime();
        boolean waitsForRoom = true;
        try {
            captures.giveUpLate(nowNs);
            waitsForRoom = captures.begin(nowNs);
            batches.send(nowNs);
            if (!lookedBefore || nowNs - lookedNs >= intervalNs / LOOKS_PER_INTERVAL) {
                lookedBefore = true;
                lookedNs = nowNs;
                look(nowNs);
            }
        } finally {
            if (!entries.isEmpty()) {
                timer.wakeBy(wakeNs(nowNs, waitsForRoom)); // also after a failure, or nothing would be saved any more
            }
        }
    }

    /* What waits for room is looked at when something ends. */
    private long wakeNs(long nowNs, boolean waitsForRoom) {
        long wakeNs = nowNs + intervalNs / LOOKS_PER_INTERVAL;
        if (!waitsForRoom && !parts.schedule().isEmpty()) {
            long dueNs = parts.schedule().firstDueNs();
            if (parts.backoff().isPaused(nowNs)) {
                dueNs = later(dueNs, parts.backoff().pausedUntilNs());
            }
            wakeNs = earlier(wakeNs, dueNs);
        }
        wakeNs = earlier(wakeNs, captures.giveUpNs(wakeNs));
        wakeNs = earlier(wakeNs, batches.sendNs(wakeNs));
        return later(wakeNs, nowNs + intervalNs / WAKES_PER_INTERVAL_MAX);
    }

    private void look(long nowNs) {
        boolean any = false;
        long oldestNs = nowNs;
        int lagging = 0;
        for (SyncEntry entry : entries.values()) {
            if (!entry.isResting()) {
                any = true;
                oldestNs = earlier(oldestNs, entry.currentNs());
                lagging += nowNs - entry.currentNs() > 2 * intervalNs ? 1 : 0;
            }
        }
        if (any) {
            parts.metrics().setLag(oldestNs, lagging);
        } else {
            parts.metrics().setNoLag();
        }
    }

    private static long earlier(long oneNs, long otherNs) {
        return oneNs - otherNs <= 0 ? oneNs : otherNs;
    }

    private static long later(long oneNs, long otherNs) {
        return oneNs - otherNs >= 0 ? oneNs : otherNs;
    }

    /** Completes a stage once all that were counted have come. */
    private static final class Countdown {

        private final CompletableFuture<Void> done;
        private int left = 1;

        Countdown(CompletableFuture<Void> done) {
            this.done = done;
        }

        Consumer<SaveOutcome> one() {
            left++;
            return outcome -> come();
        }

        /** All are counted. */
        void start() {
            come();
        }

        private void come() {
            left--;
            if (left == 0) {
                done.complete(null);
            }
        }
    }

    /**
     * Collects what a sync is made of.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private @Nullable SnapshotStore store;
        private @Nullable ScheduledExecutorService executor;
        private @Nullable NanoClock clock;
        private @Nullable RandomGenerator random;
        private SyncOptions options = SyncOptions.defaults();

        private Builder() {}

        /**
         * Where states go.
         *
         * @param where the cluster's
         * @return this
         */
        public Builder store(SnapshotStore where) {
            store = requireNonNull(where, "where");
            return this;
        }

        /**
         * What the sync runs on.
         *
         * @param single an executor of one thread, not shut down by the sync
         * @return this
         */
        public Builder executor(ScheduledExecutorService single) {
            executor = requireNonNull(single, "single");
            return this;
        }

        /**
         * The source of time.
         *
         * @param source the one by which the executor schedules
         * @return this
         */
        public Builder clock(NanoClock source) {
            clock = requireNonNull(source, "source");
            return this;
        }

        /**
         * What jitter is drawn from.
         *
         * @param source called on the executor alone
         * @return this
         */
        public Builder random(RandomGenerator source) {
            random = requireNonNull(source, "source");
            return this;
        }

        /**
         * Intervals and bounds.
         *
         * @param chosen default {@link SyncOptions#defaults()}
         * @return this
         */
        public Builder options(SyncOptions chosen) {
            options = requireNonNull(chosen, "chosen");
            return this;
        }

        /**
         * Makes the sync.
         *
         * @return one without boards
         * @throws NullPointerException naming what was not given: store, executor, clock or random
         */
        public BoardSync build() {
            return new BoardSync(
                    requireNonNull(store, "store"),
                    requireNonNull(executor, "executor"),
                    requireNonNull(clock, "clock"),
                    requireNonNull(random, "random"),
                    options);
        }
    }
}
