package io.orbstrike.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.host.TickLoop;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import io.orbstrike.sync.BoardSync;
import io.orbstrike.sync.SyncOptions;
import io.orbstrike.testkit.time.ManualClock;
import io.orbstrike.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A host, a sync and a scripted store on the test's thread and by its clock. */
final class SyncRig {

    static final Incarnation HOLDER = new Incarnation(1, 2);
    static final long EPOCH = 7;
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration STEP = Duration.ofMillis(10);
    private static final int ROUNDS_MAX = 10_000;

    final ManualClock clock = ManualClock.create();
    final ManualExecutor executor = new ManualExecutor(clock);
    final ScriptedSnapshotStore store = new ScriptedSnapshotStore();
    final StateType type;
    final BoardHost host;
    final BoardSync sync;

    /** Whether tick threads run. */
    boolean ticking = true;

    SyncRig() {
        this(SyncOptions.defaults(), 1);
    }

    SyncRig(SyncOptions options, long seed) {
        this(options, seed, Duration.ofDays(300));
    }

    SyncRig(SyncOptions options, long seed, Duration sleepAfter) {
        type = new StateType(sleepAfter);
        host = BoardHost.builder().threads(1).clock(clock).build();
        sync = BoardSync.builder()
                .store(store)
                .executor(executor)
                .clock(clock)
                .random(new SplittableRandom(seed))
                .options(options)
                .build();
    }

    static Token token(long epoch) {
        return new Token(new Epoch(epoch), HOLDER);
    }

    /** A board that is hosted and in the store, and not synced. */
    HeldBoard hosted(int number, int bytes) {
        BoardId id = new BoardId(0, number);
        HeldBoard held = new HeldBoard(id, token(EPOCH), executor);
        store.attach(id, held.token());
        CompletionStage<HostedBoard<None, None>> created = host.create(
                id, type, bytes, BoardSettings.of(number).withEpoch(EPOCH).withListener(held));
        settle();
        held.host(answered(created));
        return held;
    }

    /** A board that is synced. */
    HeldBoard synced(int number) {
        HeldBoard held = hosted(number, 100);
        sync.add(held);
        return held;
    }

    /** Boards that are synced, numbered from 1. */
    void synced(int boards, int bytes) {
        for (int i = 1; i <= boards; i++) {
            sync.add(hosted(i, bytes));
        }
    }

    /** Puts a player on a board and on its roster. */
    void join(HeldBoard board, long id) {
        PlayerId player = new PlayerId(id);
        CompletionStage<ReserveOutcome> reserved = board.hosted().reserve(None.NONE);
        settle();
        ReserveOutcome outcome = answered(reserved);
        assertThat(outcome).isInstanceOf(ReserveOutcome.Reserved.class);
        CompletionStage<Boolean> joined =
                board.hosted().join(((ReserveOutcome.Reserved) outcome).reservation(), player);
        store.of(board.id()).roster.add(player);
        advance(StateType.TICK);
        assertThat(answered(joined)).isTrue();
    }

    /** Does what is due now, until nothing is. */
    void settle() {
        int rounds = 0;
        int done = 1;
        while (done > 0) {
            done = executor.runDue();
            if (ticking) {
                for (TickLoop loop : host.tickLoops()) {
                    done += loop.doWork(clock.nanoTime());
                }
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

    static <T> T answered(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }
}
