package io.orbstrike.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A host in invoker form on a manual clock, driven by the test's thread. */
final class HostFixture {

    static final BoardId BOARD = new BoardId(0, 1);

    final ManualNanoClock clock = new ManualNanoClock();
    final CountingType type = new CountingType();
    final ManualLane lane = new ManualLane();
    final BoardHost host;

    HostFixture() {
        this(builder -> builder.threads(1));
    }

    HostFixture(UnaryOperator<BoardHost.Builder> choose) {
        host = choose.apply(BoardHost.builder().clock(clock)).build();
    }

    HostedBoard<String, Integer> board() {
        return board(BOARD, CountingType.Rules.DEFAULT, BoardSettings.of(1));
    }

    HostedBoard<String, Integer> board(BoardId id, CountingType.Rules rules, BoardSettings settings) {
        CompletionStage<HostedBoard<String, Integer>> created = host.create(id, type, rules, settings);
        work();
        return done(created);
    }

    /** Lets every loop do what is due, without moving the clock, and then the lane. */
    void work() {
        for (int i = 0; i < 3; i++) {
            host.tickLoops().forEach(loop -> loop.doWork(clock.nanoTime()));
        }
        lane.run();
    }

    /** Moves the clock by one default tick interval at a time. */
    void ticks(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofMillis(10));
            work();
        }
    }

    /** Moves the clock to a board's next step, and tells which tick that was. */
    long nextStep(HostedBoard<?, ?> board) {
        long tick = board.status().tick();
        while (board.status().tick() == tick) {
            clock.advance(Duration.ofMillis(1));
            work();
        }
        return board.status().tick();
    }

    /** Reserves and joins, with a step. */
    PlayerId join(HostedBoard<String, Integer> board, long id, String name) {
        PlayerId player = new PlayerId(id);
        CompletionStage<ReserveOutcome> reserved = board.reserve(name);
        work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(reserved)).reservation();
        CompletionStage<Boolean> joined = board.join(reservation, player);
        ticks(1);
        assertThat(done(joined)).isTrue();
        return player;
    }

    Viewer open(HostedBoard<String, Integer> board, PlayerId player, long streamNumber, FrameSink sink) {
        return open(board, player, new StreamNumber(streamNumber, 0), sink);
    }

    Viewer open(HostedBoard<String, Integer> board, PlayerId player, StreamNumber streamNumber, FrameSink sink) {
        return ((OpenOutcome.Opened) tryOpen(board, player, streamNumber, sink)).viewer();
    }

    OpenOutcome tryOpen(HostedBoard<String, Integer> board, PlayerId player, long streamNumber, FrameSink sink) {
        return tryOpen(board, player, new StreamNumber(streamNumber, 0), sink);
    }

    OpenOutcome tryOpen(
            HostedBoard<String, Integer> board, PlayerId player, StreamNumber streamNumber, FrameSink sink) {
        CompletionStage<OpenOutcome> opened = board.open(player, streamNumber, lane, sink);
        work();
        return done(opened);
    }

    boolean offer(Viewer viewer, long sequence, int input) {
        InputKind kind = type.kindOf(input);
        return viewer.offerInput(kind, sequence, type.inputCodec().encode(input));
    }

    static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    static Throwable failureOf(CompletionStage<?> stage) {
        AtomicReference<Throwable> failure = new AtomicReference<>(new AssertionError("has not failed"));
        stage.whenComplete((value, thrown) -> failure.set(requireNonNull(thrown, "has not failed")));
        return requireNonNull(failure.get());
    }
}
