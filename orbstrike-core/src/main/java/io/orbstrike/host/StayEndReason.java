package io.orbstrike.host;

/** Why a player's stay on a board ended. The numbers are those of the wire. */
public enum StayEndReason {
    /** The player left. */
    LEFT(1),
    /** The player had no stream for too long. */
    ABSENT(2),
    /** The game took the player off the board. */
    ELIMINATED(3),
    /** The game closed the board with a result. */
    CLOSED(4),
    /** The board's lifetime is over, or nobody was there for too long. */
    EXPIRED(5);

    private final int number;

    StayEndReason(int number) {
        this.number = number;
    }

    /**
     * The reason's number on the wire.
     *
     * @return 1 to 5
     */
    public int number() {
        return number;
    }
}
