package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When boards of gameservers that do not live are moved, when nothing moves, and which boards are not trusted. All processes
 * of a cluster have the same.
 *
 * <p>Immutable.
 */
public final class FailoverOptions {

    /** Above the longest interval of saves that there may be. */
    static final Duration BRAKE_MIN_MAX = Duration.ofHours(2);

    private final Duration probeTimeout;
    private final Duration brakeMin;
    private final Duration coldStartQuiet;
    private final Duration coldStartMax;
    private final Duration suspectClearedAfter;
    private final Duration deathsForgottenAfter;
    private final int quarantineAtDeaths;

    private FailoverOptions(Builder builder) {
        this.probeTimeout = builder.probeTimeout;
        this.brakeMin = builder.brakeMin;
        this.coldStartQuiet = builder.coldStartQuiet;
        this.coldStartMax = builder.coldStartMax;
        this.suspectClearedAfter = builder.suspectClearedAfter;
        this.deathsForgottenAfter = builder.deathsForgottenAfter;
        this.quarantineAtDeaths = builder.quarantineAtDeaths;
    }

    /**
     * The defaults.
     *
     * @return options in which nothing was chosen
     */
    public static FailoverOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How long a gameserver that is suspected has for its answer to the leader (LEASE-5).
     *
     * @return 10 ms to 5 s; default 200 ms
     */
    public Duration probeTimeout() {
        return probeTimeout;
    }

    /**
     * How long nothing moves at least when many gameservers are lost at once or the leader itself was cut off (FAIL-2):
     * a second longer than the interval of saves, so that living holders write first. Two lease TTLs, if they are more.
     *
     * @return 100 ms to 2 h; default 2 s
     */
    public Duration brakeMin() {
        return brakeMin;
    }

    /**
     * Coming from no live gameserver, how long there must have been no new login before boards are attached (FAIL-5).
     *
     * @return 0 to {@link #coldStartMax()}; default 1 s
     */
    public Duration coldStartQuiet() {
        return coldStartQuiet;
    }

    /**
     * Coming from no live gameserver, how long after the first login boards are attached at the latest (FAIL-5).
     *
     * @return 0 to 5 min; default 5 s
     */
    public Duration coldStartMax() {
        return coldStartMax;
    }

    /**
     * How much of its time a board whose holders died must be ticked until a gameserver starts another such board (FAIL-4).
     *
     * @return 10 ms to 1 min; default 1 s
     */
    public Duration suspectClearedAfter() {
        return suspectClearedAfter;
    }

    /**
     * How much of its time a board must be ticked until the deaths of its holders are forgotten (FAIL-4).
     *
     * @return {@link #suspectClearedAfter()} to 1 h; default 1 min
     */
    public Duration deathsForgottenAfter() {
        return deathsForgottenAfter;
    }

    /**
     * At how many deaths of its holders a board is put in quarantine (FAIL-4).
     *
     * @return 2 to 1,000; default 3
     */
    public int quarantineAtDeaths() {
        return quarantineAtDeaths;
    }

    /**
     * Collects options.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private Duration probeTimeout = Duration.ofMillis(200);
        private Duration brakeMin = Duration.ofSeconds(2);
        private Duration coldStartQuiet = Duration.ofSeconds(1);
        private Duration coldStartMax = Duration.ofSeconds(5);
        private Duration suspectClearedAfter = Duration.ofSeconds(1);
        private Duration deathsForgottenAfter = Duration.ofMinutes(1);
        private int quarantineAtDeaths = 3;

        private Builder() {}

        /**
         * Sets {@link FailoverOptions#probeTimeout()}.
         *
         * @param value 10 ms to 5 s
         * @return this
         */
        public Builder probeTimeout(Duration value) {
            this.probeTimeout = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#brakeMin()}.
         *
         * @param value 100 ms to 2 h
         * @return this
         */
        public Builder brakeMin(Duration value) {
            this.brakeMin = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#coldStartQuiet()}.
         *
         * @param value 0 to {@link FailoverOptions#coldStartMax()}
         * @return this
         */
        public Builder coldStartQuiet(Duration value) {
            this.coldStartQuiet = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#coldStartMax()}.
         *
         * @param value 0 to 5 min
         * @return this
         */
        public Builder coldStartMax(Duration value) {
            this.coldStartMax = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#suspectClearedAfter()}.
         *
         * @param value 10 ms to 1 min
         * @return this
         */
        public Builder suspectClearedAfter(Duration value) {
            this.suspectClearedAfter = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#deathsForgottenAfter()}.
         *
         * @param value {@link FailoverOptions#suspectClearedAfter()} to 1 h
         * @return this
         */
        public Builder deathsForgottenAfter(Duration value) {
            this.deathsForgottenAfter = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link FailoverOptions#quarantineAtDeaths()}.
         *
         * @param value 2 to 1,000
         * @return this
         */
        public Builder quarantineAtDeaths(int value) {
            this.quarantineAtDeaths = value;
            return this;
        }

        /**
         * Checks ranges and relations.
         *
         * @return the options
         * @throws IllegalArgumentException naming option, value and bound
         */
        public FailoverOptions build() {
            OptionRange.require("probeTimeout", probeTimeout, Duration.ofMillis(10), Duration.ofSeconds(5));
            OptionRange.require("brakeMin", brakeMin, Duration.ofMillis(100), BRAKE_MIN_MAX);
            OptionRange.require("coldStartMax", coldStartMax, Duration.ZERO, Duration.ofMinutes(5));
            OptionRange.require("coldStartQuiet", coldStartQuiet, Duration.ZERO, coldStartMax);
            OptionRange.require(
                    "suspectClearedAfter", suspectClearedAfter, Duration.ofMillis(10), Duration.ofMinutes(1));
            OptionRange.require("deathsForgottenAfter", deathsForgottenAfter, suspectClearedAfter, Duration.ofHours(1));
            OptionRange.require("quarantineAtDeaths", quarantineAtDeaths, 2, 1_000);
            return new FailoverOptions(this);
        }
    }
}
