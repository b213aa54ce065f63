/**
 * The built-in game: circles that move, raise a ring to kill each other, and must stay inside a shrinking board. Start at
 * {@link io.orbstrike.orb.OrbType}; {@link io.orbstrike.orb.OrbRules} says what may be set, and
 * {@link io.orbstrike.orb.OrbView} shows a board to a client.
 *
 * <p>The whole state is integer: lengths in 1/1024 unit, energy in 1/1000, time in ticks. So a board, a replay of it and
 * every client that follows its frames hold the very same numbers.
 *
 * <p>Type, rules, players and inputs are immutable. A board is confined to the thread that ticks it, a view to the
 * thread that decodes frames.
 */
@NullMarked
package io.orbstrike.orb;

import org.jspecify.annotations.NullMarked;
