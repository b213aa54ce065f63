package io.orbstrike.host;

/**
 * An input with the client's number for it.
 *
 * <p>Immutable; written by a lane, read by the tick thread.
 *
 * @param sequence 1 and above
 * @param input decoded and checked
 * @param <I> what a player wants
 */
record SequencedInput<I>(long sequence, I input) {}
