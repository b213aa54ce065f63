package io.orbstrike.board;

/**
 * The snapshot versions that a build of a board type reads; it writes each of them too, so that a rollback to an older
 * build strands no board.
 *
 * <p>Immutable.
 *
 * @param oldest the oldest version, 1 and above
 * @param newest the newest version, {@code oldest} and above
 */
public record SnapshotVersions(int oldest, int newest) {

    /** Version 1 and no other. */
    public static final SnapshotVersions FIRST = new SnapshotVersions(1, 1);

    /**
     * Checks the range.
     *
     * @param oldest the oldest version, 1 and above
     * @param newest the newest version, {@code oldest} and above
     * @throws IllegalArgumentException if {@code oldest} is below 1 or {@code newest} below {@code oldest}
     */
    public SnapshotVersions {
        if (oldest < 1 || newest < oldest) {
            throw new IllegalArgumentException("snapshot versions " + oldest + " to " + newest + ": must rise from 1");
        }
    }

    /**
     * Tells whether a version can be read.
     *
     * @param version the version of a snapshot
     * @return true if it lies between oldest and newest
     */
    public boolean contains(int version) {
        return version >= oldest && version <= newest;
    }
}
