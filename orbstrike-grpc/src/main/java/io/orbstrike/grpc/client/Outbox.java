package io.orbstrike.grpc.client;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.InputKind;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a player wants and the server may not know yet: the newest state, and the events that no frame has acknowledged.
 *
 * <p>Thread-safe; locks for some hundred nanoseconds.
 */
final class Outbox {

    static final int INPUT_BYTES_MAX = 16 * 1024;

    private static final int MESSAGE_BYTES_AIM = 32 * 1024;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final int eventsMax;
    private final ArrayDeque<Input> events = new ArrayDeque<>();
    private final ByteWriter nested = new ByteWriter(64);
    private @Nullable Input state;
    private long sequence;
    private boolean isBased;

    Outbox(int eventsMax) {
        this.eventsMax = eventsMax;
    }

    /** Keeps an input; its sequence, or -1 if too many events wait. */
    synchronized long offer(InputKind kind, byte[] bytes) {
        if (bytes.length > INPUT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an input of " + bytes.length + " bytes: must be at most " + INPUT_BYTES_MAX + " bytes");
        }
        if (kind == InputKind.EVENT && events.size() == eventsMax) {
            return -1;
        }
        Input input = new Input(++sequence, bytes);
        if (kind == InputKind.EVENT) {
            events.add(input);
        } else {
            state = input;
        }
        return input.sequence();
    }

    /**
     * Starts above what the stay has seen already, from an earlier play; what was offered until now moves up. Nothing may
     * have been written before.
     */
    synchronized void base(long acknowledged) {
        if (isBased) {
            return;
        }
        isBased = true;
        sequence += acknowledged;
        if (state != null) {
            state = state.movedBy(acknowledged);
        }
        for (int i = events.size(); i > 0; i--) {
            events.add(events.remove().movedBy(acknowledged));
        }
    }

    /** Forgets the events that a frame has acknowledged. */
    synchronized void acknowledge(long acknowledged) {
        for (Input first = events.peek(); first != null && first.sequence() <= acknowledged; first = events.peek()) {
            events.remove();
        }
    }

    /**
     * Writes a ClientFrame that restores the player: the events that no frame has acknowledged, the oldest first and as
     * many as one message should carry, and the newest state unless an event below it is left out.
     *
     * @return the highest event sequence written, 0 if none was
     */
    synchronized long write(ByteWriter out, long seenEpoch, long seenTick) {
        if (seenTick > 0) {
            out.writeTag(1, VARINT);
            out.writeVarint(seenEpoch);
            out.writeTag(2, VARINT);
            out.writeVarint(seenTick);
        }
        long newest = 0;
        for (Input event : events) {
            if (out.size() >= MESSAGE_BYTES_AIM) {
                break;
            }
            write(out, 4, event);
            newest = event.sequence();
        }
        Input last = events.peekLast();
        boolean isWhole = last == null || last.sequence() == newest;
        if (state != null && (isWhole || state.sequence() < newest)) {
            write(out, 3, state);
        }
        return newest;
    }

    /** Whether there are events after a sequence. */
    synchronized boolean hasEventsAfter(long sentEvent) {
        Input last = events.peekLast();
        return last != null && last.sequence() > sentEvent;
    }

    private void write(ByteWriter out, int field, Input input) {
        nested.clear();
        nested.writeTag(1, VARINT);
        nested.writeVarint(input.sequence());
        nested.writeTag(2, BYTES);
        nested.writeBlock(input.bytes());
        out.writeTag(field, BYTES);
        out.writeBlock(nested);
    }

    @SuppressWarnings("ArrayRecordComponent") // carried once to the message, never compared
    private record Input(long sequence, byte[] bytes) {

        Input movedBy(long distance) {
            return new Input(sequence + distance, bytes);
        }
    }
}
