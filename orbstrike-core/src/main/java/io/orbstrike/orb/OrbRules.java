package io.orbstrike.orb;

import io.orbstrike.board.InvalidValueException;
import java.util.Arrays;

/**
 * The rules that a board of orb is created with. Every rule has a default, a range and, to some others, a relation; the
 * builder checks them. Lengths are in units, energy in points, durations in milliseconds; a duration lasts
 * {@code ceil(duration / tick interval)} ticks.
 *
 * <p>Immutable.
 */
public final class OrbRules {

    /** The rules of a board about which nothing was said. */
    public static final OrbRules DEFAULT = builder().build();

    private static final int DEFAULT_SHRINK_MS = 60_000;

    private final int[] values;

    private OrbRules(int[] values) {
        this.values = values;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many players fit; 1 to 10,000, by default 100} */
    public int maxPlayers() {
        return value(OrbRule.MAX_PLAYERS);
    }

    /**
     * {@return the radius of the circle before it shrinks;
     * 50 to 10,000 units, by default 100 times the root of {@link #maxPlayers()}, rounded down}
     */
    public int radius() {
        return value(OrbRule.RADIUS);
    }

    /** {@return the time between two steps; 5 to 1,000 ms, by default 15} */
    public int tickIntervalMs() {
        return value(OrbRule.TICK_INTERVAL_MS);
    }

    /** {@return how fast an orb moves, in every direction; 1 to 5,000 units per second, by default 260} */
    public int speed() {
        return value(OrbRule.SPEED);
    }

    /** {@return the radius of an orb's body; 1 to 250 units, by default 20} */
    public int bodyRadius() {
        return value(OrbRule.BODY_RADIUS);
    }

    /** {@return the radius of a raised ring; {@link #bodyRadius()} to 1,000 units, by default 70} */
    public int ringRadius() {
        return value(OrbRule.RING_RADIUS);
    }

    /** {@return whether a raised ring costs energy; by default true; if false, a ring may be up for ever} */
    public boolean hasEnergy() {
        return value(OrbRule.ENERGY) == 1;
    }

    /** {@return the energy at a spawn and after a kill; 1 to 1,000 points, by default 100} */
    public int energyMax() {
        return value(OrbRule.ENERGY_MAX);
    }

    /** {@return what a raised ring costs; 1 to 10,000 points per second, by default 40} */
    public int energyDrain() {
        return value(OrbRule.ENERGY_DRAIN);
    }

    /** {@return what comes back while the ring is down; 1 to 10,000 points per second, by default 20} */
    public int energyGain() {
        return value(OrbRule.ENERGY_GAIN);
    }

    /** {@return the least energy at which a ring may be raised; 1 to {@link #energyMax()} points, by default 25} */
    public int energyToRaise() {
        return value(OrbRule.ENERGY_TO_RAISE);
    }

    /** {@return whether the dead come back; by default true; if false, a death ends the player's stay} */
    public boolean hasRespawn() {
        return value(OrbRule.RESPAWN) == 1;
    }

    /**
     * {@return the time from a death to the respawn, which comes in the next step at the earliest;
     * 0 to 60,000 ms, by default 2,000}
     */
    public int respawnMs() {
        return value(OrbRule.RESPAWN_MS);
    }

    /**
     * {@return how long a placed orb is immune to rings, while its own ring does not kill;
     * 0 to 60,000 ms, by default 1,500}
     */
    public int protectionMs() {
        return value(OrbRule.PROTECTION_MS);
    }

    /**
     * {@return whether play is divided into rounds;
     * by default true; if false, the board plays on and never shrinks}
     */
    public boolean hasRounds() {
        return value(OrbRule.ROUNDS) == 1;
    }

    /** {@return the length of a round; 1,000 to 3,600,000 ms, by default 180,000} */
    public int roundMs() {
        return value(OrbRule.ROUND_MS);
    }

    /** {@return how long the scores stand between two rounds; 100 to 60,000 ms, by default 8,000} */
    public int scoreboardMs() {
        return value(OrbRule.SCOREBOARD_MS);
    }

    /**
     * {@return whether the circle shrinks to a quarter of its radius at the end of a round;
     * by default true; of no effect without rounds}
     */
    public boolean hasShrinking() {
        return value(OrbRule.SHRINKING) == 1;
    }

