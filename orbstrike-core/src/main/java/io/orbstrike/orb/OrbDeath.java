package io.orbstrike.orb;

/**
 * A death as a view tells it.
 *
 * <p>Immutable.
 *
 * @param index whose orb died
 * @param player the player at this index
 * @param cause how
 * @param killerIndex whose ring it was; -1 at the edge
 * @param killer the player whose ring it was; 0 at the edge
 * @param x where the orb was, in 1/1024 unit
 * @param y where the orb was, in 1/1024 unit
 * @param isEliminated whether the death ended the player's stay
 */
public record OrbDeath(
        int index,
        long player,
        OrbDeathCause cause,
        int killerIndex,
        long killer,
        int x,
        int y,
        boolean isEliminated) {}
