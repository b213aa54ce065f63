package io.orbstrike.host;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.TickInputs;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;

/**
 * Tells to the nanosecond how long after their slots steps start; {@link HostMetrics#tickLateness()} is too coarse to
 * compare two distributions that lie half a millisecond apart.
 *
 * <p>Confined to the tick thread of the only loop, but for {@link #add}, {@link #start} and {@link #stop}.
 */
public final class SlotLateness implements TickRecorder {

    private final NanoClock clock;
    private final LongConsumer latenessNs;
    private final AtomicReferenceArray<HostedBoard<?, ?>> boards;
    private final long[] slotsDropped;
    private volatile boolean recording;

    /**
     * Makes a recorder for a host with one loop.
     *
     * @param clock the host's
     * @param boards how many there will be at most
     * @param latenessNs hears of each step on the tick thread
     */
    public SlotLateness(NanoClock clock, int boards, LongConsumer latenessNs) {
        this.clock = clock;
        this.latenessNs = latenessNs;
        this.boards = new AtomicReferenceArray<>(boards);
        this.slotsDropped = new long[boards];
    }

    /**
     * Watches a board.
     *
     * @param board whose id's lower half is its number, from 0
     */
    public void add(HostedBoard<?, ?> board) {
        boards.set((int) board.id().low(), board);
    }

    /** Tells of steps from now on. */
    public void start() {
        recording = true;
    }

    /** Tells of no more steps, but for one that may be under way. */
    public void stop() {
        recording = false;
    }

    @Override
    public void onStep(BoardId id, long epoch, long tick, TickInputs<?, ?> inputs) {
        int number = (int) id.low();
        HostedBoard<?, ?> board = boards.get(number);
        if (board == null) {
            return;
        }
        // The step has used its slot and dropped those before it: it was due at the oldest of them.
        BoardSchedule schedule = board.ticking().schedule();
        long dropped = schedule.slotsDropped() - slotsDropped[number];
        slotsDropped[number] += dropped;
        if (recording) {
            long dueNs = schedule.nextSlotNs() - (dropped + 1) * schedule.intervalNs();
            latenessNs.accept(clock.nanoTime() - dueNs);
        }
    }
}
