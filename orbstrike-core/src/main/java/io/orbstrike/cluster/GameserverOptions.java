package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bounds and times of a gameserver.
 *
 * <p>Immutable.
 */
public final class GameserverOptions {

    private static final Duration YEAR = Duration.ofDays(365);

    private final int boardsMax;
    private final int placesMax;
    private final Duration boardLifetime;
    private final long createQuota;
    private final int callsInFlightMax;
    private final Duration callTimeMax;
    private final Duration storeTimeout;
    private final Duration repairInterval;
    private final Duration unacknowledgedGrace;
    private final Duration retryAfter;

    private GameserverOptions(Builder builder) {
        this.boardsMax = builder.boardsMax;
        this.placesMax = builder.placesMax;
        this.boardLifetime = builder.boardLifetime;
        this.createQuota = builder.createQuota;
        this.callsInFlightMax = builder.callsInFlightMax;
        this.callTimeMax = builder.callTimeMax;
        this.storeTimeout = builder.storeTimeout;
        this.repairInterval = builder.repairInterval;
        this.unacknowledgedGrace = builder.unacknowledgedGrace;
        this.retryAfter = builder.retryAfter;
    }

    /**
     * The defaults.
     *
     * @return options in which nothing was chosen
     */
    public static GameserverOptions defaults() {
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
     * How many boards there may be, those included whose end the store does not know yet. What is beyond is unavailable.
     *
     * @return 1 to 1,000,000; default 10,000
     */
    public int boardsMax() {
        return boardsMax;
    }

    /**
     * How many players all boards together may have places for, boards whose creation is under way and those whose end
     * the store does not know yet included. What is beyond is unavailable.
     *
     * @return 1 to 100,000,000; default 200,000
     */
    public int placesMax() {
        return placesMax;
    }

    /**
     * How long a board lives at most if its creation does not say.
     *
     * @return up to 365 days, zero for ever; default 180 minutes
     */
    public Duration boardLifetime() {
        return boardLifetime;
    }

    /**
     * How many boards a creator may create per day.
     *
     * @return 1 to 1,000,000, or 0 for no quota; default 0
     */
    public long createQuota() {
        return createQuota;
    }

    /**
     * How many calls of the lobby may wait for their answer at a time. What is beyond is unavailable.
     *
     * @return 1 to 1,000,000; default 10,000
     */
    public int callsInFlightMax() {
        return callsInFlightMax;
    }

    /**
     * How long a call of the lobby may wait at most, whatever time it says is left.
     *
     * @return 100 ms to 5 min; default 20 s
     */
    public Duration callTimeMax() {
        return callTimeMax;
    }

    /**
     * How long the gameserver's own calls to the store may take.
     *
     * @return 10 ms to 1 min; default 2 s
     */
    public Duration storeTimeout() {
        return storeTimeout;
    }

    /**
     * How long it waits before it repeats a call to the store that nobody waits for; doubles up to 32 times of it.
     *
     * @return 10 ms to 1 min; default 1 s
     */
    public Duration repairInterval() {
        return repairInterval;
    }

    /**
     * How long a creation or a join that was written but not acknowledged waits to be asked for again, before the board
     * is closed or the player leaves.
     *
     * @return at least {@link #callTimeMax()}, up to 10 min; default 30 s
     */
    public Duration unacknowledgedGrace() {
        return unacknowledgedGrace;
    }

    /**
     * When a caller is told to try again.
     *
     * @return 1 ms to 1 min; default 1 s
     */
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Collects options.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private int boardsMax = 10_000;
        private int placesMax = 200_000;
        private Duration boardLifetime = Duration.ofHours(3);
        private long createQuota;
        private int callsInFlightMax = 10_000;
        private Duration callTimeMax = Duration.ofSeconds(20);
        private Duration storeTimeout = Duration.ofSeconds(2);
        private Duration repairInterval = Duration.ofSeconds(1);
        private Duration unacknowledgedGrace = Duration.ofSeconds(30);
        private Duration retryAfter = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Sets {@link GameserverOptions#boardsMax()}.
         *
         * @param value 1 to 1,000,000
         * @return this
         */
        public Builder boardsMax(int value) {
            this.boardsMax = value;
            return this;
        }

        /**
         * Sets {@link GameserverOptions#placesMax()}.
         *
         * @param value 1 to 100,000,000
         * @return this
         */
        public Builder placesMax(int value) {
            this.placesMax = value;
            return this;
        }

        /**
         * Sets {@link GameserverOptions#boardLifetime()}.
         *
         * @param value up to 365 days, zero for ever
         * @return this
         */
        public Builder boardLifetime(Duration value) {
            this.boardLifetime = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link GameserverOptions#createQuota()}.
         *
         * @param value 0 to 1,000,000 boards per creator and day, 0 for no quota
         * @return this
         */
        public Builder createQuota(long value) {
            this.createQuota = value;
            return this;
        }

        /**
         * Sets {@link GameserverOptions#callsInFlightMax()}.
         *
         * @param value 1 to 1,000,000
         * @return this
         */
        public Builder callsInFlightMax(int value) {
            this.callsInFlightMax = value;
            return this;
        }

        /**
         * Sets {@link GameserverOptions#callTimeMax()}.
         *
         * @param value 100 ms to 5 min
         * @return this
         */
        public Builder callTimeMax(Duration value) {
            this.callTimeMax = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link GameserverOptions#storeTimeout()}.
         *
         * @param value 10 ms to 1 min
         * @return this
         */
        public Builder storeTimeout(Duration value) {
            this.storeTimeout = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link GameserverOptions#repairInterval()}.
         *
         * @param value 10 ms to 1 min
         * @return this
         */
        public Builder repairInterval(Duration value) {
            this.repairInterval = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link GameserverOptions#unacknowledgedGrace()}.
         *
         * @param value {@link GameserverOptions#callTimeMax()} to 10 min
         * @return this
         */
        public Builder unacknowledgedGrace(Duration value) {
            this.unacknowledgedGrace = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link GameserverOptions#retryAfter()}.
         *
         * @param value 1 ms to 1 min
         * @return this
         */
        public Builder retryAfter(Duration value) {
            this.retryAfter = requireNonNull(value, "value");
            return this;
        }

        /**
         * Checks ranges and relations.
         *
         * @return the options
         * @throws IllegalArgumentException naming option, value and bound
         */
        public GameserverOptions build() {
            OptionRange.require("boardsMax", boardsMax, 1, 1_000_000);
            OptionRange.require("placesMax", placesMax, 1, 100_000_000);
            OptionRange.require("boardLifetime", boardLifetime, Duration.ZERO, YEAR);
            OptionRange.require("createQuota", createQuota, 0L, 1_000_000L);
            OptionRange.require("callsInFlightMax", callsInFlightMax, 1, 1_000_000);
            OptionRange.require("callTimeMax", callTimeMax, Duration.ofMillis(100), Duration.ofMinutes(5));
            OptionRange.require("storeTimeout", storeTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
            OptionRange.require("repairInterval", repairInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
            OptionRange.require("unacknowledgedGrace", unacknowledgedGrace, callTimeMax, Duration.ofMinutes(10));
            OptionRange.require("retryAfter", retryAfter, Duration.ofMillis(1), Duration.ofMinutes(1));
            return new GameserverOptions(this);
        }
    }
}
