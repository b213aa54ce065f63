package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.store.SnapshotStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Players who count on boards, and know how much must have been counted on each. */
final class TallyPlayers implements AutoCloseable {

    private static final TallyType TALLY = new TallyType();
    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    private final OrbstrikeClient client;
    private final List<TallyPlayer> players = new ArrayList<>();
    private final SortedMap<BoardId, Long> due = new TreeMap<>();

    TallyPlayers(OrbstrikeClient client) {
        this.client = client;
    }

    /** Creates a board whose steps take so long. */
    BoardId createBoard(int busyUs) throws Exception {
        return RedisDeployment.answer(client.createBoard(TALLY, busyUs, CreateOptions.DEFAULT))
                .id();
    }

    /** One more on each of these boards. */
    void join(Collection<String> boards) throws Exception {
        for (String board : boards) {
            players.add(TallyPlayer.join(client, BoardId.parse(board)));
        }
    }

    /** Each player counts once. */
    void count() {
        assertThat(players).isNotEmpty();
        int count = 1;
        for (TallyPlayer player : players) {
            assertThat(player.tryCount(count)).isTrue();
            due.merge(boardOf(player), (long) count, Long::sum);
            count++;
        }
    }

    /** Waits until every player sees all that was counted on his board. */
    void awaitCounted() {
        for (TallyPlayer player : players) {
            await().untilAsserted(() -> assertThat(player.counted())
                    .as("counted on board %s", boardOf(player))
                    .isEqualTo(due.get(boardOf(player))));
        }
    }

    /** Waits until all that was counted is in the store, in snapshots of a version. */
    void awaitSaved(RedisServers redis, int version) {
        try (RedisClusterStore store = RedisClusterStore.builder(redis.uri()).build()) {
            for (TallyPlayer player : players) {
                await().untilAsserted(() -> {
                    SnapshotStore.LoadOutcome outcome =
                            RedisDeployment.answer(store.snapshots().load(boardOf(player), STORE_TIME));
                    assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    SnapshotStore.Loaded.class,
                                    loaded -> assertThat(loaded.snapshot()).hasValueSatisfying(snapshot -> {
                                        assertThat(snapshot.version()).isEqualTo(version);
                                        assertThat(snapshot.tick()).isGreaterThanOrEqualTo(player.countedTick());
                                    }));
                });
            }
        }
    }

    /** Checks that they play on the streams that they began with, and are on their boards' rosters. */
    void assertKept(RedisServers redis) throws Exception {
        Witnesses.assertKept(redis, players);
    }

    /** Checks that in no epoch anybody saw a step of an earlier one again. */
    void assertNoStepWasLost() {
        players.forEach(TallyPlayer::assertNoStepWasLost);
    }

    private static BoardId boardOf(TallyPlayer player) {
        return player.seat().board().id();
    }

    @Override
    public void close() {
        players.forEach(TallyPlayer::close);
    }
}
