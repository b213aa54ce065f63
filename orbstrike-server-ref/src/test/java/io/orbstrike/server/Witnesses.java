package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.ErrorReason;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;

/** Players of the test's own process, one on a board: their joins were acknowledged, and nothing may happen to them. */
final class Witnesses implements AutoCloseable {

    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    private final List<PlayingPlayer> players = new ArrayList<>();

    private Witnesses() {}

    /** Joins; does not wait until they see anything. */
    static Witnesses join(OrbstrikeClient client, Collection<String> boards) throws Exception {
        assertThat(boards).isNotEmpty();
        Witnesses witnesses = new Witnesses();
        for (String board : boards) {
            witnesses.players.add(PlayingPlayer.join(client, BoardId.parse(board), "witness"));
        }
        return witnesses;
    }

    /** Joins; asks again as long as it is refused or nobody answers. */
    static Witnesses joinAtLast(OrbstrikeClient client, Collection<String> boards) {
        assertThat(boards).isNotEmpty();
        Witnesses witnesses = new Witnesses();
        for (String board : boards) {
            witnesses.players.add(ClusterDeployment.await()
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> PlayingPlayer.join(client, BoardId.parse(board), "witness"), joined -> true));
        }
        return witnesses;
    }

    /** The same players on streams of another client. */
    Witnesses again(OrbstrikeClient client) {
        Witnesses elsewhere = new Witnesses();
        players.forEach(player -> elsewhere.players.add(player.again(client)));
        return elsewhere;
    }

    /** Those whose boards are none of these; they end with the others. */
    Witnesses without(Set<String> boards) {
        Witnesses left = new Witnesses();
        players.stream()
                .filter(player -> !boards.contains(boardOf(player).toString()))
                .forEach(left.players::add);
        assertThat(left.players).isNotEmpty();
        return left;
    }

    /** Waits until each has seen a frame. */
    Witnesses awaitFrames() {
        for (PlayingPlayer player : players) {
            ClusterDeployment.await().until(() -> !player.lastTicks().isEmpty());
        }
        return this;
    }

    /** Waits until each has seen further frames. */
    void awaitFramesMore(int count) {
        for (PlayingPlayer player : players) {
            int seen = player.living().size();
            ClusterDeployment.await().until(() -> player.living().size() > seen + count);
        }
    }

    /** Waits until each sees his board in an epoch above that in which it was. */
    void awaitEpochsAbove(Map<String, BoardState> before) {
        for (PlayingPlayer player : players) {
            long epoch = ClusterDeployment.boardOf(before, boardOf(player).toString())
                    .epoch();
            ClusterDeployment.await().until(() -> {
                assertThat(player.ends()).as("ends of the play").isEmpty();
                SortedMap<Long, Long> seen = player.lastTicks();
                return !seen.isEmpty() && seen.lastKey() > epoch;
            });
        }
    }

    /** Checks that in no epoch anybody saw a step of an earlier one again. */
    void assertNoStepWasLost() {
        players.forEach(PlayingPlayer::assertNoStepWasLost);
    }

    /** Waits until the stream of each was ended by a server that said why. */
    void awaitInterrupted(ErrorReason why) {
        for (PlayingPlayer player : players) {
            ClusterDeployment.await().until(() -> !player.interruptions().isEmpty());
            assertThat(player.interruptions().get(0).reason()).contains(why);
        }
    }

    /** Waits until the play of each on one of these boards has ended, and checks that he was told why. */
    void awaitEndedOn(Set<String> boards, ErrorReason why) {
        players.stream()
                .filter(player -> boards.contains(boardOf(player).toString()))
                .forEach(player -> player.awaitEndedBy(why));
    }

    /** Checks that they play on the streams that they began with, and are on their boards' rosters. */
    void assertKept(RedisServers redis) throws Exception {
        assertKept(redis, players);
    }

    static void assertKept(RedisServers redis, Collection<? extends PlayRecord> players) throws Exception {
        assertThat(players).isNotEmpty();
        players.forEach(PlayRecord::assertUninterrupted);
        assertJoined(redis, players);
    }

    /** Checks that nothing was wrong with what they saw, and that they are on their boards' rosters. */
    void assertJoined(RedisServers redis) throws Exception {
        assertJoined(redis, players);
    }

    private static void assertJoined(RedisServers redis, Collection<? extends PlayRecord> players) throws Exception {
        try (RedisClusterStore store = RedisClusterStore.builder(redis.uri()).build()) {
            for (PlayRecord player : players) {
                assertThat(player.violations()).isEmpty();
                RosterStore.ReadOutcome roster =
                        RedisDeployment.answer(store.rosters().read(boardOf(player), STORE_TIME));
                assertThat(roster)
                        .isInstanceOfSatisfying(
                                RosterStore.Roster.class,
                                read -> assertThat(read.entries())
                                        .extracting(RosterEntry::player)
                                        .contains(player.seat().player()));
            }
        }
    }

    private static BoardId boardOf(PlayRecord player) {
        return player.seat().board().id();
    }

    @Override
    public void close() {
        players.forEach(PlayingPlayer::close);
    }
}
