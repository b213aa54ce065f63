package io.orbstrike.cluster.scale;

/**
 * How many gameservers a cluster should have now, and from what that follows.
 *
 * <p>Immutable.
 *
 * @param desired how many gameservers there should be, 0 and above
 * @param live how many live and do not drain
 * @param boards how many boards there are
 * @param boardsCapacity how many boards those that do not drain take
 * @param places how many players the boards have places for
 * @param placesCapacity how many places those that do not drain take
 */
public record ScaleAdvice(int desired, int live, long boards, long boardsCapacity, long places, long placesCapacity) {

    /** Before anything is known. */
    public static final ScaleAdvice NONE = new ScaleAdvice(0, 0, 0, 0, 0, 0);
}
