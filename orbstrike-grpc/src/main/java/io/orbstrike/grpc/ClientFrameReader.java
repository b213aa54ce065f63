package io.orbstrike.grpc;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code orbstrike.v1.ClientFrame} by hand, without an object per field. Unknown fields are skipped, as protobuf
 * wants it.
 *
 * <p>Confined to one thread.
 */
final class ClientFrameReader {

    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIELD_BITS = 3;
    private static final int WIRE_TYPE_MASK = 7;
    private static final byte[] NOTHING = {};

    private final List<Input> events = new ArrayList<>();
    private long seenEpoch;
    private long seenTick;
    private @Nullable Input state;

    private ClientFrameReader() {}

    /**
     * Reads one message.
     *
     * @throws MalformedBytesException if it is none
     * @throws InvalidValueException if the sequences of its events do not rise
     */
    static ClientFrameReader read(byte[] message) {
        ClientFrameReader frame = new ClientFrameReader();
        ByteReader in = new ByteReader(message);
        while (in.remaining() > 0) {
            frame.readField(in);
        }
        return frame;
    }

    long seenEpoch() {
        return seenEpoch;
    }

    long seenTick() {
        return seenTick;
    }

    @Nullable
    Input state() {
        return state;
    }

    List<Input> events() {
        return events;
    }

    private void readField(ByteReader in) {
        int tag = in.readVarint("tag", 1 << FIELD_BITS, Integer.MAX_VALUE);
        int wireType = tag & WIRE_TYPE_MASK;
        int field = tag >>> FIELD_BITS;
        if (field == 1 && wireType == VARINT) {
            seenEpoch = in.readVarint();
        } else if (field == 2 && wireType == VARINT) {
            seenTick = in.readVarint();
        } else if (field == 3 && wireType == BYTES) {
            state = readInput(in.readNested());
        } else if (field == 4 && wireType == BYTES) {
            addEvent(readInput(in.readNested()));
        } else {
            in.skipField(wireType);
        }
    }

    private void addEvent(Input event) {
        if (!events.isEmpty()) {
            long previous = events.get(events.size() - 1).sequence();
            if (event.sequence() <= previous) {
                throw new InvalidValueException(
                        "events.sequence", Long.toString(event.sequence()), "above the one before, " + previous);
            }
        }
        events.add(event);
    }

    private static Input readInput(ByteReader in) {
        long sequence = 0;
        byte[] bytes = NOTHING;
        while (in.remaining() > 0) {
            int tag = in.readVarint("tag", 1 << FIELD_BITS, Integer.MAX_VALUE);
            if (tag == (1 << FIELD_BITS | VARINT)) {
                sequence = in.readVarint();
            } else if (tag == (2 << FIELD_BITS | BYTES)) {
                bytes = in.readBlock(in.remaining());
            } else {
                in.skipField(tag & WIRE_TYPE_MASK);
            }
        }
        return new Input(sequence, bytes);
    }

    /** One input, not yet decoded. */
    @SuppressWarnings("ArrayRecordComponent") // carried once from the message to the host, never compared
    record Input(long sequence, byte[] bytes) {}
}
