package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Every bound of a host that may be chosen.
 *
 * <p>Immutable.
 */
public final class HostOptions {

    private final int commandsPerBoard;
    private final int eventInputsPerPlayer;
    private final int privateEventsPerViewer;
    private final int handOversPerLane;
    private final Duration framesBeyondSeen;
    private final Duration tickLimit;
    private final Duration cycleLimit;
    private final Duration idleParkMax;
    private final double rebalanceAbove;
    private final Duration rebalanceAfter;
    private final int compressSnapshotsAboveBytes;
    private final int snapshotBytesMax;

    private HostOptions(Builder from) {
        commandsPerBoard = from.commandsPerBoard;
        eventInputsPerPlayer = from.eventInputsPerPlayer;
        privateEventsPerViewer = from.privateEventsPerViewer;
        handOversPerLane = from.handOversPerLane;
        framesBeyondSeen = from.framesBeyondSeen;
        tickLimit = from.tickLimit;
        cycleLimit = from.cycleLimit;
        idleParkMax = from.idleParkMax;
        rebalanceAbove = from.rebalanceAbove;
        rebalanceAfter = from.rebalanceAfter;
        compressSnapshotsAboveBytes = from.compressSnapshotsAboveBytes;
        snapshotBytesMax = from.snapshotBytesMax;
    }

