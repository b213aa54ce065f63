package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times of a cluster: how long a lease and a leadership hold, and how often is looked. All processes of a cluster have
 * the same.
 *
 * <p>Immutable.
 */
public final class ClusterOptions {

    private static final int RENEWALS_PER_TTL = 4;
    private static final int RENEWALS_PER_TTL_MIN = 3;
    private static final Duration BRAKE_ABOVE_SAVES = Duration.ofSeconds(1);

    private final Duration leaseTtl;
    private final Duration renewInterval;
    private final Duration lookInterval;
    private final Duration indexInterval;
    private final Duration forgetAfter;
    private final int adoptionsInFlightMax;
    private final int attachesInFlightMax;
    private final FailoverOptions failover;
    private final Duration drainDeadline;
    private final Duration yieldTimeout;

    private ClusterOptions(Builder builder) {
        this.leaseTtl = builder.leaseTtl;
        Duration chosen = builder.renewInterval;
        this.renewInterval = chosen == null ? builder.leaseTtl.dividedBy(RENEWALS_PER_TTL) : chosen;
        this.lookInterval = builder.lookInterval;
        this.indexInterval = builder.indexInterval;
        this.forgetAfter = builder.forgetAfter;
        this.adoptionsInFlightMax = builder.adoptionsInFlightMax;
        this.attachesInFlightMax = builder.attachesInFlightMax;
        this.failover = builder.failover;
        this.drainDeadline = builder.drainDeadline;
        this.yieldTimeout = builder.yieldTimeout;
    }

