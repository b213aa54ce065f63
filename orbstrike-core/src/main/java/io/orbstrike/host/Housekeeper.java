package io.orbstrike.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches over a host's tick loops: names a tick that is stuck and saves the other boards of its thread, and moves boards
 * from loops that have too much to do.
 *
 * <p>{@link #doWork} is called by one thread at a time: the host's own after {@link BoardHost#start()}, else the
 * embedder's.
 */
public final class Housekeeper {

    private static final Logger LOGGER = System.getLogger(Housekeeper.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long BALANCE_EVERY_NS = 1_000_000_000L;

    private final BoardHost host;
    private final Placer placer;
    private final Background background;
    private final long tickLimitNs;
    private final Balance balance;
    private final long[] reportedSinceNs;
    private final boolean[] evacuated;
    private long nextBalanceNs;
    private boolean balancedBefore;
    private volatile @Nullable Thread runner;
    private final Counter stuckTicks = new Counter();
    private final Counter boardsSaved = new Counter();

    Housekeeper(BoardHost host, Placer placer, Background background, HostOptions options) {
        this.host = host;
        this.placer = placer;
        this.background = background;
        this.tickLimitNs = options.tickLimit().toNanos();
        this.balance = new Balance(host, options);
        this.reportedSinceNs = new long[host.tickLoops().size()];
        this.evacuated = new boolean[host.tickLoops().size()];
    }

    /**
     * Looks at every loop. Does not block.
     *
     * @param nowNs a reading of the host's clock, taken just before
     * @return how many boards were moved or asked to move
     */
    public int doWork(long nowNs) {
        int work = 0;
        for (TickLoop loop : host.tickLoops()) {
            work += watch(loop, nowNs);
        }
        if (!balancedBefore || nowNs - nextBalanceNs >= 0) {
            balancedBefore = true;
            nextBalanceNs = nowNs + BALANCE_EVERY_NS;
            work += balance.doWork(nowNs, placer);
        }
        return work;
    }

    /** How many ticks were found stuck. */
    long stuckTicks() {
        return stuckTicks.get();
    }

    /** How many boards were taken from loops that were stuck or dead. */
    long boardsSaved() {
        return boardsSaved.get();
    }

    /** How many boards were asked to move for balance. */
    long boardsBalanced() {
        return balance.moves();
    }

    /** Works until told to stop; the body of the housekeeping thread. */
    void run() {
        runner = Thread.currentThread();
        long nextLookNs = host.clock().nanoTime();
        while (!host.isStopping() && !Thread.currentThread().isInterrupted()) {
            long nowNs = host.clock().nanoTime();
            try {
                if (nowNs - nextLookNs >= 0) {
                    nextLookNs = nowNs + LOOK_EVERY.toNanos();
                    doWork(nowNs);
                }
                background.runNext(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOGGER.log(Level.ERROR, "housekeeping threw and goes on", e);
            }
        }
    }

    /** Wakes the thread so that it sees that the host stops. */
    void stop() {
        Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private int watch(TickLoop loop, long nowNs) {
        int index = loop.index();
        HostedBoard<?, ?> stuckOn = loop.stuckOn(nowNs, tickLimitNs);
        if (stuckOn == null && !loop.isDead()) {
            evacuated[index] = false;
            return 0;
        }
        if (stuckOn != null && (!evacuated[index] || reportedSinceNs[index] != loop.workingSinceNs())) {
            reportedSinceNs[index] = loop.workingSinceNs();
            stuckTicks.increment();
            LOGGER.log(
                    Level.ERROR,
                    () -> stuckOn + " has been in a tick for more than " + Duration.ofNanos(tickLimitNs)
                            + "; the other boards of tick loop " + index + " are moved");
        }
        evacuated[index] = true;
        return evacuate(loop, nowNs);
    }

    /** Gives the boards of a loop that rest to others. */
    private int evacuate(TickLoop loop, long nowNs) {
        int moved = 0;
        for (HostedBoard<?, ?> board : host.boards()) {
            long claim = board.claim().current();
            if (BoardClaim.loopOf(claim) != loop.index() || BoardClaim.isBusy(claim)) {
                continue;
            }
            TickLoop target = placer.placeElsewhere(nowNs, tickLimitNs);
            if (target == null) {
                break; // nobody could take them; they wait for this loop
            }
            long rest = board.claim().trySteal(claim, target.index());
            if (rest >= 0) {
                target.arrive(board, rest);
                moved++;
            }
        }
        boardsSaved.add(moved);
        return moved;
    }
}