    /**
     * The defaults.
     *
     * @return options in which nothing was chosen
     */
    public static HostOptions defaults() {
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
     * How many commands wait at one board; one more is answered with Busy.
     *
     * @return a power of two, 4 to 65,536, default 1,024
     */
    public int commandsPerBoard() {
        return commandsPerBoard;
    }

    /**
     * How many event inputs of one player wait for a step; one more is refused and the stream has to end.
     *
     * @return a power of two, 4 to 65,536, default 64
     */
    public int eventInputsPerPlayer() {
        return eventInputsPerPlayer;
    }

    /**
     * How many private events are kept for a player who reads slowly or is away; then the oldest is dropped.
     *
     * @return 1 to 65,536, default 64
     */
    public int privateEventsPerViewer() {
        return privateEventsPerViewer;
    }

    /**
     * How many frames of all boards wait at one lane; one more is dropped there, and the lane's viewers of that board
     * go on with a keyframe.
     *
     * @return a power of two, 4 to 1,048,576, default 8,192
     */
    public int handOversPerLane() {
        return handOversPerLane;
    }

    /**
     * How much play is sent beyond the newest frame that a viewer acknowledged, in addition to his least delay.
     *
     * @return 1 ms to 1 min, default 500 ms
     */
    public Duration framesBeyondSeen() {
        return framesBeyondSeen;
    }

    /**
     * From when on a tick counts as stuck: it is named, and the other boards of its thread are moved.
     *
     * @return 1 ms to 1 h, default 2 s
     */
    public Duration tickLimit() {
        return tickLimit;
    }

    /**
     * How long ago every loop must have finished a cycle for the host to count as healthy.
     *
     * @return 1 ms to 1 h, at least twice {@link #idleParkMax()}, default 5 s
     */
    public Duration cycleLimit() {
        return cycleLimit;
    }

    /**
     * How long a tick thread without anything due waits before it looks again.
     *
     * @return 1 ms to 1 min, default 500 ms
     */
    public Duration idleParkMax() {
        return idleParkMax;
    }

    /**
     * Above how many times the mean load of all loops a loop gives a board away.
     *
     * @return 1.01 to 100, default 1.3
     */
    public double rebalanceAbove() {
        return rebalanceAbove;
    }

    /**
     * How long a loop has to be above {@link #rebalanceAbove()} first.
     *
     * @return 1 ms to 1 h, default 5 s
     */
    public Duration rebalanceAfter() {
        return rebalanceAfter;
    }

    /**
     * From which size on a snapshot is compressed.
     *
     * @return bytes, 0 and above, default 4,096: what a board of 100 players needs is cheaper stored than compressed
     */
    public int compressSnapshotsAboveBytes() {
        return compressSnapshotsAboveBytes;
    }

    /**
     * The greatest size of a snapshot once it is no longer compressed; a greater one is refused unread.
     *
     * @return bytes, 1 KiB and above, default 64 MiB
     */
    public int snapshotBytesMax() {
        return snapshotBytesMax;
    }

    /**
     * Collects options; what is not set keeps its default.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private int commandsPerBoard = 1_024;
        private int eventInputsPerPlayer = 64;
        private int privateEventsPerViewer = 64;
        private int handOversPerLane = 8_192;
        private Duration framesBeyondSeen = Duration.ofMillis(500);
        private Duration tickLimit = Duration.ofSeconds(2);
        private Duration cycleLimit = Duration.ofSeconds(5);
        private Duration idleParkMax = Duration.ofMillis(500);
        private double rebalanceAbove = 1.3;
        private Duration rebalanceAfter = Duration.ofSeconds(5);
        private int compressSnapshotsAboveBytes = 4_096;
        private int snapshotBytesMax = 64 << 20;

        private Builder() {}

        /**
         * Sets {@link HostOptions#commandsPerBoard()}.
         *
         * @param count a power of two, 4 to 65,536
         * @return this builder
         */
        public Builder commandsPerBoard(int count) {
            commandsPerBoard = count;
            return this;
        }

        /**
         * Sets {@link HostOptions#eventInputsPerPlayer()}.
         *
         * @param count a power of two, 4 to 65,536
         * @return this builder
         */
        public Builder eventInputsPerPlayer(int count) {
            eventInputsPerPlayer = count;
            return this;
        }

        /**
         * Sets {@link HostOptions#privateEventsPerViewer()}.
         *
         * @param count 1 to 65,536
         * @return this builder
         */
        public Builder privateEventsPerViewer(int count) {
            privateEventsPerViewer = count;
            return this;
        }

        /**
         * Sets {@link HostOptions#handOversPerLane()}.
         *
         * @param count a power of two, 4 to 1,048,576
         * @return this builder
         */
        public Builder handOversPerLane(int count) {
            handOversPerLane = count;
            return this;
        }

        /**
         * Sets {@link HostOptions#framesBeyondSeen()}.
         *
         * @param play 1 ms to 1 min
         * @return this builder
         */
        public Builder framesBeyondSeen(Duration play) {
            framesBeyondSeen = requireNonNull(play, "play");
            return this;
        }

        /**
         * Sets {@link HostOptions#tickLimit()}.
         *
         * @param limit 1 ms to 1 h
         * @return this builder
         */
        public Builder tickLimit(Duration limit) {
            tickLimit = requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Sets {@link HostOptions#cycleLimit()}.
         *
         * @param limit 1 ms to 1 h
         * @return this builder
         */
        public Builder cycleLimit(Duration limit) {
            cycleLimit = requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Sets {@link HostOptions#idleParkMax()}.
         *
         * @param time 1 ms to 1 min
         * @return this builder
         */
        public Builder idleParkMax(Duration time) {
            idleParkMax = requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets {@link HostOptions#rebalanceAbove()}.
         *
         * @param timesMean 1.01 to 100
         * @return this builder
         */
        public Builder rebalanceAbove(double timesMean) {
            rebalanceAbove = timesMean;
            return this;
        }

        /**
         * Sets {@link HostOptions#rebalanceAfter()}.
         *
         * @param time 1 ms to 1 h
         * @return this builder
         */
        public Builder rebalanceAfter(Duration time) {
            rebalanceAfter = requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets {@link HostOptions#compressSnapshotsAboveBytes()}.
         *
         * @param bytes 0 and above
         * @return this builder
         */
        public Builder compressSnapshotsAboveBytes(int bytes) {
            compressSnapshotsAboveBytes = bytes;
            return this;
        }

        /**
         * Sets {@link HostOptions#snapshotBytesMax()}.
         *
         * @param bytes 1 KiB and above
         * @return this builder
         */
        public Builder snapshotBytesMax(int bytes) {
            snapshotBytesMax = bytes;
            return this;
        }

        /**
         * Checks the ranges.
         *
         * @return the options
         * @throws IllegalArgumentException if one is out of its range; the message names option, value and range
         */
        public HostOptions build() {
            requirePowerOfTwo("commandsPerBoard", commandsPerBoard, 65_536);
            requirePowerOfTwo("eventInputsPerPlayer", eventInputsPerPlayer, 65_536);
            requireIn("privateEventsPerViewer", privateEventsPerViewer, 1, 65_536);
            requirePowerOfTwo("handOversPerLane", handOversPerLane, 1_048_576);
            requireIn("framesBeyondSeen", framesBeyondSeen, Duration.ofMinutes(1));
            requireIn("tickLimit", tickLimit, Duration.ofHours(1));
            requireIn("cycleLimit", cycleLimit, Duration.ofHours(1));
            requireIn("idleParkMax", idleParkMax, Duration.ofMinutes(1));
            requireIn("rebalanceAfter", rebalanceAfter, Duration.ofHours(1));
            requireIn("compressSnapshotsAboveBytes", compressSnapshotsAboveBytes, 0, Integer.MAX_VALUE);
            requireIn("snapshotBytesMax", snapshotBytesMax, 1_024, Integer.MAX_VALUE);
            if (!(rebalanceAbove >= 1.01 && rebalanceAbove <= 100)) {
                throw new IllegalArgumentException("rebalanceAbove " + rebalanceAbove + ": must be 1.01 to 100");
            }
            if (cycleLimit.compareTo(idleParkMax.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException(
                        "cycleLimit " + cycleLimit + ": must be at least twice idleParkMax " + idleParkMax);
            }
            return new HostOptions(this);
        }

        private static void requireIn(String option, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(option + " " + value + ": must be " + min + " to " + max);
            }
        }

        private static void requirePowerOfTwo(String option, int value, int max) {
            if (value < 4 || value > max || Integer.bitCount(value) != 1) {
                throw new IllegalArgumentException(option + " " + value + ": must be a power of two, 4 to " + max);
            }
        }

        private static void requireIn(String option, Duration value, Duration max) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(option + " " + value + ": must be PT0.001S to " + max);
            }
        }
    }
}
