package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Every bound of a {@link GrpcServer}.
 *
 * <p>Immutable.
 */
public final class GrpcServerOptions {

    /** What is used where nothing is said. */
    public static final GrpcServerOptions DEFAULT = builder().build();

    private final Builder values;

    private GrpcServerOptions(Builder values) {
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
     * How much a client may send on a stream before the server has read it.
     *
     * @return bytes
     */
    public int flowControlWindowBytes() {
        return values.flowControlWindowBytes;
    }

    /**
     * How much may wait for the network on a stream while it still counts as ready: a few frames.
     *
     * @return bytes
     */
    public int onReadyThresholdBytes() {
        return values.onReadyThresholdBytes;
    }

    /**
     * How many more frames may be written to a stream that waits for the network with more than
     * {@link #onReadyThresholdBytes()}, so that a late lane does not cost a keyframe.
     *
     * @return frames
     */
    public int framesBeyondThreshold() {
        return values.framesBeyondThreshold;
    }

    /**
     * How much may lie unsent in the kernel for a connection (TCP_NOTSENT_LOWAT); with epoll only.
     *
     * @return bytes
     */
    public int notSentLowWaterBytes() {
        return values.notSentLowWaterBytes;
    }

    /**
     * The longest message that is read. What is above a field's or a message's own bound but below this is answered with
     * that bound; what is above this, the transport ends: a lobby call with RESOURCE_EXHAUSTED, a stream by a reset.
     *
     * @return bytes
     */
    public int inboundMessageBytesMax() {
        return values.inboundMessageBytesMax;
    }

    /**
     * The most metadata that a call may bring.
     *
     * @return bytes as HTTP/2 counts them
     */
    public int inboundMetadataBytesMax() {
        return values.inboundMetadataBytesMax;
    }

    /**
     * How many connections the server holds; further ones are closed as they are accepted, without a word.
     *
     * @return connections
     */
    public int connectionsMax() {
        return values.connectionsMax;
    }

    /**
     * How many calls a connection may have open; further ones wait at the client.
     *
     * @return calls
     */
    public int callsPerConnectionMax() {
        return values.callsPerConnectionMax;
    }

    /**
     * How many Play streams the server takes; further ones end with RESOURCE_EXHAUSTED and retry info.
     *
     * @return streams
     */
    public int playStreamsMax() {
        return values.playStreamsMax;
    }

    /**
     * How many messages a client may send on a Play stream, on average.
     *
     * @return messages per second
     */
    public int clientFramesPerSecond() {
        return values.clientFramesPerSecond;
    }

    /**
     * How many messages a client may send on a Play stream at once, as after a stall of its network; beyond, the stream
     * ends with RESOURCE_EXHAUSTED and retry info.
     *
     * @return messages
     */
    public int clientFramesBurst() {
        return values.clientFramesBurst;
    }

    /**
     * After how much silence the server asks whether a connection still lives.
     *
     * @return above zero
     */
    public Duration keepAliveTime() {
        return values.keepAliveTime;
    }

    /**
     * How long the server waits for that answer before it drops the connection.
     *
     * @return above zero
     */
    public Duration keepAliveTimeout() {
        return values.keepAliveTimeout;
    }

    /**
     * How often a client may ask whether the server lives; one that asks more often is dropped.
     *
     * @return above zero
     */
    public Duration keepAlivePermitted() {
        return values.keepAlivePermitted;
    }

    /**
     * How much time a lobby call has whose client gives no deadline.
     *
     * @return above zero
     */
    public Duration lobbyDeadline() {
        return values.lobbyDeadline;
    }

    /**
     * How much time a lobby call has at most, whatever its client asks.
     *
     * @return at least {@link #lobbyDeadline()}
     */
    public Duration lobbyDeadlineMax() {
        return values.lobbyDeadlineMax;
    }

    /**
     * How long clients are asked to wait before they try again where only that helps.
     *
     * @return above zero
     */
    public Duration retryAfter() {
        return values.retryAfter;
    }

    /**
     * How long a proxy looks for a gameserver that carries a stream on before it ends the stream with UNAVAILABLE and
     * retry info.
     *
     * @return above zero
     */
    public Duration routeWait() {
        return values.routeWait;
    }

    /**
     * How long a closing server waits for calls to end before it drops them.
     *
     * @return zero and above
     */
    public Duration closeGrace() {
        return values.closeGrace;
    }

    /**
     * Collects values; each is checked when it is set, relations when it is built.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private static final int KIB = 1024;
        private static final int MIB = 1024 * KIB;

        private int flowControlWindowBytes = 64 * KIB;
        private int onReadyThresholdBytes = 512;
        private int framesBeyondThreshold = 2;
        private int notSentLowWaterBytes = 16 * KIB;
        private int inboundMessageBytesMax = 256 * KIB;
        private int inboundMetadataBytesMax = 8 * KIB;
        private int connectionsMax = 24_000;
        private int callsPerConnectionMax = 128;
        private int playStreamsMax = 20_000;
        private int clientFramesPerSecond = 200;
        private int clientFramesBurst = 1_000;
        private Duration keepAliveTime = Duration.ofSeconds(20);
        private Duration keepAliveTimeout = Duration.ofSeconds(10);
        private Duration keepAlivePermitted = Duration.ofSeconds(5);
        private Duration lobbyDeadline = Duration.ofSeconds(10);
        private Duration lobbyDeadlineMax = Duration.ofSeconds(60);
        private Duration retryAfter = Duration.ofMillis(500);
        private Duration routeWait = Duration.ofSeconds(15);
        private Duration closeGrace = Duration.ofSeconds(5);

        private Builder() {}

        private Builder(Builder other) {
            this.flowControlWindowBytes = other.flowControlWindowBytes;
            this.onReadyThresholdBytes = other.onReadyThresholdBytes;
            this.framesBeyondThreshold = other.framesBeyondThreshold;
            this.notSentLowWaterBytes = other.notSentLowWaterBytes;
            this.inboundMessageBytesMax = other.inboundMessageBytesMax;
            this.inboundMetadataBytesMax = other.inboundMetadataBytesMax;
            this.connectionsMax = other.connectionsMax;
            this.callsPerConnectionMax = other.callsPerConnectionMax;
            this.playStreamsMax = other.playStreamsMax;
            this.clientFramesPerSecond = other.clientFramesPerSecond;
            this.clientFramesBurst = other.clientFramesBurst;
            this.keepAliveTime = other.keepAliveTime;
            this.keepAliveTimeout = other.keepAliveTimeout;
            this.keepAlivePermitted = other.keepAlivePermitted;
            this.lobbyDeadline = other.lobbyDeadline;
            this.lobbyDeadlineMax = other.lobbyDeadlineMax;
            this.retryAfter = other.retryAfter;
            this.routeWait = other.routeWait;
            this.closeGrace = other.closeGrace;
        }

        /**
         * Sets how much a client may send on a stream before the server has read it.
         *
         * @param bytes 64 KiB (the default; less stalls HTTP/2's handshake) to 16 MiB
         * @return this
         */
        public Builder flowControlWindowBytes(int bytes) {
            flowControlWindowBytes = inRange("flowControlWindowBytes", bytes, 64 * KIB, 16 * MIB);
            return this;
        }

        /**
         * Sets how much may wait on a stream that still counts as ready.
         *
         * @param bytes 1 to 1 MiB, 512 by default
         * @return this
         */
        public Builder onReadyThresholdBytes(int bytes) {
            onReadyThresholdBytes = inRange("onReadyThresholdBytes", bytes, 1, MIB);
            return this;
        }

        /**
         * Sets how many more frames may be written to a stream that waits for the network.
         *
         * @param frames 0 to 64, 2 by default
         * @return this
         */
        public Builder framesBeyondThreshold(int frames) {
            framesBeyondThreshold = inRange("framesBeyondThreshold", frames, 0, 64);
            return this;
        }

        /**
         * Sets how much may lie unsent in the kernel for a connection.
         *
         * @param bytes 1 KiB to 16 MiB, 16 KiB by default
         * @return this
         */
        public Builder notSentLowWaterBytes(int bytes) {
            notSentLowWaterBytes = inRange("notSentLowWaterBytes", bytes, KIB, 16 * MIB);
            return this;
        }

        /**
         * Sets the longest message that is read.
         *
         * @param bytes 68 KiB (the longest rules in their request) to 16 MiB, 256 KiB by default
         * @return this
         */
        public Builder inboundMessageBytesMax(int bytes) {
            inboundMessageBytesMax = inRange("inboundMessageBytesMax", bytes, 68 * KIB, 16 * MIB);
            return this;
        }

        /**
         * Sets the most metadata that a call may bring.
         *
         * @param bytes 2 KiB to 64 KiB, 8 KiB by default
         * @return this
         */
        public Builder inboundMetadataBytesMax(int bytes) {
            inboundMetadataBytesMax = inRange("inboundMetadataBytesMax", bytes, 2 * KIB, 64 * KIB);
            return this;
        }

        /**
         * Sets how many connections the server holds. A player usually brings one of his own, and there are others.
         *
         * @param connections 1 to 1,000,000, 24,000 by default
         * @return this
         */
        public Builder connectionsMax(int connections) {
            connectionsMax = inRange("connectionsMax", connections, 1, 1_000_000);
            return this;
        }

        /**
         * Sets how many calls a connection may have open.
         *
         * @param calls 1 to 100,000, 128 by default
         * @return this
         */
        public Builder callsPerConnectionMax(int calls) {
            callsPerConnectionMax = inRange("callsPerConnectionMax", calls, 1, 100_000);
            return this;
        }

        /**
         * Sets how many Play streams the server takes.
         *
         * @param streams 1 to 1,000,000, 20,000 by default
         * @return this
         */
        public Builder playStreamsMax(int streams) {
            playStreamsMax = inRange("playStreamsMax", streams, 1, 1_000_000);
            return this;
        }

        /**
         * Sets how many messages a client may send on a Play stream, on average.
         *
         * @param messages 4 (what acknowledging takes) to 10,000 per second, 200 by default
         * @return this
         */
        public Builder clientFramesPerSecond(int messages) {
            clientFramesPerSecond = inRange("clientFramesPerSecond", messages, 4, 10_000);
            return this;
        }

        /**
         * Sets how many messages a client may send on a Play stream at once.
         *
         * @param messages 1 to 100,000, 1,000 by default
         * @return this
         */
        public Builder clientFramesBurst(int messages) {
            clientFramesBurst = inRange("clientFramesBurst", messages, 1, 100_000);
            return this;
        }

        /**
         * Sets after how much silence the server asks whether a connection still lives.
         *
         * @param time 1 s to 1 h, 20 s by default
         * @return this
         */
        public Builder keepAliveTime(Duration time) {
            keepAliveTime = inRange("keepAliveTime", time, Duration.ofSeconds(1), Duration.ofHours(1));
            return this;
        }

        /**
         * Sets how long the server waits for that answer.
         *
         * @param timeout 100 ms to 5 min, 10 s by default
         * @return this
         */
        public Builder keepAliveTimeout(Duration timeout) {
            keepAliveTimeout = inRange("keepAliveTimeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5));
            return this;
        }

        /**
         * Sets how often a client may ask whether the server lives.
         *
         * @param time 100 ms to 1 h, 5 s by default
         * @return this
         */
        public Builder keepAlivePermitted(Duration time) {
            keepAlivePermitted = inRange("keepAlivePermitted", time, Duration.ofMillis(100), Duration.ofHours(1));
            return this;
        }

        /**
         * Sets how much time a lobby call has whose client gives no deadline.
         *
         * @param time 10 ms to 5 min, 10 s by default
         * @return this
         */
        public Builder lobbyDeadline(Duration time) {
            lobbyDeadline = inRange("lobbyDeadline", time, Duration.ofMillis(10), Duration.ofMinutes(5));
            return this;
        }

        /**
         * Sets how much time a lobby call has at most.
         *
         * @param time at least {@link #lobbyDeadline(Duration)}, to 5 min, 60 s by default
         * @return this
         */
        public Builder lobbyDeadlineMax(Duration time) {
            lobbyDeadlineMax = inRange("lobbyDeadlineMax", time, Duration.ofMillis(10), Duration.ofMinutes(5));
            return this;
        }

        /**
         * Sets how long clients are asked to wait before they try again.
         *
         * @param time 1 ms to 1 min, 500 ms by default
         * @return this
         */
        public Builder retryAfter(Duration time) {
            retryAfter = inRange("retryAfter", time, Duration.ofMillis(1), Duration.ofMinutes(1));
            return this;
        }

        /**
         * Sets how long a proxy looks for a gameserver that carries a stream on.
         *
         * @param time 10 ms to 1 h, 15 s by default
         * @return this
         */
        public Builder routeWait(Duration time) {
            routeWait = inRange("routeWait", time, Duration.ofMillis(10), Duration.ofHours(1));
            return this;
        }

        /**
         * Sets how long a closing server waits for calls to end.
         *
         * @param time 0 to 5 min, 5 s by default
         * @return this
         */
        public Builder closeGrace(Duration time) {
            closeGrace = inRange("closeGrace", time, Duration.ZERO, Duration.ofMinutes(5));
            return this;
        }

        /**
         * Checks how the values go together.
         *
         * @return the options
         * @throws IllegalArgumentException if a lobby call's default deadline is above its maximum
         */
        public GrpcServerOptions build() {
            if (lobbyDeadline.compareTo(lobbyDeadlineMax) > 0) {
                throw new IllegalArgumentException("lobbyDeadline " + lobbyDeadline
                        + ": must be at most lobbyDeadlineMax, which is " + lobbyDeadlineMax);
            }
            return new GrpcServerOptions(new Builder(this));
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
