package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes a board in one step, as one value with an encoding: joins, leaves, connection changes, inputs.
 * They are applied in this order of groups, and within a group in the order in which they were added. The value is
 * filled, applied and cleared again, without allocation once it has grown.
 *
 * <p>Confined to the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
public final class TickInputs<J, I> {

    /* Four groups of parallel columns. `numbers` holds a join's player id, a connection change's 1 or 0, or an input's
     * sequence. The encoding is: per group a varint count, then per entry its varint index, its varint number and, for
     * joins and inputs, a block with the type's own encoding.
     */

    private static final int MAX_INDEX = 100_000;

    private final Group joins = new Group();
    private final Group leaves = new Group();
    private final Group connections = new Group();
    private final Group inputs = new Group();

    /** Creates a value without any entry. */
    public TickInputs() {}

    /**
     * Adds a join.
     *
     * @param index the player's place, free until now
     * @param player his id
     * @param joinData what he brings
     */
    public void addJoin(int index, PlayerId player, J joinData) {
        joins.add(index, player.value(), requireNonNull(joinData, "joinData"));
    }

    /**
     * Adds a leave.
     *
     * @param index the player's place
     */
    public void addLeave(int index) {
        leaves.add(index, 0, null);
    }

    /**
     * Adds that a player has a stream now.
     *
     * @param index the player's place
     */
    public void addConnected(int index) {
        connections.add(index, 1, null);
    }

    /**
     * Adds that a player has no stream any more.
     *
     * @param index the player's place
     */
    public void addDisconnected(int index) {
        connections.add(index, 0, null);
    }

    /**
     * Adds an input.
     *
     * @param index the player's place
     * @param sequence the client's number for it, rising, 1 and above
     * @param input what he wants
     */
    public void addInput(int index, long sequence, I input) {
        inputs.add(index, sequence, requireNonNull(input, "input"));
    }

    /** Removes every entry and keeps the memory. */
    public void clear() {
        joins.clear();
        leaves.clear();
        connections.clear();
        inputs.clear();
    }

    /**
     * Tells whether there is any entry.
     *
     * @return true if there is none
     */
    public boolean isEmpty() {
        return joins.size + leaves.size + connections.size + inputs.size == 0;
    }

    /**
     * Hands every entry to a receiver, in the order in which a board gets them.
     *
     * @param receiver called on this thread
     */
    @SuppressWarnings("unchecked") // addJoin and addInput put in nothing else
    public void forEach(Receiver<J, I> receiver) {
        for (int i = 0; i < joins.size; i++) {
            receiver.onJoin(joins.indexes[i], joins.numbers[i], (J) requireNonNull(joins.values[i]));
        }
        for (int i = 0; i < leaves.size; i++) {
            receiver.onLeave(leaves.indexes[i]);
        }
        for (int i = 0; i < connections.size; i++) {
            if (connections.numbers[i] == 1) {
                receiver.onConnected(connections.indexes[i]);
            } else {
                receiver.onDisconnected(connections.indexes[i]);
            }
        }
        for (int i = 0; i < inputs.size; i++) {
            receiver.onInput(inputs.indexes[i], inputs.numbers[i], (I) requireNonNull(inputs.values[i]));
        }
    }

    /**
     * Writes the value.
     *
     * @param type whose codecs write join data and inputs
     * @param out receives the bytes; what it held before stays
     */
    @SuppressWarnings("unchecked") // addJoin and addInput put in nothing else
    public void encode(BoardType<?, J, I> type, ByteWriter out) {
        ByteWriter scratch = new ByteWriter();
        joins.encode(out, scratch, value -> type.joinDataCodec().encode((J) value, scratch));
        leaves.encode(out, scratch, null);
        connections.encode(out, scratch, null);
        inputs.encode(out, scratch, value -> type.inputCodec().encode((I) value, scratch));
    }

    /**
     * Reads a value.
     *
     * @param type whose codecs read join data and inputs
     * @param in exactly the bytes of one value
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @return the value
     * @throws MalformedBytesException if the bytes are no encoding
     * @throws InvalidValueException if join data or an input is out of its bounds
     */
    public static <J, I> TickInputs<J, I> decode(BoardType<?, J, I> type, ByteReader in) {
        TickInputs<J, I> inputs = new TickInputs<>();
        inputs.joins.decode(in, type.joinDataCodec());
        inputs.leaves.decode(in, null);
        inputs.connections.decode(in, null);
        inputs.inputs.decode(in, type.inputCodec());
        in.requireEnd();
        return inputs;
    }

    /**
     * Gets the entries of a step in order.
     *
     * <p>Called on the thread that calls {@link #forEach}.
     *
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     */
    public interface Receiver<J, I> {

        /**
         * A join.
         *
         * @param index the player's place
         * @param player his id's value
         * @param joinData what he brings
         */
        void onJoin(int index, long player, J joinData);

        /**
         * A leave.
         *
         * @param index the player's place
         */
        void onLeave(int index);

        /**
         * A player has a stream now.
         *
         * @param index the player's place
         */
        void onConnected(int index);

        /**
         * A player has no stream any more.
         *
         * @param index the player's place
         */
        void onDisconnected(int index);

        /**
         * An input.
         *
         * @param index the player's place
         * @param sequence the client's number for it
         * @param input what he wants
         */
        void onInput(int index, long sequence, I input);
    }

    private interface ValueEncoder {
        void encode(Object value);
    }

    private static final class Group {

        private int[] indexes = new int[4];
        private long[] numbers = new long[4];
        private @Nullable Object[] values = new @Nullable Object[4];
        private int size;

        void add(int index, long number, @Nullable Object value) {
            if (size == indexes.length) {
                indexes = Arrays.copyOf(indexes, size * 2);
                numbers = Arrays.copyOf(numbers, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            indexes[size] = index;
            numbers[size] = number;
            values[size] = value;
            size++;
        }

        void clear() {
            Arrays.fill(values, 0, size, null);
            size = 0;
        }

        void encode(ByteWriter out, ByteWriter scratch, @Nullable ValueEncoder encoder) {
            out.writeVarint(size);
            for (int i = 0; i < size; i++) {
                out.writeVarint(indexes[i]);
                out.writeVarint(numbers[i]);
                if (encoder != null) {
                    scratch.clear();
                    encoder.encode(requireNonNull(values[i]));
                    out.writeBlock(scratch);
                }
            }
        }

        <T> void decode(ByteReader in, @Nullable Codec<T> codec) {
            int count = in.readVarint("entries", 0, in.remaining());
            for (int i = 0; i < count; i++) {
                int index = in.readVarint("index", 0, MAX_INDEX);
                long number = in.readVarint();
                T value = null;
                if (codec != null) {
                    ByteReader nested = in.readNested();
                    value = codec.decode(nested);
                    nested.requireEnd();
                }
                add(index, number, value);
            }
        }
    }
}
