package io.orbstrike.host;

import io.orbstrike.board.BoardId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The boards of one tick thread, and the work on them that is due.
 *
 * <p>{@link #doWork} is called by one thread at a time: the host's own after {@link BoardHost#start()}, else the
 * embedder's. Everything else is thread-safe.
 */
public final class TickLoop {

    /* A cycle takes boards that have come, then boards with commands, then steps every board whose slot has come, the
     * longest overdue first. It steps each board once at most, one that is recovered twice, so its length is bounded by what there is.
     *
     * `arrivals` and `ready` have no bound of their own, because each board is in them once at most per turn of its claim,
     * and once per signal: they are bounded by the number of boards.
     *
     * A board that leaves this loop, or whose next look comes earlier than the queue of due boards knows, gets a new turn
     * of its claim and a new entry; the old entry is dropped when it comes up, because its turn has passed.
     */

    private static final Logger LOGGER = System.getLogger(TickLoop.class.getName());
    private static final int CHUNK = 256;
    private static final int COMMANDS_PER_CYCLE = 1_024;
    private static final long LOOK_AGAIN_NS = 60_000_000_000L;
    private static final int COST_SHIFT = 5;
    private static final VarHandle OCCUPANT;

    static {
        try {
            OCCUPANT = MethodHandles.lookup().findVarHandle(TickLoop.class, "occupant", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BoardHost host;
    private final int index;
    private final NanoClock clock;
    private final long cycleBudgetNs;
    private final long idleParkNs;
    private final TickCounters counters = new TickCounters();
    private final HandOvers handOvers;
    private final DueQueue due = new DueQueue();
    private final Queue<Arrival> arrivals = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final Queue<HostedBoard<?, ?>> ready = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final TickEvent event = new TickEvent();
    private final Counter lastCycleNs = new Counter();
    private volatile @Nullable Thread occupant;
    private volatile @Nullable Thread parked;
    private volatile boolean working;
    private volatile long workingSinceNs;
    private volatile @Nullable HostedBoard<?, ?> workingOn;
    private volatile boolean dead;

    TickLoop(BoardHost host, int index, NanoClock clock, HostOptions options) {
        this.host = host;
        this.index = index;
        this.clock = clock;
        this.cycleBudgetNs = options.tickLimit().toNanos();
        this.idleParkNs = options.idleParkMax().toNanos();
        this.handOvers = new HandOvers(counters, options.handOversPerLane());
        lastCycleNs.set(clock.nanoTime());
    }

    /** A board that comes to this loop, with the claim's value at rest. */
    private record Arrival(HostedBoard<?, ?> board, long claim) {}

    /**
     * Does what is due: takes boards that came, answers commands, steps boards whose slot has come. Does not block beyond
     * what boards do.
     *
     * @param nowNs a reading of the host's clock, taken just before
     * @return how much was done, 0 if nothing was
     * @throws IllegalStateException if another thread is in this method, as after {@link BoardHost#start()}
     */
    public int doWork(long nowNs) {
        enter();
        try {
            int work = takeArrivals(nowNs) + takeReady(nowNs) + stepDue(nowNs);
            long endNs = clock.nanoTime();
            long cycleNs = endNs - nowNs;
            counters.cycles.increment();
            counters.cycleNsMax.max(cycleNs);
            if (cycleNs > cycleBudgetNs) {
                counters.cyclesOverBudget.increment();
            }
            lastCycleNs.set(endNs);
            return work;
        } finally {
            occupant = null;
        }
    }

    /**
     * How long nothing is due, unless a command or a board comes.
     *
     * @param nowNs a reading of the host's clock
     * @return nanoseconds, 0 if something is due; at most {@link HostOptions#idleParkMax()}
     * @throws IllegalStateException if another thread is working on the loop
     */
    public long idleNs(long nowNs) {
        enter();
        try {
            if (!arrivals.isEmpty() || !ready.isEmpty()) {
                return 0;
            }
            return due.size() == 0 ? idleParkNs : Math.max(0, Math.min(idleParkNs, due.firstDueNs() - nowNs));
        } finally {
            occupant = null;
        }
    }

    int index() {
        return index;
    }

    TickCounters counters() {
        return counters;
    }

    HandOvers handOvers() {
        return handOvers;
    }

    long lastCycleNs() {
        return lastCycleNs.get();
    }

    /** Gives this loop a board that rests under the claim's value. */
    void arrive(HostedBoard<?, ?> board, long claim) {
        arrivals.add(new Arrival(board, claim));
        unpark();
    }

    /** Says that a board has commands. */
    void addReady(HostedBoard<?, ?> board) {
        ready.add(board);
        unpark();
    }

    /** Works until told to stop; the body of a tick thread. */
    void run() {
        while (!host.isStopping() && !Thread.currentThread().isInterrupted()) {
            if (doWork(clock.nanoTime()) == 0) {
                park();
            }
        }
    }

    /** Says that the loop's thread has died. */
    void markDead() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    /** On which board the loop has worked since before a time, or null. */
    @Nullable
    HostedBoard<?, ?> stuckOn(long nowNs, long longerThanNs) {
        if (!working || nowNs - workingSinceNs <= longerThanNs) {
            return null;
        }
        return workingOn;
    }

    /** Since when the loop works on the board that it works on. */
    long workingSinceNs() {
        return workingSinceNs;
    }

    void unpark() {
        VarHandle.fullFence(); // what was added is seen before the park, or the park is seen here
        Thread sleeper = parked;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    private void park() {
        parked = Thread.currentThread();
        VarHandle.fullFence();
        long idleNs = idleNs(clock.nanoTime());
        if (idleNs > 0 && !host.isStopping()) {
            LockSupport.parkNanos(this, idleNs);
        }
        parked = null;
    }

    private void enter() {
        if (!OCCUPANT.compareAndSet(this, (Thread) null, Thread.currentThread())) {
            Thread inside = occupant;
            throw new IllegalStateException(
                    "tick loop " + index + " called on "
                            + Thread.currentThread().getName() + " while "
                            + (inside == null ? "another thread" : inside.getName())
                            + " works on it: a loop has one thread; leave it to BoardHost.start(), or call doWork from one thread");
        }
    }

    private int takeArrivals(long nowNs) {
        int taken = 0;
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            HostedBoard<?, ?> board = arrival.board();
            if (board.claim().tryEnter(arrival.claim())) {
                board.clearSignal(); // a signal to the loop before may never have been taken
                if (board.ticking().isRecovering()) {
                    board.ticking().schedule().restart(nowNs); // its slots begin when a loop has it
                }
                work(board, arrival.claim(), nowNs, true);
            }
            taken++;
        }
        return taken;
    }

    private int takeReady(long nowNs) {
        int taken = 0;
        for (HostedBoard<?, ?> board = ready.poll(); board != null; board = ready.poll()) {
            long claim = board.claim().current();
            int owner = BoardClaim.loopOf(claim);
            if (owner != index) {
                host.loop(owner).addReady(board);
            } else if (board.claim().tryEnter(claim)) {
                board.clearSignal();
                work(board, claim, nowNs, false);
            } else {
                ready.add(board); // just being moved or closed; at the next cycle it is elsewhere or at rest
                return taken + 1;
            }
            taken++;
        }
        return taken;
    }

    private int stepDue(long nowNs) {
        int stepped = 0;
        try {
            while (due.size() > 0 && due.firstDueNs() - nowNs <= 0) {
                HostedBoard<?, ?> board = due.first();
                long claim = due.firstClaim();
                if (board != null) {
                    handOvers.beforeStep(
                            clock.nanoTime(), board.figures().stepNs.get());
                }
                if (board == null || !board.claim().tryEnter(claim)) {
                    due.removeFirst();
                    continue;
                }
                stepOne(board, claim);
                stepped++;
            }
        } finally {
            handOvers.wake();
        }
        return stepped;
    }

    /** Answers a board's commands and sees where it goes next. */
    private <J, I> void work(HostedBoard<J, I> board, long claim, long nowNs, boolean arrived) {
        beginWork(board, clock.nanoTime());
        boolean wake = false;
        try {
            board.ticking().enter(this);
            wake = BoardWork.runCommands(board, nowNs, COMMANDS_PER_CYCLE) || arrived;
        } catch (RuntimeException e) {
            BoardWork.quarantine(board, e, counters);
        } catch (Error e) {
            BoardWork.quarantine(board, e, counters);
            throw e;
        } finally {
            working = false;
            BoardWork.updateFigures(board);
            leave(board, claim, wake, nowNs);
        }
        board.started().complete(board);
    }

    private void leave(HostedBoard<?, ?> board, long claim, boolean reschedule, long nowNs) {
        TickLoop target = board.takeMoveTarget();
        if (target != null && target != this) {
            target.arrive(board, board.claim().leaveTo(claim, target.index));
        } else if (reschedule) {
            long dueNs = BoardWork.nextDueNs(board, nowNs, LOOK_AGAIN_NS);
            long rest = board.claim().leaveTo(claim, index);
            if (dueNs != BoardSchedule.NEVER) {
                due.add(board, rest, dueNs);
            }
        } else {
            board.claim().leave(claim);
        }
    }

    private <J, I> void stepOne(HostedBoard<J, I> board, long claim) {
        long startNs = clock.nanoTime();
        long latenessNs = startNs - due.firstDueNs();
        beginWork(board, startNs);
        long nextNs = BoardSchedule.NEVER;
        event.begin();
        try {
            board.ticking().enter(this);
            boolean stepped = BoardWork.runDue(host, board, startNs, counters);
            nextNs = BoardWork.nextDueNs(board, startNs, LOOK_AGAIN_NS);
            if (stepped) {
                recordStep(board, startNs, latenessNs);
            }
        } catch (RuntimeException e) {
            BoardWork.quarantine(board, e, counters);
        } catch (Error e) {
            BoardWork.quarantine(board, e, counters);
            throw e;
        } finally {
            working = false;
            BoardWork.updateFigures(board);
            board.claim().leave(claim);
            if (nextNs == BoardSchedule.NEVER) {
                due.removeFirst();
            } else {
                due.postponeFirst(nextNs);
            }
        }
    }

    private void recordStep(HostedBoard<?, ?> board, long startNs, long latenessNs) {
        long durationNs = clock.nanoTime() - startNs;
        counters.ticks.increment();
        counters.tickDuration.record(durationNs);
        Counter cost = board.figures().stepNs;
        cost.add((durationNs - cost.get()) >> COST_SHIFT);
        event.end();
        if (event.shouldCommit()) {
            BoardId id = board.id();
            event.board = id.toString();
            event.epoch = board.epoch();
            event.lateness = latenessNs;
            event.tick = board.ticking().stepper().tick();
            event.players = board.ticking().players().size();
            event.commit();
        }
    }

    private void beginWork(HostedBoard<?, ?> board, long nowNs) {
        workingOn = board;
        workingSinceNs = nowNs;
        working = true;
    }

    /** Logs why the loop's thread ends. */
    void logDeath(Throwable failure) {
        LOGGER.log(Level.ERROR, () -> "tick loop " + index + " has died of " + failure + "; its boards are moved");
    }
}
