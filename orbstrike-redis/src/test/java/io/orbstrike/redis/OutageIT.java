package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.Absent;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that dies, forgets, or stands still while a store uses it. */
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final RedisProcess server = RedisProcess.start();
    private final RedisClusterStore store = RedisClusterStore.builder("redis://" + server.hostAndPort())
            .saveThreads(1)
            .build();
    private final StoreUser user = new StoreUser(store);

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void shouldFindARestartedEmptyRedisBehindAndTakeWhatTheHolderAsserts() {
        BoardRecord board = user.created();
        RosterStore.Joined joined = (RosterStore.Joined) user.join(board, user.key());
        assertThat(user.save(board, 7)).isInstanceOf(SnapshotStore.Saved.class);
        RosterStore.Roster roster = user.roster(board);
        server.restart();

        await().atMost(PATIENCE).until(() -> user.save(board, 8) instanceof Behind);
        assertThat(user.get(board)).isEqualTo(Absent.INSTANCE);
        assertThat(user.assertAgain(board, roster, 8)).isEqualTo(new SnapshotStore.Asserted(1));
        SnapshotStore.Loaded loaded = user.loaded(board);
        assertThat(loaded.board().token()).isEqualTo(board.token());
        assertThat(loaded.roster().entries())
                .extracting(RosterEntry::player)
                .containsExactly(joined.entry().player());
        assertThat(loaded.snapshot().orElseThrow().tick()).isEqualTo(8);
        assertThat(user.save(board, 9)).isEqualTo(new SnapshotStore.Saved(1));
    }

    @Test
    void shouldAnswerJoinsInTimeWhileRedisStandsStillAndLetNoneAppearLater() {
        BoardRecord board = user.created();
        server.pause();
        List<CompletionStage<RosterStore.JoinOutcome>> joins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            joins.add(user.join(board, user.key(), SHORT));
        }
        long startedNs = System.nanoTime();
        for (CompletionStage<RosterStore.JoinOutcome> join : joins) {
            assertThat(StoreUser.answer(join)).isInstanceOfAny(NotApplied.class, Unknown.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startedNs)).isLessThan(SHORT.plusSeconds(2));
        server.resume();

        IdempotencyKey key = user.key();
        await().atMost(PATIENCE).until(() -> isOnBoard(user.join(board, key)));
        assertThat(user.roster(board).entries()).extracting(RosterEntry::key).containsExactly(key);
    }

    @Test
    void shouldNotGoBackByASaveThatWaitedInAStoppedRedis() {
        BoardRecord board = user.created();
        assertThat(user.save(board, 1)).isInstanceOf(SnapshotStore.Saved.class);
        server.pause();
        assertThat(user.save(board, 2, SHORT)).isInstanceOf(Unknown.class);
        server.resume();

        await().atMost(PATIENCE).until(() -> user.save(board, 3) instanceof SnapshotStore.Saved);
        assertThat(user.save(board, 2)).isEqualTo(new SnapshotStore.Superseded(3));
        assertThat(user.loaded(board).snapshot().orElseThrow().tick()).isEqualTo(3);
    }

    @Test
    void shouldNotKeepLeasesWaitingBehindSaves() {
        BoardRecord board = user.created();
        server.pause();
        List<CompletionStage<List<SnapshotStore.SaveOutcome>>> saves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            saves.add(
                    store.snapshots().save(List.of(StoreUser.saving(board, board.token(), i)), Duration.ofSeconds(10)));
        }
        await().atMost(PATIENCE).until(() -> store.queueDepth(IoLane.Purpose.SAVES) > 0);
        assertThat(store.queueDepth(IoLane.Purpose.LEASES)).isZero();
        server.resume();
        assertThat(StoreUser.answer(store.leases().read(StoreUser.REMAINING)))
                .isInstanceOf(io.orbstrike.store.LeaseStore.Leases.class);
        saves.forEach(StoreUser::answer);
    }

    @Test
    void shouldEndEveryCallThatWaitsWhenItIsClosed() {
        BoardRecord board = user.created();
        server.pause();
        List<CompletionStage<RosterStore.JoinOutcome>> joins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            joins.add(user.join(board, user.key(), Duration.ofMinutes(5)));
        }
        store.close();
        joins.forEach(join -> assertThat(StoreUser.answer(join)).isInstanceOfAny(NotApplied.class, Unknown.class));
        assertThat(user.join(board, user.key())).isInstanceOf(NotApplied.class);
        server.resume();
    }

    private static boolean isOnBoard(RosterStore.JoinOutcome outcome) {
        return outcome instanceof RosterStore.Joined || outcome instanceof RosterStore.AlreadyJoined;
    }
}
