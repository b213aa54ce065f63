package io.orbstrike.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * A lane as the host sees it: the bounded inbox that tick threads fill, and the one wake-up that may be under way.
 *
 * <p>Tick threads call {@link #offer}, {@link #wake} and {@link #isEnded}; everything else is confined to the lane.
 */
final class LaneDesk {

    /* A tick thread adds a message and later (see HandOvers) sets `awake` if it was not set, and only who set it calls the
     * lane. The lane clears it when it has read, and then looks once more, so no message is left lying. Who adds one while
     * it reads does not call: a lane that is late would otherwise find the next drain in its queue at the end of each, and
     * an event loop reads nothing from the network until its queue is empty. What came meanwhile waits for a turn of it.
     */

    private static final Logger LOGGER = System.getLogger(LaneDesk.class.getName());

    private final Lane lane;
    private final Executor soon;
    private final Executor afterReading;
    private final Queue<LaneMessage> inbox;
    private final int messagesPerDrain;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final List<Viewer> unflushed = new ArrayList<>();
    private final LaneTally tally;
    private volatile boolean ended;

    LaneDesk(Lane lane, int messagesMax, LaneTally tally) {
        this.lane = lane;
        this.soon = lane::execute;
        this.afterReading = lane::executeAfterReading;
        MpscAtomicArrayQueue<LaneMessage> queue = new MpscAtomicArrayQueue<>(messagesMax);
        this.inbox = queue;
        this.messagesPerDrain = queue.capacity();
        this.tally = tally;
    }

    Lane lane() {
        return lane;
    }

    LaneTally tally() {
        return tally;
    }

    /** Adds a message; false if the inbox is full. */
    boolean offer(LaneMessage message) {
        return inbox.offer(message);
    }

    /** Sees to it that the lane reads its inbox. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            submit(soon, drain);
        }
    }

    /** Runs something on the lane after what the calling tick thread handed over before. */
    void execute(Runnable task) {
        submit(soon, () -> {
            try {
                deliverWaiting();
            } finally {
                task.run();
            }
        });
    }

    private void submit(Executor how, Runnable task) {
        try {
            how.execute(task);
        } catch (RejectedExecutionException e) {
            end(Level.DEBUG, "a lane has ended; its viewers are dropped", e);
        } catch (RuntimeException e) {
            end(Level.WARNING, "a lane threw and is not called any more; its viewers are dropped", e);
        }
    }

    private void end(Level level, String why, RuntimeException e) {
        if (!ended) {
            ended = true;
            LOGGER.log(level, why, e);
        }
    }

    /** Whether the lane takes no more tasks. */
    boolean isEnded() {
        return ended;
    }

    /** Remembers to flush a viewer's sink at the end of the drain. */
    void flushLater(Viewer viewer) {
        unflushed.add(viewer);
    }

    private void drain() {
        try {
            deliverWaiting();
        } finally {
            awake.set(false);
            if (!inbox.isEmpty() && awake.compareAndSet(false, true)) {
                submit(afterReading, drain);
            }
        }
    }

    private void deliverWaiting() {
        for (int i = 0; i < messagesPerDrain; i++) {
            LaneMessage message = inbox.poll();
            if (message == null) {
                break;
            }
            message.deliver(this);
        }
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
        tally.publish();
    }
}
