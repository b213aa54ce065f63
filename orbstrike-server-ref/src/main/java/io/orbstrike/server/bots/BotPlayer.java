package io.orbstrike.server.bots;

import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.host.NanoClock;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One player of the load client: sends inputs, and hands every frame to his judges.
 *
 * <p>Confined to his lane, but for {@link #start} and {@link #close}; figures are read when he is over.
 */
final class BotPlayer implements PlayListener {

    /** The headers of a message in gRPC and of its DATA frame in HTTP/2. */
    private static final int HEADER_BYTES = 5 + 9;

    private static final int SENT_KEPT = 256;

    private final int stream;
    private final String board;
    private final BotLane lane;
    private final Window window;
    private final Violations violations;
    private final NanoClock clock;
    private final StreamJudge judge;
    private final OrbJudge orbJudge;
    private long epoch;
    private final BotPilot pilot;
    private final SharedView view;
    private final Seat seat;
    private final CountDownLatch firstFrame;
    private final long inputIntervalNs;
    private final long[] sentNs = new long[SENT_KEPT];
    private final CountDownLatch over = new CountDownLatch(1);

    private @Nullable Play<OrbInput> play;
    private long nextInputNs;
    private long acknowledged;
    private boolean hasFrame;
    private long reconnects;
    private long streamErrors;
    private long refusedRegressions;
    private volatile boolean isClosing;
    private volatile boolean isOver;

    /** What all players of a run share. */
    record Shared(
            Limits limits,
            Window window,
            Violations violations,
            NanoClock clock,
            int inputsPerSecond,
            long seed,
            CountDownLatch firstFrames) {}

    BotPlayer(int stream, Seat seat, BoardRecord record, BotLane lane, Shared shared) {
        this.stream = stream;
        this.seat = seat;
        this.board = seat.board().id().toString();
        this.lane = lane;
        this.window = shared.window();
        this.violations = shared.violations();
        this.clock = shared.clock();
        this.firstFrame = shared.firstFrames();
        this.view = new SharedView(record, stream);
        this.judge = new StreamJudge(
                stream, board, seat.board().tickInterval(), shared.limits(), window, lane.figures(), violations);
        this.orbJudge = new OrbJudge(stream, board, seat.index(), seat.player().value(), violations);
        this.pilot = new BotPilot(shared.seed() + stream, shared.inputsPerSecond());
        this.inputIntervalNs = TimeUnit.SECONDS.toNanos(1) / shared.inputsPerSecond();
    }

    /** Opens the stream. */
    void start(OrbType type) {
        Play<OrbInput> opened = lane.client().play(type, seat, view, this);
        lane.execute(() -> {
            play = opened;
            nextInputNs = clock.nanoTime() + pilot.delayNs(inputIntervalNs);
            lane.add(this);
        });
    }

    /** Leaves the stream, which is no error from now on. */
    void close() {
        isClosing = true;
        lane.execute(() -> {
            Play<OrbInput> opened = play;
            if (opened != null) {
                opened.close();
            }
        });
    }

    /** Waits for the stream's end; false if it takes longer. */
    boolean awaitOver(long timeoutNs) throws InterruptedException {
        return over.await(timeoutNs, TimeUnit.NANOSECONDS);
    }

    int stream() {
        return stream;
    }

    Seat seat() {
        return seat;
    }

    StreamJudge judge() {
        return judge;
    }

    OrbJudge orbJudge() {
        return orbJudge;
    }

    long reconnects() {
        return reconnects;
    }

    long streamErrors() {
        return streamErrors;
    }

    long regressions() {
        return judge.regressions() + refusedRegressions;
    }

    long nextInputNs() {
        return nextInputNs;
    }

    /** Sends the next input; false if there is to be none any more. */
    boolean sendInput(long nowNs) {
        Play<OrbInput> opened = play;
        if (isOver || isClosing || opened == null) {
            return false;
        }
        nextInputNs += inputIntervalNs;
        if (nextInputNs - nowNs < 0) {
            nextInputNs = nowNs + inputIntervalNs;
        }
        if (!hasFrame) {
            return true;
        }
        OrbInput input = pilot.next(view.state(), seat.index());
        long sequence = opened.offer(input);
        if (sequence > 0) {
            sentNs[(int) (sequence % SENT_KEPT)] = nowNs;
            orbJudge.onSent(sequence, input);
        }
        return true;
    }

    @Override
    public void onFrame(FrameInfo frame) {
        if (frame.kind() == FrameKind.LAST) {
            return;
        }
        long nowNs = clock.nanoTime();
        if (!hasFrame) {
            hasFrame = true;
            firstFrame.countDown();
        }
        boolean isRight = judge.onFrame(
                nowNs,
                frame.epoch(),
                frame.tick(),
                frame.kind(),
                frame.slotsDropped(),
                frame.sizeBytes() + HEADER_BYTES);
        view.settle(frame.epoch());
        if (frame.epoch() > epoch) {
            epoch = frame.epoch();
            orbJudge.onHeldForgotten();
        }
        OrbState state = view.state();
        if (isRight && state != null) {
            orbJudge.onFrame(frame.kind(), frame.acknowledgedInput(), state);
        } else {
            orbJudge.onLost();
        }
        takeAcknowledged(nowNs, frame.acknowledgedInput());
    }

    private void takeAcknowledged(long nowNs, long sequence) {
        boolean isMeasured = window.hasStarted(nowNs) && !window.hasEnded(nowNs);
        for (long next = Math.max(acknowledged, sequence - SENT_KEPT) + 1; next <= sequence && isMeasured; next++) {
            lane.figures().onInputLatency(nowNs - sentNs[(int) (next % SENT_KEPT)]);
        }
        acknowledged = Math.max(acknowledged, sequence);
    }

    @Override
    public void onStream(long streamNumber) {
        if (streamNumber > 1) {
            orbJudge.onHeldForgotten();
        }
    }

    @Override
    public void onInterrupted(CallFailedException failure) {
        if (!isClosing) {
            reconnects++;
        }
    }

    @Override
    public void onViolation(io.orbstrike.grpc.client.Violation violation, String detail) {
        orbJudge.onLost();
        switch (violation) {
            case REGRESSION -> {
                refusedRegressions++;
                found(Kind.REGRESSION, "a frame above the one before", detail);
            }
            case GAP, NO_KEYFRAME -> found(Kind.TICK_GAP, "the next delta or a keyframe", detail);
            default -> onError("frames as the protocol says", violation + ": " + detail);
        }
    }

    @Override
    public void onEnd(PlayEnd end) {
        isOver = true;
        if (!isClosing && end instanceof PlayEnd.Failed failed) {
            onError("a stream until the end", String.valueOf(failed.failure().getMessage()));
        } else if (!isClosing && end instanceof PlayEnd.StayEnded ended) {
            onError("a stay until the end", "the stay ended: " + ended.reason());
        }
        over.countDown();
    }

    private void onError(String expected, String seen) {
        streamErrors++;
        found(Kind.STREAM_ERROR, expected, seen);
    }

    private void found(Kind kind, String expected, String seen) {
        violations.add(new Violation(kind, stream, board, view.tick(), expected, seen));
    }
}
