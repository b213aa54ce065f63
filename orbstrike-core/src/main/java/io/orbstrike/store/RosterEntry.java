package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;

/**
 * A player as the roster knows him: enough to put him on the board again if its gameserver dies before the next snapshot.
 *
 * <p>Immutable; the array is not to be changed by anybody.
 *
 * @param player his id, the roster number of his join
 * @param key of his join
 * @param index the place that he was given, 0 and above; where two entries name one place, the higher id has it
 * @param joinData what he brings, in the type's encoding
 */
@SuppressWarnings("ArrayRecordComponent") // carried from the codec to the store, never compared
public record RosterEntry(PlayerId player, IdempotencyKey key, int index, byte[] joinData) {

    /**
     * Checks the index.
     *
     * @param player his id, the roster number of his join
     * @param key of his join
     * @param index the place that he was given, 0 and above; where two entries name one place, the higher id has it
     * @param joinData what he brings, in the type's encoding
     * @throws IllegalArgumentException if it is below 0
     */
    public RosterEntry {
        requireNonNull(player, "player");
        requireNonNull(key, "key");
        requireNonNull(joinData, "joinData");
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + ": must be 0 or above");
        }
    }
}
