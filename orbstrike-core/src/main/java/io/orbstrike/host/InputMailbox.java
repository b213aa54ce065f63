package io.orbstrike.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import org.jctools.queues.atomic.unpadded.MpscAtomicUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a player's inputs wait for the next step. It belongs to one stay, never to an index, so nothing of a player who
 * left can reach the next one at his place.
 *
 * <p>Thread-safe: lanes write (while a newer stream takes over there are two), the tick thread reads.
 *
 * @param <I> what a player wants
 */
final class InputMailbox<I> {

    /* One sequence rises over states and events together, and what is not above the last applied one is dropped. So the
     * reader must never apply a number while a lower one, offered earlier, is still on its way. It reads the cell, then
     * the events, and if there were events the cell again:
     *
     * - a state s read from the cell at first: all events below s were offered before s, so the events read afterwards
     *   contain them;
     * - an event e read, and a state s < e offered between the two reads: the second reading of the cell finds s, or
     *   a state above e that has replaced it; then s is not needed any more, and the newer state waits for the next step,
     *   because events between e and it may not have been read.
     *
     * `cell`: written by compare-and-set. `events`: made by the first event, published by compare-and-set. `applied`:
     * written by the tick thread, read by lanes only to spare the queue what would be dropped anyway. All are volatile.
     */

    private static final VarHandle CELL;
    private static final VarHandle EVENTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CELL = lookup.findVarHandle(InputMailbox.class, "cell", SequencedInput.class);
            EVENTS = lookup.findVarHandle(InputMailbox.class, "events", Queue.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int eventsMax;
    private volatile @Nullable SequencedInput<I> cell;
    private volatile @Nullable Queue<SequencedInput<I>> events;
    private volatile long applied;

    InputMailbox(int eventsMax) {
        this.eventsMax = eventsMax;
    }

    /**
     * Puts a state input in the cell unless a newer one is there. One of the same number is put in as a new offer.
     *
     * @return false if a newer one is there
     */
    boolean offerState(SequencedInput<I> input) {
        while (true) { // each failure means that another lane got further
            SequencedInput<I> held = state();
            if (held != null && held.sequence() > input.sequence()) {
                return false;
            }
            if (CELL.compareAndSet(this, held, input)) {
                return true;
            }
        }
    }

    /**
     * Adds an event input.
     *
     * @return false if the queue is full
     */
    boolean offerEvent(SequencedInput<I> input) {
        Queue<SequencedInput<I>> queue = events;
        if (queue == null) {
            Queue<SequencedInput<I>> fresh = new MpscAtomicUnpaddedArrayQueue<>(eventsMax);
            queue = EVENTS.compareAndSet(this, null, fresh) ? fresh : events;
        }
        return queue != null && queue.offer(input);
    }

    /** The newest state input, or null. */
    @Nullable
    SequencedInput<I> state() {
        return cell;
    }

    /** Empties the cell if it still holds this input, so that a later stream may start from a lower number. */
    void withdraw(SequencedInput<I> input) {
        CELL.compareAndSet(this, input, null);
    }

    /** Takes the oldest event input; tick thread only. */
    @Nullable
    SequencedInput<I> pollEvent() {
        Queue<SequencedInput<I>> queue = events;
        return queue == null ? null : queue.poll();
    }

    /** The sequence of the last input that a step applied, 0 before the first. */
    long applied() {
        return applied;
    }

    /** Says which input a step applied last; tick thread only. */
    void setApplied(long sequence) {
        if (applied != sequence) {
            applied = sequence;
        }
    }
}
