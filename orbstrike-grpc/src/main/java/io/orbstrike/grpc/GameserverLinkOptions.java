package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Every bound of {@link GrpcGameserverLinks}.
 *
 * <p>Immutable.
 */
public final class GameserverLinkOptions {

    /** What is used where nothing is said. */
    public static final GameserverLinkOptions DEFAULT = builder().build();

    private final Builder values;

    private GameserverLinkOptions(Builder values) {
        this.values = values;
    }

    /**
     * Starts from the defaults.
     *
     * @return confined to one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many streams or calls share a connection to a gameserver; below what the gameserver takes, as {@link
     * GrpcServerOptions#callsPerConnectionMax()} says.
     *
     * @return streams
     */
    public int streamsPerConnection() {
        return values.streamsPerConnection;
    }

    /**
     * How many connections carry calls to one gameserver; further calls are answered as if it was not reached.
     *
     * @return connections
     */
    public int callConnectionsMax() {
        return values.callConnectionsMax;
    }

    /**
     * To how many gameservers each thread of a proxy keeps a connection before a stream needs it, so that a board's move
     * does not wait for one; further ones are connected to when they are needed.
     *
     * @return gameservers
     */
    public int connectAheadMax() {
        return values.connectAheadMax;
    }

    /**
     * How much a gameserver may send on a stream before it has been read here: what a slow client holds at most.
     *
     * @return bytes
     */
    public int flowControlWindowBytes() {
        return values.flowControlWindowBytes;
    }

    /**
     * The longest message that is read: a frame, or a board's snapshot.
     *
     * @return bytes
     */
    public int messageBytesMax() {
        return values.messageBytesMax;
    }

    /**
     * How long a connection may take to come about.
     *
     * @return above zero
     */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /**
     * How long a connection without streams is kept, unless it is one that is kept ahead.
     *
     * @return above zero
     */
    public Duration idleAfter() {
        return values.idleAfter;
    }

    /**
     * When those are asked to try again whom a gameserver did not answer.
     *
     * @return above zero
     */
    public Duration retryAfter() {
        return values.retryAfter;
    }

    /**
     * Collects values; each is checked when it is set.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private static final int KIB = 1024;
        private static final int MIB = 1024 * KIB;
        private static final Duration HOUR = Duration.ofHours(1);

        private int streamsPerConnection = 100;
        private int callConnectionsMax = 4;
        private int connectAheadMax = 100;
        private int flowControlWindowBytes = 64 * KIB;
        private int messageBytesMax = 64 * MIB;
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration idleAfter = Duration.ofSeconds(30);
        private Duration retryAfter = Duration.ofMillis(500);

        private Builder() {}

        private Builder(Builder other) {
            this.streamsPerConnection = other.streamsPerConnection;
            this.callConnectionsMax = other.callConnectionsMax;
            this.connectAheadMax = other.connectAheadMax;
            this.flowControlWindowBytes = other.flowControlWindowBytes;
            this.messageBytesMax = other.messageBytesMax;
            this.connectTimeout = other.connectTimeout;
            this.idleAfter = other.idleAfter;
            this.retryAfter = other.retryAfter;
        }

        /**
         * Sets how many streams or calls share a connection.
         *
         * @param streams 1 to 10,000; 100 by default
         * @return this
         */
        public Builder streamsPerConnection(int streams) {
            streamsPerConnection = within("streamsPerConnection", streams, 1, 10_000);
            return this;
        }

        /**
         * Sets how many connections carry calls to one gameserver.
         *
         * @param connections 1 to 100; 4 by default
         * @return this
         */
        public Builder callConnectionsMax(int connections) {
            callConnectionsMax = within("callConnectionsMax", connections, 1, 100);
            return this;
        }

        /**
         * Sets to how many gameservers each thread of a proxy keeps a connection before a stream needs it.
         *
         * @param gameservers 0 (none) to 10,000; 100 by default
         * @return this
         */
        public Builder connectAheadMax(int gameservers) {
            connectAheadMax = within("connectAheadMax", gameservers, 0, 10_000);
            return this;
        }

        /**
         * Sets how much a gameserver may send on a stream before it has been read here.
         *
         * @param bytes 64 KiB (the default; less stalls HTTP/2's handshake) to 16 MiB
         * @return this
         */
        public Builder flowControlWindowBytes(int bytes) {
            flowControlWindowBytes = within("flowControlWindowBytes", bytes, 64 * KIB, 16 * MIB);
            return this;
        }

        /**
         * Sets the longest message that is read.
         *
         * @param bytes 64 KiB to 1 GiB; 64 MiB by default
         * @return this
         */
        public Builder messageBytesMax(int bytes) {
            messageBytesMax = within("messageBytesMax", bytes, 64 * KIB, 1024 * MIB);
            return this;
        }

        /**
         * Sets how long a connection may take to come about.
         *
         * @param timeout 10 ms to 1 h; 2 s by default
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = within("connectTimeout", timeout, Duration.ofMillis(10));
            return this;
        }

        /**
         * Sets how long a connection without streams is kept.
         *
         * @param time 1 ms to 1 h; 30 s by default
         * @return this
         */
        public Builder idleAfter(Duration time) {
            idleAfter = within("idleAfter", time, Duration.ofMillis(1));
            return this;
        }

        /**
         * Sets when those are asked to try again whom a gameserver did not answer.
         *
         * @param delay 1 ms to 1 h; 500 ms by default
         * @return this
         */
        public Builder retryAfter(Duration delay) {
            retryAfter = within("retryAfter", delay, Duration.ofMillis(1));
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable
         */
        public GameserverLinkOptions build() {
            return new GameserverLinkOptions(new Builder(this));
        }

        private static int within(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
            return value;
        }

        private static Duration within(String name, Duration value, Duration min) {
            requireNonNull(value, name);
            if (value.compareTo(min) < 0 || value.compareTo(HOUR) > 0) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + HOUR);
            }
            return value;
        }
    }
}
