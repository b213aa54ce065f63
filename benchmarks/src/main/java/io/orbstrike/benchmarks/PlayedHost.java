package io.orbstrike.benchmarks;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.HostMetrics;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.Reservation;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.host.TickLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A host in invoker form on which every player has a stream, driven board by board.
 *
 * <p>Confined to one thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class PlayedHost<J, I> {

    private final SlotClock clock = new SlotClock();
    private final CallerLane lane = new CallerLane();
    private final BoardHost host = BoardHost.builder().threads(1).clock(clock).build();
    private final TickLoop loop = host.tickLoops().get(0);
    private final List<HostedBoard<J, I>> boards = new ArrayList<>();
    private final List<CountingViewer> viewers = new ArrayList<>();
    private final Shape shape;
    private long intervalNs;

    private PlayedHost(Shape shape) {
        this.shape = shape;
    }

    static <R, J, I> PlayedHost<J, I> create(
            Shape shape, BoardType<R, J, I> type, R rules, J joinData, byte[][] wishes) {
        PlayedHost<J, I> played = createWithoutStreams(shape, type, rules, joinData);
        for (int player = 1; player <= shape.players(); player++) {
            played.open(new PlayerId(player), wishes);
        }
        return played;
    }

    static <R, J, I> PlayedHost<J, I> createWithoutStreams(Shape shape, BoardType<R, J, I> type, R rules, J joinData) {
        PlayedHost<J, I> played = new PlayedHost<>(shape);
        for (int i = 0; i < shape.boards(); i++) {
            played.addBoard(i, type, rules);
        }
        for (int player = 1; player <= shape.players(); player++) {
            played.join(new PlayerId(player), joinData);
        }
        return played;
    }

    /**
     * Moves time on by what lies between the slots of two boards, and does what is due: on average, one board's tick.
     *
     * @return what the machine's clock said last
     */
    long tickOneBoard() {
        tick(intervalNs / shape.boards());
        return clock.machineNs();
    }

    HostMetrics metrics() {
        return host.metrics();
    }

    List<CountingViewer> viewers() {
        return viewers;
    }

    void close() {
        host.close();
        lane.drain();
    }

    private void tick(long ns) {
        clock.advance(ns);
        loop.doWork(clock.nanoTime());
        lane.drain();
    }

    private <R> void addBoard(int number, BoardType<R, J, I> type, R rules) {
        CompletionStage<HostedBoard<J, I>> made =
                host.create(new BoardId(0, number + 1), type, rules, BoardSettings.of(number));
        loop.doWork(clock.nanoTime());
        HostedBoard<J, I> board = done(made);
        intervalNs = board.tickInterval().toNanos();
        boards.add(board);
    }

    private void join(PlayerId player, J joinData) {
        List<CompletionStage<ReserveOutcome>> reserved = new ArrayList<>();
        boards.forEach(board -> reserved.add(board.reserve(joinData)));
        loop.doWork(clock.nanoTime());
        List<CompletionStage<Boolean>> joined = new ArrayList<>();
        for (int i = 0; i < boards.size(); i++) {
            joined.add(boards.get(i).join(reservation(done(reserved.get(i))), player));
        }
        loop.doWork(clock.nanoTime());
        tick(intervalNs);
        joined.forEach(answer -> require(done(answer), "join"));
    }

    private void open(PlayerId player, byte[][] wishes) {
        List<CompletionStage<OpenOutcome>> opened = new ArrayList<>();
        List<CountingViewer> sinks = new ArrayList<>();
        for (int i = 0; i < boards.size(); i++) {
            CountingViewer sink = CountingViewer.speakingAlways(wishes, viewers.size() + i);
            sinks.add(sink);
            opened.add(boards.get(i).open(player, 1, lane, sink));
        }
        tick(0);
        for (int i = 0; i < boards.size(); i++) {
            OpenOutcome outcome = done(opened.get(i));
            require(outcome instanceof OpenOutcome.Opened, "open");
            sinks.get(i).opened(((OpenOutcome.Opened) outcome).viewer());
        }
        viewers.addAll(sinks);
    }

    private static Reservation reservation(ReserveOutcome outcome) {
        require(outcome instanceof ReserveOutcome.Reserved, "reserve");
        return ((ReserveOutcome.Reserved) outcome).reservation();
    }

    private static <T> T done(CompletionStage<T> stage) {
        require(stage.toCompletableFuture().isDone(), "answer");
        return stage.toCompletableFuture().join();
    }

    private static void require(boolean isTrue, String what) {
        if (!isTrue) {
            throw new IllegalStateException("no " + what + ": the host of a benchmark takes every player");
        }
    }
}