    /**
     * The defaults.
     *
     * @return options in which nothing was chosen
     */
    public static ClusterOptions defaults() {
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
     * How long a lease and a leadership hold if they are not renewed.
     *
     * @return 200 ms to 1 min; default 2 s
     */
    public Duration leaseTtl() {
        return leaseTtl;
    }

    /**
     * How often lease and leadership are renewed.
     *
     * @return at most a third of {@link #leaseTtl()}; default a quarter of it
     */
    public Duration renewInterval() {
        return renewInterval;
    }

    /**
     * How often a gameserver looks for boards that were attached to it, beside being told.
     *
     * @return 50 ms to 1 min; default 1 s
     */
    public Duration lookInterval() {
        return lookInterval;
    }

    /**
     * How often a gameserver enters its boards into its index again (ATTACH-5).
     *
     * @return 1 s to 10 min; default 10 s
     */
    public Duration indexInterval() {
        return indexInterval;
    }

    /**
     * How long the index of a gameserver whose lease has ended must stay without a board of his before he is forgotten:
     * twice the longest time that a creation may take, {@link GameserverOptions#callTimeMax()}.
     *
     * @return 1 s to 1 h; default 40 s
     */
    public Duration forgetAfter() {
        return forgetAfter;
    }

    /**
     * How many boards a gameserver adopts at a time.
     *
     * @return 1 to 1,024; default 16
     */
    public int adoptionsInFlightMax() {
        return adoptionsInFlightMax;
    }

    /**
     * How many boards a leader attaches at a time.
     *
     * @return 1 to 1,024; default 64
     */
    public int attachesInFlightMax() {
        return attachesInFlightMax;
    }

    /**
     * When boards of gameservers that do not live are moved, and which boards are not trusted.
     *
     * @return default {@link FailoverOptions#defaults()}
     */
    public FailoverOptions failover() {
        return failover;
    }

    /** Throws IllegalArgumentException if boards may move before holders with that interval have saved them (FAIL-2). */
    void requireBrakeAbove(Duration syncInterval) {
        Duration saved = syncInterval.plus(BRAKE_ABOVE_SAVES);
        if (leaseTtl.multipliedBy(2).compareTo(saved) < 0) {
            OptionRange.require("brakeMin", failover.brakeMin(), saved, FailoverOptions.BRAKE_MIN_MAX);
        }
    }

    /**
     * How long a gameserver that drains waits for others to take its boards, before it saves those that are left and stops.
     *
     * @return 0 to 10 min; default 25 s
     */
    public Duration drainDeadline() {
        return drainDeadline;
    }

    /**
     * How long a gameserver that takes a board over waits for the state of who held it before (FAIL-3).
     *
     * @return 1 ms to 1 s; default 100 ms
     */
    public Duration yieldTimeout() {
        return yieldTimeout;
    }

    /**
     * Collects options.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private Duration leaseTtl = Duration.ofSeconds(2);
        private @Nullable Duration renewInterval;
        private Duration lookInterval = Duration.ofSeconds(1);
        private Duration indexInterval = Duration.ofSeconds(10);
        private Duration forgetAfter = Duration.ofSeconds(40);
        private int adoptionsInFlightMax = 16;
        private int attachesInFlightMax = 64;
        private FailoverOptions failover = FailoverOptions.defaults();
        private Duration drainDeadline = Duration.ofSeconds(25);
        private Duration yieldTimeout = Duration.ofMillis(100);

        private Builder() {}

        /**
         * Sets {@link ClusterOptions#leaseTtl()}.
         *
         * @param value 200 ms to 1 min
         * @return this
         */
        public Builder leaseTtl(Duration value) {
            this.leaseTtl = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#renewInterval()}.
         *
         * @param value 10 ms to a third of {@link ClusterOptions#leaseTtl()}
         * @return this
         */
        public Builder renewInterval(Duration value) {
            this.renewInterval = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#lookInterval()}.
         *
         * @param value 50 ms to 1 min
         * @return this
         */
        public Builder lookInterval(Duration value) {
            this.lookInterval = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#indexInterval()}.
         *
         * @param value 1 s to 10 min
         * @return this
         */
        public Builder indexInterval(Duration value) {
            this.indexInterval = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#forgetAfter()}.
         *
         * @param value 1 s to 1 h
         * @return this
         */
        public Builder forgetAfter(Duration value) {
            this.forgetAfter = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#adoptionsInFlightMax()}.
         *
         * @param value 1 to 1,024
         * @return this
         */
        public Builder adoptionsInFlightMax(int value) {
            this.adoptionsInFlightMax = value;
            return this;
        }

        /**
         * Sets {@link ClusterOptions#attachesInFlightMax()}.
         *
         * @param value 1 to 1,024
         * @return this
         */
        public Builder attachesInFlightMax(int value) {
            this.attachesInFlightMax = value;
            return this;
        }

        /**
         * Sets {@link ClusterOptions#failover()}.
         *
         * @param value when boards are moved
         * @return this
         */
        public Builder failover(FailoverOptions value) {
            this.failover = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#drainDeadline()}.
         *
         * @param value 0 to 10 min
         * @return this
         */
        public Builder drainDeadline(Duration value) {
            this.drainDeadline = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link ClusterOptions#yieldTimeout()}.
         *
         * @param value 1 ms to 1 s
         * @return this
         */
        public Builder yieldTimeout(Duration value) {
            this.yieldTimeout = requireNonNull(value, "value");
            return this;
        }

        /**
         * Checks ranges and relations.
         *
         * @return the options
         * @throws IllegalArgumentException naming option, value and bound
         */
        public ClusterOptions build() {
            ClusterOptions built = new ClusterOptions(this);
            OptionRange.require("leaseTtl", leaseTtl, Duration.ofMillis(200), Duration.ofMinutes(1));
            OptionRange.require(
                    "renewInterval",
                    built.renewInterval,
                    Duration.ofMillis(10),
                    leaseTtl.dividedBy(RENEWALS_PER_TTL_MIN));
            OptionRange.require("lookInterval", lookInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
            OptionRange.require("indexInterval", indexInterval, Duration.ofSeconds(1), Duration.ofMinutes(10));
            OptionRange.require("forgetAfter", forgetAfter, Duration.ofSeconds(1), Duration.ofHours(1));
            OptionRange.require("adoptionsInFlightMax", adoptionsInFlightMax, 1, 1_024);
            OptionRange.require("attachesInFlightMax", attachesInFlightMax, 1, 1_024);
            OptionRange.require("drainDeadline", drainDeadline, Duration.ZERO, Duration.ofMinutes(10));
            OptionRange.require("yieldTimeout", yieldTimeout, Duration.ofMillis(1), Duration.ofSeconds(1));
            return built;
        }
    }
}
