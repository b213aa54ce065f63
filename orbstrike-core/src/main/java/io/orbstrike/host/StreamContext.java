package io.orbstrike.host;

/**
 * What a viewer needs of the board that he watches.
 *
 * <p>Thread-safe.
 */
interface StreamContext {

    /** The board's epoch, fixed while it is hosted. */
    long epoch();

    /** How many ticks of the board are sent beyond the newest acknowledged one, without the least delay. */
    long ticksBeyondSeen();

    /** How many private events are kept for one viewer. */
    int privateEventsMax();

    /** Tells the board that a stream has ended from outside. Never blocks and never fails. */
    void onViewerClosed(Viewer viewer);
}
