package io.orbstrike.grpc.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.util.concurrent.ScheduledFuture;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.grpc.ErrorReason;
import io.orbstrike.grpc.PlayMetadata;
import io.orbstrike.grpc.client.Connections.Connection;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.FrameDecoder;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.StayEndReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A play: one stream at a time, opened again after it broke.
 *
 * <p>{@link #offer} and {@link #close} are thread-safe; everything else is confined to the thread of its connections.
 *
 * @param <I> what a player wants
 */
final class PlaySession<I> implements Play<I> {

    /* Waiting (no stream, a reconnect is scheduled), connected (a stream, with or without its keyframe), over.
     *
     * Messages. Nothing is sent before the first frame of the play, which says what sequence the stay has seen. From then
     * on a stream begins with a message that restores the player: newest state, every unacknowledged event, newest frame
     * seen. Later ones go out when an input waits and the input interval is over, or when a frame waits for its
     * acknowledgement and that interval is over; one timer serves both, and the reconnects. While the transport is not ready nothing is sent,
     * so nothing queues.
     *
     * A proxy may carry a stream on at another gameserver, and what was on the way to the first is lost; what comes to the
     * second must not be above it, or the gameserver would drop it as late. So every message has all unacknowledged
     * events. A keyframe apart from the frame before tells of such a change, and is answered at once.
     */

    static final MethodDescriptor<byte[], byte[]> PLAY = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(PlayGrpc.getPlayMethod().getFullMethodName())
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();

    private static final int FRAMES_REQUESTED = 32;
    private static final int FRAMES_REQUESTED_AGAIN = FRAMES_REQUESTED / 2;
    private static final int RENUMBERINGS_MAX = 3;

    private final Connections connections;
    private final BoardType<?, ?, I> type;
    private final Seat seat;
    private final PlayListener listener;
    private final FrameDecoder frames;
    private final NanoClock clock;
    private final Consumer<PlaySession<?>> onOver;
    private final Outbox outbox;
    private final Backoff backoff;
    private final ByteWriter scratch = new ByteWriter(128);
    private final AtomicBoolean flushPending = new AtomicBoolean();
    private final long acknowledgeEveryNs;
    private final long inputIntervalNs;
    private final long giveUpAfterNs;

    private @Nullable Attempt current;
    private @Nullable ScheduledFuture<?> timer;
    private long timerDueNs;
    private boolean hasInputs;
    private boolean hasFrames;
    private int target;
    private long streamNumber;
    private int renumberings;
    private long sentEvent;
    private long sentNs;
    private long acknowledgedTick;
    private long acknowledgedEpoch;
    private long lastFrameNs;
    private volatile boolean isOver;

    PlaySession(
            Connections connections,
            int firstTarget,
            BoardType<?, ?, I> type,
            Seat seat,
            BoardView view,
            PlayListener listener,
            ClientOptions options,
            NanoClock clock,
            RandomGenerator random,
            Consumer<PlaySession<?>> onOver) {
        this.connections = connections;
        this.target = firstTarget;
        this.type = type;
        this.seat = seat;
        this.listener = listener;
        this.frames = new FrameDecoder(view);
        this.clock = clock;
        this.onOver = onOver;
        this.outbox = new Outbox(options.eventsKept());
        this.backoff = new Backoff(
                options.reconnectDelayMin().toNanos(),
                options.reconnectDelayMax().toNanos(),
                random);
        this.acknowledgeEveryNs = options.acknowledgeEvery().toNanos();
        this.inputIntervalNs = options.inputInterval().toNanos();
        this.giveUpAfterNs = options.giveUpAfter().toNanos();
        this.lastFrameNs = clock.nanoTime();
    }

    void start() {
        connections.loop().execute(this::connect);
    }

    @Override
    public long offer(I input) {
        if (isOver) {
            return -1;
        }
        long sequence = outbox.offer(type.kindOf(input), type.inputCodec().encode(input));
        if (sequence > 0 && flushPending.compareAndSet(false, true)) {
            execute(this::flush);
        }
        return sequence;
    }

    @Override
    public void close() {
        isOver = true;
        execute(() -> end(PlayEnd.Closed.INSTANCE));
    }

    private void execute(Runnable task) {
        try {
            connections.loop().execute(task);
        } catch (RejectedExecutionException e) {
            isOver = true;
        }
    }

    private void connect() {
        timer = null;
        if (isOver) {
            return;
        }
        streamNumber++;
        Connection connection = connections.acquire(target);
        ClientCall<byte[], byte[]> call = connection.channel.newCall(PLAY, CallOptions.DEFAULT);
        Attempt attempt = new Attempt(connection, call);
        current = attempt;
        sentEvent = 0;
        call.start(attempt, PlayMetadata.ofPlay(seat.ticket(), streamNumber, frames.epoch(), frames.tick()));
        call.request(FRAMES_REQUESTED);
        if (hasFrames) {
            send(attempt);
        }
    }

    private void flush() {
        flushPending.set(false);
        hasInputs = true;
        sendWhenDue();
    }

    /** Sends now what is due now, and sees to it that the rest is sent when it is due. */
    private void sendWhenDue() {
        Attempt attempt = current;
        if (attempt == null || !hasFrames || !attempt.call.isReady()) {
            return; // a new stream begins with everything; so does the transport's onReady
        }
        boolean hasUnacknowledged = frames.tick() != acknowledgedTick || frames.epoch() != acknowledgedEpoch;
        if (!hasInputs && !hasUnacknowledged) {
            return;
        }
        long dueNs = sentNs + (hasInputs ? inputIntervalNs : acknowledgeEveryNs);
        long waitNs = dueNs - clock.nanoTime();
        if (waitNs <= 0) {
            send(attempt);
        } else if (timer == null || dueNs - timerDueNs < 0) {
            cancelTimer();
            timerDueNs = dueNs;
            timer = connections.loop().schedule(this::onTimer, waitNs, TimeUnit.NANOSECONDS);
        }
    }

    private void onTimer() {
        timer = null;
        sendWhenDue();
    }

    private void send(Attempt attempt) {
        scratch.clear();
        sentEvent = outbox.write(scratch, frames.epoch(), frames.tick());
        hasInputs = false;
        acknowledgedEpoch = frames.epoch();
        acknowledgedTick = frames.tick();
        sentNs = clock.nanoTime();
        attempt.call.sendMessage(scratch.toByteArray());
    }

    private void receive(Attempt attempt, byte[] message) {
        long epochBefore = frames.epoch();
        long tickBefore = frames.tick();
        long acknowledgedBefore = frames.acknowledgedInput();
        Violation violation = decode(attempt, message);
        if (violation == Violation.REGRESSION) {
            listener.onViolation(violation, "a frame that is not above " + newestFrame());
            return;
        }
        if (violation != null) {
            breakOff(violation, "after " + newestFrame());
            return;
        }
        lastFrameNs = clock.nanoTime();
        boolean isFollowing = attempt.hasFrames;
        attempt.hasFrames = true;
        backoff.reset();
        outbox.base(frames.acknowledgedInput());
        outbox.acknowledge(frames.acknowledgedInput());
        boolean hasRoom = frames.acknowledgedInput() != acknowledgedBefore && outbox.hasEventsAfter(sentEvent);
        hasInputs |= !hasFrames || hasRoom || (isFollowing && isApart(epochBefore, tickBefore));
        hasFrames = true;
        listener.onFrame(new FrameInfo(
                frames.epoch(),
                frames.tick(),
                frames.kind(),
                frames.slotsDropped(),
                frames.acknowledgedInput(),
                message.length));
        sendWhenDue();
    }

    /** Whether the newest frame may come from another gameserver than the one before it on the stream. */
    private boolean isApart(long epochBefore, long tickBefore) {
        return frames.kind() == FrameKind.KEYFRAME
                && (frames.epoch() != epochBefore || frames.tick() != tickBefore + 1);
    }

    /** Shows a frame to the view, or says what is wrong with it. */
    private @Nullable Violation decode(Attempt attempt, byte[] message) {
        try {
            FrameDecoder.Continuity continuity = frames.decode(message);
            boolean isFirst = !attempt.hasFrames;
            if (continuity == FrameDecoder.Continuity.REGRESSION) {
                return Violation.REGRESSION;
            }
            if (isFirst && (continuity == FrameDecoder.Continuity.GAP || frames.kind() == FrameKind.DELTA)) {
                return Violation.NO_KEYFRAME;
            }
            return continuity == FrameDecoder.Continuity.GAP ? Violation.GAP : null;
        } catch (MalformedBytesException | InvalidValueException e) {
            return Violation.MALFORMED;
        }
    }

    private String newestFrame() {
        return frames.hasFrame() ? "epoch " + frames.epoch() + ", tick " + frames.tick() : "no frame";
    }

    private void breakOff(Violation violation, String detail) {
        listener.onViolation(violation, detail);
        interrupt(Status.UNKNOWN.withDescription("the server broke the protocol: " + violation + " " + detail), null);
    }

    /** Leaves the stream and opens another after a while. */
    private void interrupt(Status status, @Nullable Metadata trailers) {
        Attempt left = current;
        current = null;
        cancelTimer();
        if (left != null) {
            left.call.cancel("left by the client", null);
        }
        CallFailedException failure = CallFailedException.of(status, trailers);
        if (isOver) {
            return;
        }
        boolean isStaleNumber = failure.streamNumber() >= streamNumber && !hasFrames && renumberings < RENUMBERINGS_MAX;
        if (failure.reason().equals(Optional.of(ErrorReason.SUPERSEDED)) && isStaleNumber) {
            renumberings++;
            streamNumber = failure.streamNumber();
            connect();
            return;
        }
        if (!failure.isRetryable() || clock.nanoTime() - lastFrameNs > giveUpAfterNs) {
            end(new PlayEnd.Failed(failure));
            return;
        }
        if (left != null && failure.reason().isEmpty()) {
            left.connection.channel.resetConnectBackoff();
        }
        target = (target + 1) % connections.targetCount();
        listener.onInterrupted(failure);
        long asked = failure.retryAfter().map(Duration::toNanos).orElse(0L);
        timer = connections.loop().schedule(this::connect, asked + backoff.nextNs(), TimeUnit.NANOSECONDS);
    }

    private void end(PlayEnd end) {
        Attempt left = current;
        current = null;
        isOver = true;
        cancelTimer();
        if (left != null) {
            left.call.cancel("closed by the client", null);
        }
        onOver.accept(this);
        listener.onEnd(end);
    }

    private void cancelTimer() {
        ScheduledFuture<?> pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    /** One stream. What comes of a stream that is not the current one any more is ignored. */
    private final class Attempt extends ClientCall.Listener<byte[]> {

        private final Connection connection;
        private final ClientCall<byte[], byte[]> call;
        private int framesTaken;
        private boolean hasFrames;

        Attempt(Connection connection, ClientCall<byte[], byte[]> call) {
            this.connection = connection;
            this.call = call;
        }

        @Override
        public void onHeaders(Metadata headers) {
            if (current == this) {
                guarded(() -> listener.onStream(streamNumber));
            }
        }

        @Override
        public void onMessage(byte[] message) {
            if (current == this) {
                guarded(() -> receive(this, message));
                if (current == this && ++framesTaken == FRAMES_REQUESTED_AGAIN) {
                    framesTaken = 0;
                    call.request(FRAMES_REQUESTED_AGAIN);
                }
            }
        }

        @Override
        public void onReady() {
            if (current == this) {
                sendWhenDue();
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            connections.release(connection);
            if (current == this) {
                guarded(() -> onStreamClosed(status, trailers));
            }
        }

        private void guarded(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                Status status = Status.CANCELLED
                        .withDescription("the listener or the view threw")
                        .withCause(e);
                if (!isOver || current != null) {
                    end(new PlayEnd.Failed(CallFailedException.of(status, null)));
                }
            }
        }
    }

    private void onStreamClosed(Status status, Metadata trailers) {
        Optional<StayEndReason> reason = frames.endReason();
        if (reason.isPresent()) {
            current = null;
            end(new PlayEnd.StayEnded(reason.get(), frames.endDetail()));
        } else if (status.isOk()) {
            breakOff(Violation.NO_LAST, "after " + newestFrame());
        } else {
            interrupt(status, trailers);
        }
    }
}
