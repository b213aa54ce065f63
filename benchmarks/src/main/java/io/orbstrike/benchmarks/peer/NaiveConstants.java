package io.orbstrike.benchmarks.peer;

import io.orbstrike.grpc.orb.v1.Constants;
import io.orbstrike.orb.OrbRules;

/**
 * The numbers of a board that never change, made from its rules.
 *
 * <p>Thread-safe.
 */
final class NaiveConstants {

    private static final int PARTS_PER_UNIT = 1024;
    private static final int PARTS_PER_POINT = 1000;
    private static final double MS_PER_SECOND = 1000;
    private static final int[] SIGN_X = {0, 1, 1, 0, -1, -1, -1, 0, 1};
    private static final int[] SIGN_Y = {0, 0, 1, 1, 1, 0, -1, -1, -1};

    private NaiveConstants() {}

    /**
     * Makes the constants.
     *
     * @throws IllegalArgumentException if the rules end a stay with a death, which this server does not play
     */
    static Constants of(OrbRules rules) {
        if (!rules.hasRespawn()) {
            throw new IllegalArgumentException("respawn false: must be true on this server");
        }
        int tickMs = rules.tickIntervalMs();
        int radius = rules.radius() * PARTS_PER_UNIT;
        boolean shrinks = rules.hasRounds() && rules.hasShrinking();
        Constants.Builder constants = Constants.newBuilder()
                .setMaxPlayers(rules.maxPlayers())
                .setTickIntervalMs(tickMs)
                .setRadius(radius)
                .setRadiusEnd(shrinks ? radius / 4 : radius)
                .setBodyRadius(rules.bodyRadius() * PARTS_PER_UNIT)
                .setRingRadius(rules.ringRadius() * PARTS_PER_UNIT)
                .setRespawnTicks(Math.max(1, ticks(rules.respawnMs(), tickMs)))
                .setProtectionTicks(ticks(rules.protectionMs(), tickMs));
        if (rules.hasEnergy()) {
            constants
                    .setEnergyMax(rules.energyMax() * PARTS_PER_POINT)
                    .setEnergyDrain(rules.energyDrain() * tickMs)
                    .setEnergyGain(rules.energyGain() * tickMs)
                    .setEnergyToRaise(rules.energyToRaise() * PARTS_PER_POINT);
        }
        if (rules.hasRounds()) {
            constants
                    .setRoundTicks(ticks(rules.roundMs(), tickMs))
                    .setScoreboardTicks(ticks(rules.scoreboardMs(), tickMs))
                    .setShrinkTicks(shrinks ? ticks(rules.shrinkMs(), tickMs) : 0);
        }
        double length = (double) rules.speed() * tickMs * PARTS_PER_UNIT / MS_PER_SECOND;
        for (int direction = 0; direction < SIGN_X.length; direction++) {
            boolean isDiagonal = SIGN_X[direction] * SIGN_Y[direction] != 0;
            int velocity = (int) Math.round(isDiagonal ? length / Math.sqrt(2) : length);
            constants.addVelocities(SIGN_X[direction] * velocity).addVelocities(SIGN_Y[direction] * velocity);
        }
        return constants.build();
    }

    private static int ticks(int durationMs, int tickMs) {
        return (durationMs + tickMs - 1) / tickMs;
    }
}
