package io.orbstrike.cluster.placement;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Lease;

/**
 * A gameserver that may take a board.
 *
 * <p>Immutable.
 *
 * @param lease what it said of itself last
 * @param boardsGiven how many boards it was given here since, which its lease may not count yet; 0 and above
 */
public record Candidate(Lease lease, int boardsGiven) {

    /**
     * Requires the lease.
     *
     * @param lease what it said of itself last
     * @param boardsGiven how many boards it was given here since, which its lease may not count yet; 0 and above
     * @throws IllegalArgumentException if {@code boardsGiven} is below 0
     */
    public Candidate {
        requireNonNull(lease, "lease");
        if (boardsGiven < 0) {
            throw new IllegalArgumentException("boardsGiven " + boardsGiven + ": must be 0 or above");
        }
    }

    /**
     * How many boards it has, those that it was given since included.
     *
     * @return 0 and above
     */
    public int boards() {
        return lease.load().boards() + boardsGiven;
    }
}
