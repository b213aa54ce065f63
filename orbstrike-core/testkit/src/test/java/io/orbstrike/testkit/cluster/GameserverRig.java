package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.cluster.Lobby.LeaveOutcome;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.TickLoop;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.FaultyClusterStore;
import io.orbstrike.testkit.time.ManualClock;
import io.orbstrike.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A gameserver whose control plane, ticks and store run on the test's thread and by its clock. */
final class GameserverRig implements AutoCloseable {

    static final Duration REMAINING = Duration.ofSeconds(5);
    static final int PLACES = 12;

    private static final Duration STEP = Duration.ofMillis(10);
    private static final int ROUNDS_MAX = 1_000;

    private final ManualClock clock;
    private final ManualExecutor executor;
    private final FaultyClusterStore store;
    private final SecureIds ids = SecureIds.from(new SplittableRandom(7));
    private final Gameserver gameserver;

    GameserverRig() {
        this(GameserverOptions.defaults(), new CounterType());
    }

    GameserverRig(GameserverOptions options, BoardType<?, ?, ?> type) {
        this(options, type, ManualClock.create());
    }

    private GameserverRig(GameserverOptions options, BoardType<?, ?, ?> type, ManualClock clock) {
        this(options, type, clock, InMemoryClusterStore.create(clock));
    }

    GameserverRig(GameserverOptions options, BoardType<?, ?, ?> type, ManualClock clock, ClusterStore behind) {
        this.clock = clock;
        executor = new ManualExecutor(clock);
        store = new FaultyClusterStore(behind, clock);
        gameserver = Gameserver.builder()
                .store(store)
                .boardType(type)
                .options(options)
                .clock(clock)
                .executor(executor)
                .ids(ids)
                .host(BoardHost.builder().threads(1).clock(clock))
                .build();
    }

    Lobby lobby() {
        return gameserver.lobby();
    }

    Gameserver gameserver() {
        return gameserver;
    }

    FaultyClusterStore store() {
        return store;
    }

    ManualClock clock() {
        return clock;
    }

    IdempotencyKey key() {
        return IdempotencyKey.of(ids.secret());
    }

    /** Does what is due now, until nothing is. */
    void settle() {
        int rounds = 0;
        int done = 1;
        while (done > 0) {
            done = executor.runDue();
            for (TickLoop loop : gameserver.host().tickLoops()) {
                done += loop.doWork(clock.nanoTime());
            }
            rounds++;
            assertThat(rounds).as("rounds at one moment").isLessThan(ROUNDS_MAX);
        }
    }

    void advance(Duration time) {
        settle();
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            executor.advance(step);
            settle();
            left = left.minus(step);
        }
    }

    /** Moves the clock in one leap, for long times in which single steps do not matter. */
    void leap(Duration time) {
        executor.advance(time);
        settle();
    }

    /** What a call answers within some ticks, without much time passing. */
    <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int i = 0; i < 20 && !future.isDone(); i++) {
            advance(STEP);
        }
        assertThat(future).as("answered within 200 ms").isDone();
        return future.join();
    }

    <O, T extends O> T answerAs(Class<T> type, CompletionStage<O> stage) {
        O outcome = answer(stage);
        assertThat(outcome).isInstanceOf(type);
        return type.cast(outcome);
    }

    Lobby.CreateRequest request(IdempotencyKey key, int goal) {
        return new Lobby.CreateRequest(
                key,
                "counter",
                new CounterType().rulesCodec().encode(goal),
                true,
                Optional.empty(),
                new Creator("somebody"));
    }

    CompletionStage<CreateOutcome> create(IdempotencyKey key) {
        return lobby().createBoard(request(key, 100_000), REMAINING);
    }

    BoardFacts created() {
        return answerAs(Lobby.Created.class, create(key())).board();
    }

    CompletionStage<JoinOutcome> join(BoardId board, IdempotencyKey key) {
        return lobby().joinBoard(
                        board,
                        key,
                        new CounterType()
                                .joinDataCodec()
                                .encode("p" + key.hash().substring(0, 6)),
                        REMAINING);
    }

    Lobby.Joined joined(BoardId board, IdempotencyKey key) {
        return answerAs(Lobby.Joined.class, join(board, key));
    }

    CompletionStage<LeaveOutcome> leave(BoardId board, PlayerId player) {
        return lobby().leaveBoard(board, player, REMAINING);
    }

    HostedBoard<?, ?> hosted(BoardId board) {
        return gameserver.board(board).orElseThrow();
    }

    int playersOn(BoardId board) {
        advance(STEP.multipliedBy(3));
        return hosted(board).status().players();
    }

    /** Who is on the roster, read behind the faults. */
    List<RosterEntry> roster(BoardId board) {
        RosterStore.ReadOutcome outcome = store.behind()
                .rosters()
                .read(board, REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(RosterStore.Roster.class);
        return ((RosterStore.Roster) outcome).entries();
    }

    @Override
    public void close() {
        gameserver.close();
    }
}
