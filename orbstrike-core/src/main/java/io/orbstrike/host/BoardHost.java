package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Boards that live in this process, spread over tick loops.
 *
 * <p>It has two forms. The runner: {@link #start()} gives each loop a thread of its own, and {@link #close()} stops them.
 * The invoker: whoever embeds the host calls {@link TickLoop#doWork} of each of the {@link #tickLoops()}, and now and then
 * {@link Housekeeper#doWork}, from threads of his own; nothing happens without him.
 *
 * <p>Thread-safe.
 */
public final class BoardHost implements AutoCloseable {

    private static final int LOOPS_MAX = 1_024;

    private final HostOptions options;
    private final NanoClock clock;
    private final HostParts parts;
    private final List<TickLoop> loops;
    private final ConcurrentMap<BoardId, HostedBoard<?, ?>> boards = new ConcurrentHashMap<>();
    private final LongAdder commandsRejected = new LongAdder();
    private final Background background;
    private final Placer placer;
    private final long gridOriginNs;
    private final Housekeeper housekeeper;
    private final HostMetrics metrics = new HostMetrics(this);
    private final HostThreads threads;
    private boolean started;
    private volatile boolean stopping;

    private BoardHost(Builder from) {
        options = from.options;
        clock = from.clock;
        threads = new HostThreads(from.threadFactory, clock);
        LaneDesks desks = new LaneDesks(options.handOversPerLane());
        parts = new HostParts(options, clock, from.recorder, desks);
        List<TickLoop> all = new ArrayList<>();
        for (int i = 0; i < from.threads; i++) {
            all.add(new TickLoop(this, i, clock, options));
        }
        loops = List.copyOf(all);
        background = new Background();
        placer = new Placer(loops);
        gridOriginNs = clock.nanoTime();
        housekeeper = new Housekeeper(this, placer, background, options);
    }

    /**
     * Starts from the defaults: as many tick threads as there are cores, the machine's clock, daemon threads.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runner form: starts a thread for each tick loop and one that watches over them. Not needed, and not allowed, if an
     * embedder calls {@link TickLoop#doWork} himself.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        synchronized (threads) {
            if (started || stopping) {
                throw new IllegalStateException("the host was started or closed before: build another");
            }
            started = true;
            background.open();
            for (TickLoop loop : loops) {
                threads.start("orbstrike-tick-" + loop.index(), () -> runLoop(loop));
            }
            threads.start("orbstrike-housekeeping", housekeeper::run);
        }
    }

    /**
     * The tick loops, for the invoker form.
     *
     * @return always the same list, one per thread
     */
    public List<TickLoop> tickLoops() {
        return loops;
    }

    /**
     * What watches over the loops and balances them, for the invoker form.
     *
     * @return always the same object
     */
    public Housekeeper housekeeper() {
        return housekeeper;
    }

    /**
     * Makes a new board. The type makes it on the calling thread; from then on it belongs to a tick thread.
     *
     * @param id unused so far in this host
     * @param type the game
     * @param rules decoded and checked
     * @param settings epoch, seed, lifetime, listener
     * @param <R> the rules
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return the board once a tick thread has it; fails with InvalidValueException if rules do not go together, with
     *     IllegalStateException if the id is in use or the host is closed, or with whatever the type throws
     */
    public <R, J, I> CompletionStage<HostedBoard<J, I>> create(
            BoardId id, BoardType<R, J, I> type, R rules, BoardSettings settings) {
        return attempt(() -> host(id, type, BoardStart.anew(type, rules, settings), settings, null)
                .started());
    }

    /**
     * Brings a board back from a snapshot, its players without streams. The snapshot is read on the calling thread.
     *
     * @param id unused so far in this host
     * @param type the game
     * @param snapshot the bytes that {@link HostedBoard#snapshot()} gave
     * @param settings epoch and listener; seed and lifetime come from the snapshot
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return the board once a tick thread has it; fails with UnreadableSnapshotException if the snapshot is damaged, too
     *     large, of a newer version or another type, and with IllegalStateException if the id is in use or the host is
     *     closed
     */
    public <J, I> CompletionStage<HostedBoard<J, I>> restore(
            BoardId id, BoardType<?, J, I> type, byte[] snapshot, BoardSettings settings) {
        return attempt(
                () -> host(id, type, startFrom(type, snapshot), settings, null).started());
    }

    /**
     * Brings a board back as its roster says (ROSTER-2), the players without streams: from its newest snapshot, or from
     * its rules if there is none. Of a snapshot's players those leave who are not on the roster. Those on the roster with
     * an id above the snapshot's roster number join at their places, without being asked for again whether they may.
     * Those at or below it that the snapshot lacks have left the game and stay away. Where two have one place, the higher
     * id has it, and the other has left the game.
     *
     * <p>The board changes by its steps' inputs alone: leaves go with the first, joins with the next. Until then the
     * board neither sleeps nor ends by a deadline, and keeps no places. The listener hears of those who leave.
     *
     * @param id unused so far in this host
     * @param type the game
     * @param rules decoded and checked; not looked at if there is a snapshot
     * @param snapshot the bytes of a {@link BoardSnapshot}, empty if none was saved
     * @param roster who is on the roster, in any order
     * @param settings epoch and listener; seed and lifetime are looked at if there is no snapshot
     * @param <R> the rules
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return the board once those steps are done; fails as {@link #create} and {@link #restore} do, with
     *     IllegalArgumentException if the roster names a player twice or a place that the board has not, with what the
     *     board throws in those steps, and with {@link BoardUnavailableException} if it closes in them before all have
     *     joined. Then it is not hosted.
     */
    public <R, J, I> CompletionStage<RecoveredBoard<J, I>> recover(
            BoardId id,
            BoardType<R, J, I> type,
            R rules,
            Optional<byte[]> snapshot,
            List<RosterPlayer<J>> roster,
            BoardSettings settings) {
        return attempt(() -> {
            BoardStart<J, I> start =
                    snapshot.isPresent() ? startFrom(type, snapshot.get()) : BoardStart.anew(type, rules, settings);
            BoardRecovery<J, I> recovery = BoardRecovery.of(
                    start.snapshot(), roster, start.stepper().board().maxPlayers());
            host(id, type, start, settings, recovery);
            return recovery.answer();
        });
    }

    /**
     * Finds a board.
     *
     * @param id which
     * @return the board, or empty if it is not hosted here or has closed
     */
    public Optional<HostedBoard<?, ?>> board(BoardId id) {
        return Optional.ofNullable(boards.get(id));
    }

    /**
     * The boards that are hosted now.
     *
     * @return a view that may be walked while boards come and go, not to be changed
     */
    public Collection<HostedBoard<?, ?>> boards() {
        return Collections.unmodifiableCollection(boards.values());
    }

    /**
     * Tells whether every tick loop finished a cycle within {@link HostOptions#cycleLimit()}.
     *
     * @return false if a loop is stuck or dead
     */
    public boolean isHealthy() {
        long nowNs = clock.nanoTime();
        for (TickLoop loop : loops) {
            if (loop.isDead()
                    || nowNs - loop.lastCycleNs() > options.cycleLimit().toNanos()) {
                return false;
            }
        }
        return true;
    }

    /**
     * What the host has counted.
     *
     * @return always the same object
     */
    public HostMetrics metrics() {
        return metrics;
    }

    /**
     * Stops the tick threads, then ends all streams with {@link StreamEnd.Detached}. Waits at most 5 s for a thread that is
     * stuck in a board, whose streams are then left. May be called twice.
     */
    @Override
    public void close() {
        synchronized (threads) {
            if (stopping) {
                return;
            }
            stopping = true;
            loops.forEach(TickLoop::unpark);
            housekeeper.stop();
            threads.join();
        }
        for (HostedBoard<?, ?> board : boards()) {
            closeBoard(board);
        }
        background.close();
    }

    HostOptions options() {
        return options;
    }

    NanoClock clock() {
        return clock;
    }

    /** When a board has its next slot if it may have any. */
    long drawSlotNs(long nowNs, SlotGrid grid) {
        return placer.firstSlotNs(nowNs, grid);
    }

    LaneDesks desks() {
        return parts.desks();
    }

    TickLoop loop(int index) {
        return loops.get(index);
    }

    boolean isStopping() {
        return stopping;
    }

    long commandsRejected() {
        return commandsRejected.sum();
    }

    void countRejectedCommand() {
        commandsRejected.increment();
    }

    /** Finishes a captured state away from the tick thread where there is a thread for it. */
    void seal(BoardSnapshot written, CompletableFuture<BoardSnapshot> answer, Consumer<BoardSnapshot> keep) {
        int compressAboveBytes = options.compressSnapshotsAboveBytes();
        background.execute(() -> {
            try {
                BoardSnapshot sealed = written.withBytes(SnapshotEnvelope.seal(written.bytes(), compressAboveBytes));
                keep.accept(sealed);
                answer.complete(sealed);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
    }

    /** Takes a board that has ended off the host; for the thread that has its claim. */
    <J, I> void close(HostedBoard<J, I> board, StayEndReason reason, byte[] result) {
        forget(board);
        board.tellClosed(reason, result);
    }

    /** Takes a board off the host and refuses what waits at it; for the thread that has its claim. */
    <J, I> void forget(HostedBoard<J, I> board) {
        board.setState(BoardState.CLOSED);
        boards.remove(board.id(), board);
        BoardUnavailableException gone =
                new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.GONE);
        board.ticking().refuseAwaiting(gone);
        board.refuseCommands(gone);
    }

    /** Answers commands that came to a board while it closed. */
    <J, I> void refuseLeftovers(HostedBoard<J, I> board) {
        while (board.hasCommands()) {
            long claim = board.claim().current();
            if (board.claim().tryEnter(claim)) {
                board.refuseCommands(new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.GONE));
                board.claim().leave(claim);
            } else {
                Thread.onSpinWait(); // who has the claim is about to leave: the board is closed
            }
        }
    }

    private <J, I> BoardStart<J, I> startFrom(BoardType<?, J, I> type, byte[] snapshot) {
        return BoardStart.from(type, snapshot, options.snapshotBytesMax());
    }

    private <J, I> HostedBoard<J, I> host(
            BoardId id,
            BoardType<?, J, I> type,
            BoardStart<J, I> start,
            BoardSettings settings,
            @Nullable BoardRecovery<J, I> recovery) {
        Board<J, I> inside = start.stepper().board();
        start.requireBounds(type);
        int maxPlayers = inside.maxPlayers();
        Duration interval = inside.tickInterval();
        long nowNs = clock.nanoTime();
        TickLoop loop = placer.place(nowNs, options.tickLimit().toNanos());
        HostedBoard<J, I> board = new HostedBoard<>(
                this, id, type, maxPlayers, interval, settings, loop.index(), options.commandsPerBoard());
        SlotGrid grid = SlotGrid.of(gridOriginNs, interval.toNanos());
        BoardSchedule schedule = new BoardSchedule(
                grid,
                type.timeouts(),
                nowNs,
                recovery == null ? placer.firstSlotNs(nowNs, grid) : grid.atOrBefore(nowNs),
                start.lifetimeLeftNs(),
                start.unwatchedLeftNs());
        TickingBoard<J, I> ticking = new TickingBoard<>(board, start.stepper(), schedule, parts, loop);
        if (start.snapshot() != null) {
            ticking.restore(start.snapshot());
        }
        if (recovery != null) {
            ticking.recover(recovery);
        }
        board.setTicking(ticking);
        long rest = board.claim().current(); // before others see the board and may give it to another loop
        if (boards.putIfAbsent(id, board) != null) {
            throw new IllegalStateException("board " + id + " is hosted already: draw another id");
        }
        if (stopping) {
            boards.remove(id, board);
            throw new IllegalStateException("the host is closed: board " + id + " needs another");
        }
        loop.arrive(board, rest);
        return board;
    }

    private static <T> CompletionStage<T> attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void runLoop(TickLoop loop) {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            loop.logDeath(e);
            throw e;
        } finally {
            if (!stopping) {
                loop.markDead();
            }
        }
    }

    private <J, I> void closeBoard(HostedBoard<J, I> board) {
        long claim = board.claim().current();
        if (board.claim().tryEnter(claim)) {
            board.ticking().endStreams(StreamEnd.Detached.INSTANCE);
            forget(board);
            board.claim().leave(claim);
            board.started().complete(board);
        }
    }

    private interface Attempt<T> {
        CompletionStage<T> run();
    }

    /**
     * Collects what a host is made of.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private int threads = Runtime.getRuntime().availableProcessors();
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private ThreadFactory threadFactory = Builder::daemon;
        private HostOptions options = HostOptions.defaults();
        private @Nullable TickRecorder recorder;

        private Builder() {}

        /**
         * How many tick loops there are, each with a thread of its own in runner form.
         *
         * @param count 1 to 1,024, default the number of cores
         * @return this builder
         */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /**
         * The source of time.
         *
         * @param source default the machine's monotonic clock
         * @return this builder
         */
        public Builder clock(NanoClock source) {
            clock = requireNonNull(source, "source");
            return this;
        }

        /**
         * What makes the threads of the runner form; their names are set by the host.
         *
         * @param factory default daemon threads
         * @return this builder
         */
        public Builder threadFactory(ThreadFactory factory) {
            threadFactory = requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Bounds.
         *
         * @param bounds default {@link HostOptions#defaults()}
         * @return this builder
         */
        public Builder options(HostOptions bounds) {
            options = requireNonNull(bounds, "bounds");
            return this;
        }

        /**
         * Who hears every step's inputs.
         *
         * @param hearer default nobody
         * @return this builder
         */
        public Builder recorder(TickRecorder hearer) {
            recorder = requireNonNull(hearer, "hearer");
            return this;
        }

        /**
         * Makes the host; no thread is started.
         *
         * @return a host without boards
         * @throws IllegalArgumentException if the number of threads is out of its range
         */
        public BoardHost build() {
            if (threads < 1 || threads > LOOPS_MAX) {
                throw new IllegalArgumentException("threads " + threads + ": must be 1 to " + LOOPS_MAX);
            }
            return new BoardHost(this);
        }

        private static Thread daemon(Runnable body) {
            Thread thread = new Thread(body);
            thread.setDaemon(true);
            return thread;
        }
    }
}
