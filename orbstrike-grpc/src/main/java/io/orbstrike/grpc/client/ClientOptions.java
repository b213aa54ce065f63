package io.orbstrike.grpc.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Every bound of an {@link OrbstrikeClient}.
 *
 * <p>Immutable.
 */
public final class ClientOptions {

    /** What is used where nothing is said. */
    public static final ClientOptions DEFAULT = builder().build();

    private final int streamsPerConnection;
    private final int eventsKept;
    private final int flowControlWindowBytes;
    private final int frameBytesMax;
    private final Duration acknowledgeEvery;
    private final Duration inputInterval;
    private final Duration reconnectDelayMin;
    private final Duration reconnectDelayMax;
    private final Duration giveUpAfter;
    private final Duration callDeadline;
    private final Duration keepAliveTime;

    private ClientOptions(Builder from) {
        this.streamsPerConnection = from.streamsPerConnection;
        this.eventsKept = from.eventsKept;
        this.flowControlWindowBytes = from.flowControlWindowBytes;
        this.frameBytesMax = from.frameBytesMax;
        this.acknowledgeEvery = from.acknowledgeEvery;
        this.inputInterval = from.inputInterval;
        this.reconnectDelayMin = from.reconnectDelayMin;
        this.reconnectDelayMax = from.reconnectDelayMax;
        this.giveUpAfter = from.giveUpAfter;
        this.callDeadline = from.callDeadline;
        this.keepAliveTime = from.keepAliveTime;
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
     * How many streams share a connection.
     *
     * @return streams
     */
    public int streamsPerConnection() {
        return streamsPerConnection;
    }

    /**
     * How many event inputs of a play are kept until a frame acknowledges them; one more is not taken.
     *
     * @return events
     */
    public int eventsKept() {
        return eventsKept;
    }

    /**
     * How much a server may send on a stream before the client has read it.
     *
     * @return bytes
     */
    public int flowControlWindowBytes() {
        return flowControlWindowBytes;
    }

    /**
     * The longest message that is read.
     *
     * @return bytes
     */
    public int frameBytesMax() {
        return frameBytesMax;
    }

    /**
     * How long a frame waits at most for its acknowledgement to be sent.
     *
     * @return above zero
     */
    public Duration acknowledgeEvery() {
        return acknowledgeEvery;
    }

    /**
     * How long two messages of a play are apart at least; inputs in between go together.
     *
     * @return zero and above
     */
    public Duration inputInterval() {
        return inputInterval;
    }

    /**
     * The bound of the delay before the first reconnect; it doubles with each failure.
     *
     * @return above zero
     */
    public Duration reconnectDelayMin() {
        return reconnectDelayMin;
    }

    /**
     * The greatest bound of that delay.
     *
     * @return at least {@link #reconnectDelayMin()}
     */
    public Duration reconnectDelayMax() {
        return reconnectDelayMax;
    }

    /**
     * How long a play goes on trying without a frame.
     *
     * @return above zero
     */
    public Duration giveUpAfter() {
        return giveUpAfter;
    }

    /**
     * How long a call of the lobby takes at most, with all its attempts.
     *
     * @return above zero
     */
    public Duration callDeadline() {
        return callDeadline;
    }

    /**
     * After how much silence the client asks whether a connection still lives.
     *
     * @return above zero
     */
    public Duration keepAliveTime() {
        return keepAliveTime;
    }

    /**
     * Collects values; each is checked when it is set, relations when it is built.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private static final int KIB = 1024;

        private int streamsPerConnection = 100;
        private int eventsKept = 64;
        private int flowControlWindowBytes = 64 * KIB;
        private int frameBytesMax = 16 * KIB * KIB;
        private Duration acknowledgeEvery = Duration.ofMillis(200);
        private Duration inputInterval = Duration.ofMillis(5);
        private Duration reconnectDelayMin = Duration.ofMillis(50);
        private Duration reconnectDelayMax = Duration.ofSeconds(5);
        private Duration giveUpAfter = Duration.ofMinutes(2);
        private Duration callDeadline = Duration.ofSeconds(10);
        private Duration keepAliveTime = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * Sets how many streams share a connection.
         *
         * @param streams 1 to 10,000, 100 by default
         * @return this
         */
        public Builder streamsPerConnection(int streams) {
            streamsPerConnection = inRange("streamsPerConnection", streams, 1, 10_000);
            return this;
        }

        /**
         * Sets how many event inputs of a play are kept until they are acknowledged.
         *
         * @param events 1 to 1,024, 64 by default; a server may keep fewer than are sent at once
         * @return this
         */
        public Builder eventsKept(int events) {
            eventsKept = inRange("eventsKept", events, 1, 1_024);
            return this;
        }

        /**
         * Sets how much a server may send on a stream before the client has read it.
         *
         * @param bytes 64 KiB (the default) to 16 MiB
         * @return this
         */
        public Builder flowControlWindowBytes(int bytes) {
            flowControlWindowBytes = inRange("flowControlWindowBytes", bytes, 64 * KIB, 16 * KIB * KIB);
            return this;
        }

        /**
         * Sets the longest message that is read.
         *
         * @param bytes 64 KiB to 256 MiB, 16 MiB by default
         * @return this
         */
        public Builder frameBytesMax(int bytes) {
            frameBytesMax = inRange("frameBytesMax", bytes, 64 * KIB, 256 * KIB * KIB);
            return this;
        }

        /**
         * Sets how long a frame waits at most for its acknowledgement to be sent.
         *
         * @param time 10 ms to 250 ms, 200 ms by default
         * @return this
         */
        public Builder acknowledgeEvery(Duration time) {
            acknowledgeEvery = inRange("acknowledgeEvery", time, Duration.ofMillis(10), Duration.ofMillis(250));
            return this;
        }

        /**
         * Sets how long two messages of a play are apart at least.
         *
         * @param time 0 to 1 s, 5 ms by default; a server takes 200 messages per second by default
         * @return this
         */
        public Builder inputInterval(Duration time) {
            inputInterval = inRange("inputInterval", time, Duration.ZERO, Duration.ofSeconds(1));
            return this;
        }

        /**
         * Sets the bound of the delay before the first reconnect.
         *
         * @param time 1 ms to 1 min, 50 ms by default
         * @return this
         */
        public Builder reconnectDelayMin(Duration time) {
            reconnectDelayMin = inRange("reconnectDelayMin", time, Duration.ofMillis(1), Duration.ofMinutes(1));
            return this;
        }

        /**
         * Sets the greatest bound of that delay.
         *
         * @param time 1 ms to 5 min, 5 s by default
         * @return this
         */
        public Builder reconnectDelayMax(Duration time) {
            reconnectDelayMax = inRange("reconnectDelayMax", time, Duration.ofMillis(1), Duration.ofMinutes(5));
            return this;
        }

        /**
         * Sets how long a play goes on trying without a frame.
         *
         * @param time 10 ms to 1 d, 2 min by default
         * @return this
         */
        public Builder giveUpAfter(Duration time) {
            giveUpAfter = inRange("giveUpAfter", time, Duration.ofMillis(10), Duration.ofDays(1));
            return this;
        }

        /**
         * Sets how long a call of the lobby takes at most.
         *
         * @param time 10 ms to 5 min, 10 s by default
         * @return this
         */
        public Builder callDeadline(Duration time) {
            callDeadline = inRange("callDeadline", time, Duration.ofMillis(10), Duration.ofMinutes(5));
            return this;
        }

        /**
         * Sets after how much silence the client asks whether a connection still lives.
         *
         * @param time 10 s (the default; gRPC allows no less) to 1 h
         * @return this
         */
        public Builder keepAliveTime(Duration time) {
            keepAliveTime = inRange("keepAliveTime", time, Duration.ofSeconds(10), Duration.ofHours(1));
            return this;
        }

        /**
         * Checks how the values go together.
         *
         * @return the options
         * @throws IllegalArgumentException if the least reconnect delay is above the greatest
         */
        public ClientOptions build() {
            if (reconnectDelayMin.compareTo(reconnectDelayMax) > 0) {
                throw new IllegalArgumentException("reconnectDelayMin " + reconnectDelayMin
                        + ": must be at most reconnectDelayMax, which is " + reconnectDelayMax);
            }
            return new ClientOptions(this);
        }

        private static int inRange(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
            return value;
        }

        private static Duration inRange(String name, Duration value, Duration min, Duration max) {
            requireNonNull(value, name);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
            }
            return value;
        }
    }
}
