package io.orbstrike.server.bots;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.host.NanoClock;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.bots.Violation.Kind;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.StartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of the load client, from the first board to the report.
 *
 * <p>Confined to the thread that calls {@link #run()}, but for {@link #stop()}.
 */
final class BotsRun implements AutoCloseable {

    private static final OrbType ORB = new OrbType();
    private static final int JOINS_AT_ONCE = 32;
    private static final Duration CALL_TIME_MAX = Duration.ofSeconds(15);
    private static final Duration FIRST_FRAMES_TIME_MAX = Duration.ofSeconds(15);
    private static final Duration BOARD_TIME_SPARE = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration CLOSING_CHECK_TIME_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIME_MAX = Duration.ofSeconds(5);
    private static final long PROGRESS_MS = 1_000;

    private final BotsOptions options;
    private final NanoClock clock;
    private final Progress progress;
    private final Window window = new Window();
    private final Violations violations = new Violations();
    private final List<BotLane> lanes = new ArrayList<>();
    private final List<BoardBots> boards = new ArrayList<>();
    private final List<BotPlayer> checkers = new ArrayList<>();
    private final OrbstrikeClient lobby;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final OwnCpu ownCpu;
    private long callErrors;
    private double ownCpuPercent;

    BotsRun(BotsOptions options, NanoClock clock, Progress progress) {
        this.options = options;
        this.clock = clock;
        this.progress = progress;
        this.ownCpu = new OwnCpu(clock);
        for (int i = 0; i < options.threads(); i++) {
            lanes.add(new BotLane(options.targets(), options.streamsPerConnection(), clock));
        }
        OrbstrikeClient.Builder builder =
                OrbstrikeClient.builder().eventLoops(lanes.get(0).loops());
        options.targets().forEach(target -> builder.target(target.toString()));
        this.lobby = builder.build();
    }

    /** Ends the run early; its report is about the time until now. Thread-safe. */
    void stop() {
        window.cut(clock.nanoTime());
        stopped.countDown();
    }

    /**
     * Plays and judges; blocks for the warm-up, the duration and some seconds.
     *
     * @throws StartException if the boards cannot be made or found
     */
    BotsReport run() throws InterruptedException {
        findBoards();
        CountDownLatch firstFrames = new CountDownLatch(boards.size() * options.players());
        join(firstFrames);
        progress.show("waiting for the first frames");
        awaitOrStopped(firstFrames, FIRST_FRAMES_TIME_MAX);
        long startNs = clock.nanoTime() + options.warmup().toNanos();
        window.open(startNs, startNs + options.duration().toNanos());
        if (stopped.getCount() == 0) {
            window.cut(clock.nanoTime());
        }
        playUntilTheEnd();
        if (stopped.getCount() > 0) {
            checkAtTheEnd();
        }
        closePlayers();
        progress.clear();
        return report();
    }

    private void findBoards() throws InterruptedException {
        String given = options.board();
        if (given != null) {
            BoardFacts facts = answerOf("GetBoard", lobby.getBoard(boardId(given)));
            if (!facts.type().equals(ORB.name())) {
                throw failed("joining", "board " + given + " is of type " + facts.type() + ", not orb");
            }
            boards.add(new BoardBots(facts, violations));
            return;
        }
        OrbRules rules = OrbRules.builder().maxPlayers(options.players()).build();
        Duration lifetime = options.warmup().plus(options.duration()).plus(BOARD_TIME_SPARE);
        CreateOptions how = CreateOptions.DEFAULT.lifetime(Duration.ofSeconds(lifetime.toSeconds()));
        for (int i = 0; i < options.boards(); i++) {
            progress.show("creating boards: " + i + " of " + options.boards());
            BoardFacts facts = answerOf("CreateBoard", lobby.createBoard(ORB, rules, how));
            boards.add(new BoardBots(facts, violations));
        }
    }

    private static BoardId boardId(String text) {
        try {
            return BoardId.parse(text);
        } catch (InvalidValueException e) {
            throw new ConfigException("--board '" + text + "': must be 32 hexadecimal digits");
        }
    }

    private <T> T answerOf(String what, CompletionStage<T> call) throws InterruptedException {
        try {
            return call.toCompletableFuture().get(CALL_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(
                    what, String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw failed(what, "no answer");
        }
    }

    private StartException failed(String what, String why) {
        return new StartException(what + " on " + options.targets().get(0) + " failed: " + why);
    }

    /** Lets everybody join, a few at once, and begin to play. */
    private void join(CountDownLatch firstFrames) throws InterruptedException {
        BotPlayer.Shared shared = new BotPlayer.Shared(
                options.limits(), window, violations, clock, options.inputsPerSecond(), options.seed(), firstFrames);
        Semaphore free = new Semaphore(JOINS_AT_ONCE);
        int players = options.players();
        int all = boards.size() * players;
        for (int i = 0; i < all && stopped.getCount() > 0; i++) {
            free.acquire();
            int stream = i;
            BoardBots board = boards.get(i / players);
            lobby.joinBoard(ORB, board.facts().id(), player(stream)).whenComplete((seat, failure) -> {
                if (seat == null) {
                    onJoinFailed(stream, board, failure, firstFrames);
                } else {
                    begin(stream, seat, board, shared);
                }
                free.release();
            });
            if (i % players == 0) {
                progress.show("joining players: " + i + " of " + all);
            }
        }
        free.acquire(JOINS_AT_ONCE);
    }

    private static OrbPlayer player(int stream) {
        return new OrbPlayer("bot " + (stream + 1), stream % OrbPlayer.COLORS);
    }

    private void begin(int stream, Seat seat, BoardBots board, BotPlayer.Shared shared) {
        BotLane lane = lanes.get(stream % lanes.size());
        BotPlayer player;
        synchronized (board) {
            player = new BotPlayer(stream, seat, board.record(lane), lane, shared);
            board.players().add(player);
        }
        player.start(ORB);
    }

    private synchronized void onJoinFailed(int stream, BoardBots board, Throwable failure, CountDownLatch firstFrames) {
        callErrors++;
        violations.add(new Violation(
                Kind.STREAM_ERROR,
                stream,
                board.facts().id().toString(),
                0,
                "a place on the board",
                String.valueOf(failure.getMessage())));
        firstFrames.countDown();
    }

    private void awaitOrStopped(CountDownLatch latch, Duration timeMax) throws InterruptedException {
        long endNs = clock.nanoTime() + timeMax.toNanos();
        while (clock.nanoTime() - endNs < 0 && !stopped.await(1, TimeUnit.MILLISECONDS)) {
            if (latch.await(10, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void playUntilTheEnd() throws InterruptedException {
        if (awaitWhilePlaying(window.startNs())) {
            ownCpu.start();
            awaitWhilePlaying(window.endNs());
            ownCpuPercent = ownCpu.percentOfCore();
            awaitWhilePlaying(window.endNs() + GRACE.toNanos());
        }
    }

    /** Waits until a time has come; false if the run is stopped before. */
    private boolean awaitWhilePlaying(long untilNs) throws InterruptedException {
        for (long leftNs = untilNs - clock.nanoTime(); leftNs > 0; leftNs = untilNs - clock.nanoTime()) {
            long waitMs = Math.min(TimeUnit.NANOSECONDS.toMillis(leftNs) + 1, PROGRESS_MS);
            if (stopped.await(waitMs, TimeUnit.MILLISECONDS)) {
                return false;
            }
            showProgress();
        }
        return true;
    }

    private void showProgress() {
        long nowNs = clock.nanoTime();
        long doneS = TimeUnit.NANOSECONDS.toSeconds(nowNs - window.startNs());
        progress.show(String.format(
                Locale.ROOT,
                "%s: %d of %d s, players %d, boards %d, violations %d",
                window.hasStarted(nowNs) ? "playing" : "warming up",
                Math.max(doneS, 0),
                options.duration().toSeconds(),
                boards.stream().mapToInt(board -> board.players().size()).sum(),
                boards.size(),
                violations.count()));
    }

    /**
     * After all the deltas: the last player of each board with more than one leaves and joins again, and the keyframe that
     * he receives must be what the others have come to know by deltas.
     */
    private void checkAtTheEnd() throws InterruptedException {
        progress.show("checking keyframes against deltas");
        List<BoardBots> checked =
                boards.stream().filter(board -> board.players().size() > 1).toList();
        CountDownLatch firstFrames = new CountDownLatch(checked.size());
        BotPlayer.Shared shared = new BotPlayer.Shared(
                options.limits(),
                new Window(),
                violations,
                clock,
                options.inputsPerSecond(),
                options.seed(),
                firstFrames);
        for (BoardBots board : checked) {
            BotPlayer last = board.players().get(board.players().size() - 1);
            last.close();
            lobby.leaveBoard(last.seat())
                    .thenCompose(left -> lobby.joinBoard(ORB, board.facts().id(), player(last.stream())))
                    .whenComplete((seat, failure) -> {
                        if (seat == null) {
                            onJoinFailed(last.stream(), board, failure, firstFrames);
                        } else {
                            check(seat, last.stream(), board, shared);
                        }
                    });
        }
        awaitOrStopped(firstFrames, CLOSING_CHECK_TIME_MAX);
        if (firstFrames.getCount() > 0 && stopped.getCount() > 0) {
            violations.add(new Violation(
                    Kind.STREAM_ERROR,
                    Violation.ALL_STREAMS,
                    "",
                    0,
                    "a keyframe for " + checked.size() + " players who joined at the end",
                    firstFrames.getCount() + " without one"));
        }
        awaitOrStopped(new CountDownLatch(1), GRACE);
    }

    private void check(Seat seat, int stream, BoardBots board, BotPlayer.Shared shared) {
        BotLane lane = lanes.get(stream % lanes.size());
        BotPlayer checker = new BotPlayer(stream, seat, board.record(lane), lane, shared);
        synchronized (checkers) {
            checkers.add(checker);
        }
        checker.start(ORB);
    }

    private void closePlayers() throws InterruptedException {
        List<BotPlayer> all = new ArrayList<>(players());
        synchronized (checkers) {
            all.addAll(checkers);
        }
        all.forEach(BotPlayer::close);
        long endNs = clock.nanoTime() + CLOSE_TIME_MAX.toNanos();
        for (BotPlayer player : all) {
            player.awaitOver(Math.max(endNs - clock.nanoTime(), 0));
        }
        Semaphore free = new Semaphore(JOINS_AT_ONCE);
        for (BotPlayer player : all) {
            if (!free.tryAcquire(Math.max(endNs - clock.nanoTime(), 0), TimeUnit.NANOSECONDS)) {
                break;
            }
            lobby.leaveBoard(player.seat()).whenComplete((left, failure) -> free.release());
        }
        free.tryAcquire(JOINS_AT_ONCE, Math.max(endNs - clock.nanoTime(), 0), TimeUnit.NANOSECONDS);
        close();
    }

    /** Ends all connections and threads; may be called twice. */
    @Override
    public void close() {
        lobby.close();
        lanes.forEach(BotLane::close);
    }

    private List<BotPlayer> players() {
        return boards.stream().flatMap(board -> board.players().stream()).toList();
    }

    private BotsReport report() {
        List<BotPlayer> players = players();
        LaneFigures figures = new LaneFigures();
        lanes.forEach(lane -> figures.add(lane.figures()));
        players.forEach(player -> player.judge().conclude());
        players.forEach(player -> player.orbJudge().conclude());
        long due = players.stream().mapToLong(p -> p.judge().framesDue()).sum();
        long missed = players.stream().mapToLong(p -> p.judge().framesMissed()).sum();
        if (options.limits().missedMax().isExceededBy(missed, due)) {
            violations.add(new Violation(
                    Kind.MISSED,
                    Violation.ALL_STREAMS,
                    "",
                    0,
                    "at most " + options.limits().missedMax() + " of the frames missed",
                    missed + " of " + due));
        }
        long frames =
                players.stream().mapToLong(p -> p.judge().framesInWindow()).sum();
        long bytes = players.stream().mapToLong(p -> p.judge().bytes()).sum();
        return new BotsReport(
                boards.size() * options.players(),
                (int) players.stream().filter(p -> p.judge().hasFrame()).count(),
                TimeUnit.NANOSECONDS.toMillis(window.endNs() - window.startNs()),
                due,
                players.stream().mapToLong(p -> p.judge().framesReceived()).sum(),
                missed,
                boards.stream().mapToLong(BoardBots::slotsDropped).sum(),
                figures,
                frames == 0 ? 0 : (double) bytes / frames,
                players.stream().mapToLong(BotPlayer::regressions).sum(),
                players.stream().mapToLong(BotPlayer::reconnects).sum(),
                players.stream().mapToLong(BotPlayer::streamErrors).sum() + callErrors,
                violations.count(),
                violations.first(),
                ownCpuPercent);
    }
}
