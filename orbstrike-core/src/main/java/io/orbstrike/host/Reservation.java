package io.orbstrike.host;

/**
 * A place on a board that is kept for a player until his join is durable or has failed.
 *
 * <p>Immutable to its holder. It is worth nothing on another board, or a second time.
 */
public final class Reservation {

    private final int index;
    private volatile boolean released;

    Reservation(int index) {
        this.index = index;
    }

    /**
     * The place.
     *
     * @return 0 and above
     */
    public int index() {
        return index;
    }

    /** Says that the place is not needed any more; any thread. */
    void markReleased() {
        released = true;
    }

    boolean isReleased() {
        return released;
    }
}
