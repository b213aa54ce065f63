package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import java.time.Duration;

/**
 * What is fixed about a board when it is created: enough to make it again if its gameserver dies before the first
 * snapshot.
 *
 * <p>Immutable; the array is not to be changed by anybody.
 *
 * @param id the board
 * @param type the board type's name
 * @param rules in the type's encoding
 * @param seed of the board's random
 * @param listed whether lists show it
 * @param lifetime how long it lives at most from its creation, zero for ever
 * @param creator who it is counted for
 * @param maxPlayers how many players fit, 1 and above
 * @param tickInterval how long a tick lasts, above zero
 * @param requiredLabels which labels a gameserver must have to hold it
 */
@SuppressWarnings("ArrayRecordComponent") // carried from the codec to the store, never compared
public record BoardSpec(
        BoardId id,
        String type,
        byte[] rules,
        long seed,
        boolean listed,
        Duration lifetime,
        Creator creator,
        int maxPlayers,
        Duration tickInterval,
        RequiredLabels requiredLabels) {

    /**
     * Checks the ranges.
     *
     * @param id the board
     * @param type the board type's name
     * @param rules in the type's encoding
     * @param seed of the board's random
     * @param listed whether lists show it
     * @param lifetime how long it lives at most from its creation, zero for ever
     * @param creator who it is counted for
     * @param maxPlayers how many players fit, 1 and above
     * @param tickInterval how long a tick lasts, above zero
     * @param requiredLabels which labels a gameserver must have to hold it
     * @throws IllegalArgumentException if {@code lifetime} is negative, {@code maxPlayers} below 1 or
     *     {@code tickInterval} not above zero
     */
    public BoardSpec {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(rules, "rules");
        requireNonNull(creator, "creator");
        requireNonNull(requiredLabels, "requiredLabels");
        if (lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime " + lifetime + ": must be zero or above");
        }
        if (maxPlayers < 1) {
            throw new IllegalArgumentException("maxPlayers " + maxPlayers + ": must be 1 or above");
        }
        if (tickInterval.isZero() || tickInterval.isNegative()) {
            throw new IllegalArgumentException("tickInterval " + tickInterval + ": must be above zero");
        }
    }
    /**
     * A board that any gameserver can hold.
     *
     * @param id the board
     * @param type the board type's name
     * @param rules in the type's encoding
     * @param seed of the board's random
     * @param listed whether lists show it
     * @param lifetime how long it lives at most from its creation, zero for ever
     * @param creator who it is counted for
     * @param maxPlayers how many players fit, 1 and above
     * @param tickInterval how long a tick lasts, above zero
     * @throws IllegalArgumentException if {@code lifetime} is negative, {@code maxPlayers} below 1 or
     *     {@code tickInterval} not above zero
     */
    public BoardSpec(
            BoardId id,
            String type,
            byte[] rules,
            long seed,
            boolean listed,
            Duration lifetime,
            Creator creator,
            int maxPlayers,
            Duration tickInterval) {
        this(id, type, rules, seed, listed, lifetime, creator, maxPlayers, tickInterval, RequiredLabels.NONE);
    }

    /**
     * The same board, for gameservers with some labels.
     *
     * @param labels which
     * @return a new specification
     */
    public BoardSpec requiring(RequiredLabels labels) {
        return new BoardSpec(id, type, rules, seed, listed, lifetime, creator, maxPlayers, tickInterval, labels);
    }
}
