package io.orbstrike.benchmarks.peer;

import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.orb.OrbInput;

/**
 * A player and his orb as an object with all that belongs to them.
 *
 * <p>Confined to the board's monitor.
 */
final class NaiveOrb {

    final int index;
    final long player;
    final Player joinData;

    OrbInput pendingInput = OrbInput.NEUTRAL;
    long pendingSequence;
    OrbInput input = OrbInput.NEUTRAL;
    long acknowledgedInput;

    boolean isAlive;
    boolean isRingUp;
    int x;
    int y;
    int energy;
    int kills;
    int deaths;
    long placedTick;
    long protectedUntilTick;
    long respawnTick;

    NaiveOrb(int index, long player, Player joinData) {
        this.index = index;
        this.player = player;
        this.joinData = joinData;
    }

    boolean isProtected(long tick) {
        return tick < protectedUntilTick;
    }

    long squaredDistance(long otherX, long otherY) {
        long dx = x - otherX;
        long dy = y - otherY;
        return dx * dx + dy * dy;
    }
}
