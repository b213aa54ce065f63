package io.orbstrike.grpc.client;

/**
 * A player playing: a stream that is opened again whenever it breaks, until the stay ends.
 *
 * <p>Thread-safe.
 *
 * @param <I> what a player wants
 */
public interface Play<I> extends AutoCloseable {

    /**
     * Sends what the player wants. A state replaces the one before and is sent again with every message; an event is sent
     * until a frame has acknowledged it, over reconnects too. Does not block; sent within the options' input interval.
     *
     * @param input in the board type's own type
     * @return the input's sequence, which a later frame acknowledges; or -1 if the play is over, or as many events wait
     *     for an acknowledgement as are kept. Inputs offered before the first frame are sent after it, and in the second
     *     play of one stay with higher sequences than returned
     * @throws IllegalArgumentException if its encoding is longer than 16 KiB
     */
    long offer(I input);

    /** Ends the play: the stream is cancelled, the stay goes on at the board until the board ends it. May be called twice. */
    @Override
    void close();
}
