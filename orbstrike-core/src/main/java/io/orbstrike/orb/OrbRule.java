package io.orbstrike.orb;

import io.orbstrike.board.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * One number of the rules: its field and name on the wire, its default and its range. Fields count from 1 in the order of
 * the constants. Switches are numbers 0 and 1.
 *
 * <p>Immutable.
 */
enum OrbRule {
    MAX_PLAYERS(1, "max_players", 100, 1, 10_000, ""),
    RADIUS(2, "radius", OrbRule.DEPENDS, 50, 10_000, "units"),
    TICK_INTERVAL_MS(3, "tick_interval_ms", 15, 5, 1_000, "ms"),
    SPEED(4, "speed", 260, 1, 5_000, "units/s"),
    BODY_RADIUS(5, "body_radius", 20, 1, 250, "units"),
    RING_RADIUS(6, "ring_radius", 70, 1, 1_000, "units"),
    ENERGY(7, "energy", 1, 0, 1, ""),
    ENERGY_MAX(8, "energy_max", 100, 1, 1_000, ""),
    ENERGY_DRAIN(9, "energy_drain", 40, 1, 10_000, "per s"),
    ENERGY_GAIN(10, "energy_gain", 20, 1, 10_000, "per s"),
    ENERGY_TO_RAISE(11, "energy_to_raise", 25, 1, 1_000, ""),
    RESPAWN(12, "respawn", 1, 0, 1, ""),
    RESPAWN_MS(13, "respawn_ms", 2_000, 0, 60_000, "ms"),
    PROTECTION_MS(14, "protection_ms", 1_500, 0, 60_000, "ms"),
    ROUNDS(15, "rounds", 1, 0, 1, ""),
    ROUND_MS(16, "round_ms", 180_000, 1_000, 3_600_000, "ms"),
    SCOREBOARD_MS(17, "scoreboard_ms", 8_000, 100, 60_000, "ms"),
    SHRINKING(18, "shrinking", 1, 0, 1, ""),
    SHRINK_MS(19, "shrink_ms", OrbRule.DEPENDS, 1, 3_600_000, "ms");

    /** The default of a rule that follows from others. */
    static final int DEPENDS = Integer.MIN_VALUE;

    private static final OrbRule[] ALL = values();

    private final int field;
    private final String fieldName;
    private final int defaultValue;
    private final int min;
    private final int max;
    private final String unit;

    OrbRule(int field, String fieldName, int defaultValue, int min, int max, String unit) {
        this.field = field;
        this.fieldName = fieldName;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
        this.unit = unit;
    }

    static int count() {
        return ALL.length;
    }

    /** The rule of a protobuf field, or null if there is none. */
    static @Nullable OrbRule ofField(int field) {
        return field >= 1 && field <= ALL.length ? ALL[field - 1] : null;
    }

    /** The rule at a place of an array of all rules. */
    static OrbRule at(int position) {
        return ALL[position];
    }

    /** Its place in an array of all rules. */
    int position() {
        return field - 1;
    }

    String fieldName() {
        return fieldName;
    }

    int field() {
        return field;
    }

    int defaultValue() {
        return defaultValue;
    }

    int requireInRange(long value) {
        return (int) InvalidValueException.requireInRange(fieldName, value, min, max, unit);
    }
}