    /**
     * {@return how long before the end of a round the circle begins to shrink;
     * 1 to {@link #roundMs()} ms, by default 60,000, or a third of a round if that is less}
     */
    public int shrinkMs() {
        return value(OrbRule.SHRINK_MS);
    }

    int value(OrbRule rule) {
        return values[rule.position()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrbRules rules && Arrays.equals(values, rules.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("OrbRules[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(OrbRule.at(i).fieldName())
                    .append('=')
                    .append(values[i]);
        }
        return text.append(']').toString();
    }

    /**
     * A builder of rules. What is not set keeps its default. Ranges are those of the accessors of {@link OrbRules};
     * {@link #build()} checks them.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private final int[] values = new int[OrbRule.count()];

        private Builder() {
            for (int i = 0; i < values.length; i++) {
                values[i] = OrbRule.at(i).defaultValue();
            }
        }

        /**
         * Sets how many players fit.
         *
         * @param maxPlayers 1 to 10,000
         * @return this
         */
        public Builder maxPlayers(int maxPlayers) {
            return set(OrbRule.MAX_PLAYERS, maxPlayers);
        }

        /**
         * Sets the radius of the circle.
         *
         * @param radius 50 to 10,000 units
         * @return this
         */
        public Builder radius(int radius) {
            return set(OrbRule.RADIUS, radius);
        }

        /**
         * Sets the time between two steps.
         *
         * @param tickIntervalMs 5 to 1,000 ms
         * @return this
         */
        public Builder tickIntervalMs(int tickIntervalMs) {
            return set(OrbRule.TICK_INTERVAL_MS, tickIntervalMs);
        }

        /**
         * Sets how fast an orb moves.
         *
         * @param speed 1 to 5,000 units per second
         * @return this
         */
        public Builder speed(int speed) {
            return set(OrbRule.SPEED, speed);
        }

        /**
         * Sets the radius of an orb's body.
         *
         * @param bodyRadius 1 to 250 units
         * @return this
         */
        public Builder bodyRadius(int bodyRadius) {
            return set(OrbRule.BODY_RADIUS, bodyRadius);
        }

        /**
         * Sets the radius of a raised ring.
         *
         * @param ringRadius the body's radius to 1,000 units
         * @return this
         */
        public Builder ringRadius(int ringRadius) {
            return set(OrbRule.RING_RADIUS, ringRadius);
        }

        /**
         * Lets rings be up for ever.
         *
         * @return this
         */
        public Builder withoutEnergy() {
            return set(OrbRule.ENERGY, 0);
        }

        /**
         * Sets the energy at a spawn and after a kill.
         *
         * @param energyMax 1 to 1,000 points
         * @return this
         */
        public Builder energyMax(int energyMax) {
            return set(OrbRule.ENERGY_MAX, energyMax);
        }

        /**
         * Sets what a raised ring costs.
         *
         * @param energyDrain 1 to 10,000 points per second
         * @return this
         */
        public Builder energyDrain(int energyDrain) {
            return set(OrbRule.ENERGY_DRAIN, energyDrain);
        }

        /**
         * Sets what comes back while the ring is down.
         *
         * @param energyGain 1 to 10,000 points per second
         * @return this
         */
        public Builder energyGain(int energyGain) {
            return set(OrbRule.ENERGY_GAIN, energyGain);
        }

        /**
         * Sets the least energy at which a ring may be raised.
         *
         * @param energyToRaise 1 to the greatest energy
         * @return this
         */
        public Builder energyToRaise(int energyToRaise) {
            return set(OrbRule.ENERGY_TO_RAISE, energyToRaise);
        }

        /**
         * Lets a death end the player's stay.
         *
         * @return this
         */
        public Builder withoutRespawn() {
            return set(OrbRule.RESPAWN, 0);
        }

        /**
         * Sets the time from a death to the respawn.
         *
         * @param respawnMs 0 to 60,000 ms
         * @return this
         */
        public Builder respawnMs(int respawnMs) {
            return set(OrbRule.RESPAWN_MS, respawnMs);
        }

        /**
         * Sets how long a placed orb is protected.
         *
         * @param protectionMs 0 to 60,000 ms
         * @return this
         */
        public Builder protectionMs(int protectionMs) {
            return set(OrbRule.PROTECTION_MS, protectionMs);
        }

        /**
         * Lets play go on without rounds, and so without shrinking.
         *
         * @return this
         */
        public Builder withoutRounds() {
            return set(OrbRule.ROUNDS, 0);
        }

        /**
         * Sets the length of a round.
         *
         * @param roundMs 1,000 to 3,600,000 ms
         * @return this
         */
        public Builder roundMs(int roundMs) {
            return set(OrbRule.ROUND_MS, roundMs);
        }

        /**
         * Sets how long the scores stand between two rounds.
         *
         * @param scoreboardMs 100 to 60,000 ms
         * @return this
         */
        public Builder scoreboardMs(int scoreboardMs) {
            return set(OrbRule.SCOREBOARD_MS, scoreboardMs);
        }

        /**
         * Lets the circle keep its radius.
         *
         * @return this
         */
        public Builder withoutShrinking() {
            return set(OrbRule.SHRINKING, 0);
        }

        /**
         * Sets how long before the end of a round the circle begins to shrink.
         *
         * @param shrinkMs 1 ms to the length of a round
         * @return this
         */
        public Builder shrinkMs(int shrinkMs) {
            return set(OrbRule.SHRINK_MS, shrinkMs);
        }

        /**
         * Checks the rules.
         *
         * @return the rules
         * @throws InvalidValueException if a rule is outside its range, or does not go with another; it names the rule as
         *     the wire does, with value and bound
         */
        public OrbRules build() {
            int[] checked = withDependentDefaults();
            for (int i = 0; i < checked.length; i++) {
                OrbRule.at(i).requireInRange(checked[i]);
            }
            OrbRules rules = new OrbRules(checked);
            requireRelations(rules);
            return rules;
        }

        /** Builds without any check, for benchmarks of boards larger than the rules allow. */
        OrbRules buildUnchecked() {
            return new OrbRules(withDependentDefaults());
        }

        Builder set(OrbRule rule, int value) {
            values[rule.position()] = value;
            return this;
        }

        private int[] withDependentDefaults() {
            int[] filled = values.clone();
            if (filled[OrbRule.RADIUS.position()] == OrbRule.DEPENDS) {
                long maxPlayers = Math.max(filled[OrbRule.MAX_PLAYERS.position()], 0);
                filled[OrbRule.RADIUS.position()] = (int) OrbVelocities.floorSqrt(100 * 100 * maxPlayers);
            }
            if (filled[OrbRule.SHRINK_MS.position()] == OrbRule.DEPENDS) {
                int roundMs = Math.max(filled[OrbRule.ROUND_MS.position()], 0);
                filled[OrbRule.SHRINK_MS.position()] = Math.min(DEFAULT_SHRINK_MS, roundMs / 3);
            }
            return filled;
        }

        private static void requireRelations(OrbRules rules) {
            long bodies = (long) rules.maxPlayers() * rules.bodyRadius() * rules.bodyRadius();
            long half = (long) rules.radius() * rules.radius() / 2;
            if (bodies > half) {
                throw new InvalidValueException(
                        "max_players * body_radius^2",
                        Long.toString(bodies),
                        "at most radius^2 / 2 = " + half + ", so that the orbs fit the circle");
            }
            requireAtLeast(OrbRule.RING_RADIUS, rules.ringRadius(), OrbRule.BODY_RADIUS, rules.bodyRadius());
            requireAtLeast(OrbRule.ENERGY_MAX, rules.energyMax(), OrbRule.ENERGY_TO_RAISE, rules.energyToRaise());
            requireAtLeast(OrbRule.ROUND_MS, rules.roundMs(), OrbRule.SHRINK_MS, rules.shrinkMs());
        }

        private static void requireAtLeast(OrbRule greater, int greaterValue, OrbRule lesser, int lesserValue) {
            if (greaterValue < lesserValue) {
                throw new InvalidValueException(
                        greater.fieldName(),
                        Integer.toString(greaterValue),
                        "at least " + lesser.fieldName() + " " + lesserValue);
            }
        }
    }
}
