package io.orbstrike.host;

/**
 * What other threads may know of a board without asking it.
 *
 * <p>Written by the thread that has the board's claim, read by any.
 */
final class BoardFigures {
    final Counter tick = new Counter();
    final Counter slotsDropped = new Counter();
    final Counter players = new Counter();
    final Counter viewers = new Counter();

    /** What a step costs, smoothed over some 32 steps, in nanoseconds. */
    final Counter stepNs = new Counter();
}
