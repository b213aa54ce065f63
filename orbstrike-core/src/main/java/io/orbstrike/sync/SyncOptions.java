package io.orbstrike.sync;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.SnapshotStore;
import java.time.Duration;

/**
 * The intervals and bounds of a sync.
 *
 * <p>Immutable.
 */
public final class SyncOptions {

    private final Duration interval;
    private final double jitter;
    private final int batchBoardsMax;
    private final int batchesInFlightMax;
    private final long bytesInFlightMax;
    private final Duration saveTimeout;
    private final Duration backoffMin;
    private final Duration backoffMax;

    private SyncOptions(Builder builder) {
        this.interval = builder.interval;
        this.jitter = builder.jitter;
        this.batchBoardsMax = builder.batchBoardsMax;
        this.batchesInFlightMax = builder.batchesInFlightMax;
        this.bytesInFlightMax = builder.bytesInFlightMax;
        this.saveTimeout = builder.saveTimeout;
        this.backoffMin = builder.backoffMin;
        this.backoffMax = builder.backoffMax;
    }

    /**
     * The defaults.
     *
     * @return options in which nothing was chosen
     */
    public static SyncOptions defaults() {
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
     * How long it is from one state of a board that is saved to the next, while the store keeps up.
     *
     * @return 10 ms to 1 h, default 1 s
     */
    public Duration interval() {
        return interval;
    }

    /**
     * By which share of it the interval is shorter or longer at random, so that processes do not save at once.
     *
     * @return 0 to 0.5, default 0.2
     */
    public double jitter() {
        return jitter;
    }

    /**
     * How many boards are saved in one call.
     *
     * @return 1 to 1,000, default 256
     */
    public int batchBoardsMax() {
        return batchBoardsMax;
    }

    /**
     * How many calls wait for the store at a time.
     *
     * @return 1 to 64, default 4
     */
    public int batchesInFlightMax() {
        return batchesInFlightMax;
    }

    /**
     * How many bytes of states are kept at a time, from when they are captured to when the store has answered. Boards
     * beyond wait uncaptured; a state that is larger than that goes alone.
     *
     * @return 64 KiB to 16 GiB, default 64 MiB
     */
    public long bytesInFlightMax() {
        return bytesInFlightMax;
    }

    /**
     * How long the store may take for a call, and a tick thread for a capture.
     *
     * @return 10 ms to 1 min, default 2 s
     */
    public Duration saveTimeout() {
        return saveTimeout;
    }

    /**
     * How long it is at least until a save is tried again that failed.
     *
     * @return 1 ms to 1 min, default 100 ms
     */
    public Duration backoffMin() {
        return backoffMin;
    }

    /**
     * How long it is at most until a save is tried again, after many that failed.
     *
     * @return {@link #backoffMin()} to 10 min, default 5 s
     */
    public Duration backoffMax() {
        return backoffMax;
    }

    /**
     * Collects options.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private Duration interval = Duration.ofSeconds(1);
        private double jitter = 0.2;
        private int batchBoardsMax = 256;
        private int batchesInFlightMax = 4;
        private long bytesInFlightMax = 64L << 20;
        private Duration saveTimeout = Duration.ofSeconds(2);
        private Duration backoffMin = Duration.ofMillis(100);
        private Duration backoffMax = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * Sets {@link SyncOptions#interval()}.
         *
         * @param value 10 ms to 1 h
         * @return this
         */
        public Builder interval(Duration value) {
            this.interval = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link SyncOptions#jitter()}.
         *
         * @param value 0 to 0.5
         * @return this
         */
        public Builder jitter(double value) {
            this.jitter = value;
            return this;
        }

        /**
         * Sets {@link SyncOptions#batchBoardsMax()}.
         *
         * @param value 1 to 1,000
         * @return this
         */
        public Builder batchBoardsMax(int value) {
            this.batchBoardsMax = value;
            return this;
        }

        /**
         * Sets {@link SyncOptions#batchesInFlightMax()}.
         *
         * @param value 1 to 64
         * @return this
         */
        public Builder batchesInFlightMax(int value) {
            this.batchesInFlightMax = value;
            return this;
        }

        /**
         * Sets {@link SyncOptions#bytesInFlightMax()}.
         *
         * @param value 64 KiB to 16 GiB
         * @return this
         */
        public Builder bytesInFlightMax(long value) {
            this.bytesInFlightMax = value;
            return this;
        }

        /**
         * Sets {@link SyncOptions#saveTimeout()}.
         *
         * @param value 10 ms to 1 min
         * @return this
         */
        public Builder saveTimeout(Duration value) {
            this.saveTimeout = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link SyncOptions#backoffMin()}.
         *
         * @param value 1 ms to 1 min
         * @return this
         */
        public Builder backoffMin(Duration value) {
            this.backoffMin = requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets {@link SyncOptions#backoffMax()}.
         *
         * @param value {@link SyncOptions#backoffMin()} to 10 min
         * @return this
         */
        public Builder backoffMax(Duration value) {
            this.backoffMax = requireNonNull(value, "value");
            return this;
        }

        /**
         * Checks ranges and relations.
         *
         * @return the options
         * @throws IllegalArgumentException naming option, value and bound
         */
        public SyncOptions build() {
            requireRange("interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
            requireRange("jitter", jitter, 0.0, 0.5);
            requireRange("batchBoardsMax", batchBoardsMax, 1, SnapshotStore.SAVES_PER_CALL_MAX);
            requireRange("batchesInFlightMax", batchesInFlightMax, 1, 64);
            requireRange("bytesInFlightMax", bytesInFlightMax, 64L << 10, 16L << 30);
            requireRange("saveTimeout", saveTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
            requireRange("backoffMin", backoffMin, Duration.ofMillis(1), Duration.ofMinutes(1));
            requireRange("backoffMax", backoffMax, backoffMin, Duration.ofMinutes(10));
            return new SyncOptions(this);
        }

        private static <T extends Comparable<T>> void requireRange(String name, T value, T min, T max) {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
        }

        private static void requireRange(String name, long value, long min, long max) {
            requireRange(name, Long.valueOf(value), Long.valueOf(min), Long.valueOf(max));
        }
    }
}
