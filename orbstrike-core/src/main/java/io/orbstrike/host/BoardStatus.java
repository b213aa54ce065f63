package io.orbstrike.host;

/**
 * Facts about a hosted board as of its last step.
 *
 * <p>Immutable.
 *
 * @param state what it is doing
 * @param tick how many steps were simulated
 * @param slotsDropped how many slots of the schedule were dropped in this epoch
 * @param players how many players are on it
 * @param viewers how many streams watch it
 */
public record BoardStatus(BoardState state, long tick, long slotsDropped, int players, int viewers) {}
