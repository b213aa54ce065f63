package io.orbstrike.board;

/**
 * A game, or any other shared state that is driven by ticks: how its boards are made, restored and shown.
 *
 * <p>Thread-safe and without state of its own. Types are handed to a host, or found by {@link java.util.ServiceLoader}.
 *
 * @param <R> the rules that a board is created with
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants, state or event
 */
public interface BoardType<R, J, I> {

    /**
     * The type's name, the same in every process of a cluster and for ever.
     *
     * @return 1 to 32 characters of a to z, 0 to 9 and '-'
     */
    String name();

    /**
     * The codec of the rules.
     *
     * @return always the same
     */
    Codec<R> rulesCodec();

    /**
     * The codec of what a player brings.
     *
     * @return always the same
     */
    Codec<J> joinDataCodec();

    /**
     * The codec of inputs. It is called on transport threads, and its values cross to the tick thread: they are
     * immutable.
     *
     * @return always the same
     */
    Codec<I> inputCodec();

    /**
     * Says how an input is carried.
     *
     * @param input decoded
     * @return state unless the game says otherwise
     */
    default InputKind kindOf(I input) {
        return InputKind.STATE;
    }

    /**
     * Makes a board that has simulated no step.
     *
     * @param rules decoded and checked
     * @param seed any 64 bits; the random of the board's context starts from it too
     * @return the board
     * @throws InvalidValueException if rules do not go together
     */
    Board<J, I> create(R rules, long seed);

    /**
     * Makes a board from a snapshot.
     *
     * @param version the version that the snapshot was written in, one of {@link #snapshotVersions()}
     * @param snapshot exactly the bytes that {@link Board#writeSnapshot} wrote, or damaged ones
     * @return a board that goes on exactly as the one that wrote it
     * @throws MalformedBytesException if the bytes are no snapshot
     * @throws InvalidValueException if a field is out of its bounds
     */
    Board<J, I> restore(int version, ByteReader snapshot);

    /**
     * Makes an empty view for one client.
     *
     * @return a view that keeps the newest keyframe's bytes, unless the game has its own
     */
    default BoardView view() {
        return new KeyframeView();
    }

    /**
     * The snapshot versions that this build reads and writes.
     *
     * @return version 1 unless the game says otherwise
     */
    default SnapshotVersions snapshotVersions() {
        return SnapshotVersions.FIRST;
    }

    /**
     * How long boards and players live when nobody is there.
     *
     * @return the defaults unless the game says otherwise
     */
    default BoardTimeouts timeouts() {
        return BoardTimeouts.DEFAULT;
    }
}
