package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.ErrorReason;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Boards that ruin their gameservers are kept and not ticked after the third, and those beside them live on. */
@Needs(Need.REDIS)
@Timeout(240)
class PoisonIT {

    private static final int DEATHS_MAX = 3;
    private static final int GAMESERVERS = DEATHS_MAX + 1;
    private static final String QUARANTINED = "quarantined";
    private static final int FRAMES = 20;

    private static ClusterDeployment cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = ClusterDeployment.start(PoisonType.classPath(), GAMESERVERS, 1);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @BeforeEach
    void fill() throws IOException, InterruptedException {
        cluster.fill(GAMESERVERS, 1);
    }

    @Test
    @DisplayName("F11: shouldKeepABoardThatEndsItsProcessAndPlayOn")
    void shouldKeepABoardThatEndsItsProcessAndPlayOn() throws Exception {
        try (OrbstrikeClient client = cluster.client();
                Witnesses witnesses =
                        Witnesses.join(client, boardsEverywhere(client)).awaitFrames();
                PoisonedPlayer poisoned = PoisonedPlayer.join(client, PoisonType.HALTS)) {
            await().until(() -> stateOf(poisoned.board()).equals(Optional.of(QUARANTINED)));
            assertThat(cluster.buryDead()).isEqualTo(DEATHS_MAX);
            assertThatOthersLiveOn(witnesses, poisoned);
        }
    }

    @Test
    @DisplayName("F12: shouldKeepABoardThatNeverReturnsAndPlayOn")
    void shouldKeepABoardThatNeverReturnsAndPlayOn() throws Exception {
        try (OrbstrikeClient client = cluster.client();
                Witnesses witnesses =
                        Witnesses.join(client, boardsEverywhere(client)).awaitFrames();
                PoisonedPlayer poisoned = PoisonedPlayer.join(client, PoisonType.NEVER_RETURNS)) {
            for (int i = 0; i < DEATHS_MAX; i++) {
                Member stuck = awaitStuck(poisoned.board());
                if (i == 0) {
                    witnesses.awaitFramesMore(FRAMES); // later, who shared the deaths so far may wait for his trial
                }
                cluster.kill(stuck);
            }
            await().until(() -> stateOf(poisoned.board()).equals(Optional.of(QUARANTINED)));
            assertThatOthersLiveOn(witnesses, poisoned);
        }
    }

    /**
     * A board that was wherever the poison was is kept with it, until an operator releases it, and its players are told;
     * the others play on.
     */
    private static void assertThatOthersLiveOn(Witnesses witnesses, PoisonedPlayer poisoned) throws Exception {
        Set<String> kept = new TreeSet<>();
        cluster.boards().forEach((board, state) -> {
            if (state.state().equals(QUARANTINED) && !board.equals(poisoned.board())) {
                kept.add(board);
            }
        });
        Witnesses others = witnesses.without(kept);
        others.awaitFramesMore(FRAMES);
        others.assertKept(cluster.redis());
        witnesses.assertJoined(cluster.redis());
        poisoned.awaitEndedBy(ErrorReason.BOARD_QUARANTINED);
        witnesses.awaitEndedOn(kept, ErrorReason.BOARD_QUARANTINED);
        String orchestrator = cluster.orchestrators().get(0).address();
        for (String board : kept) {
            await().until(() -> {
                RedisDeployment.tryAdmin(orchestrator, "release", board); // refused until the mark is in the store
                return !stateOf(board).equals(Optional.of(QUARANTINED));
            });
        }
    }

    /** Waits until a gameserver has the board and says that it is not well; operators restart such a process. */
    private static Member awaitStuck(String board) {
        return await().until(
                        () -> {
                            for (Member each : cluster.gameservers()) {
                                if (boardsAsSeenBy(each).containsKey(board)
                                        && !RedisDeployment.get(each.ready(), "/readyz")
                                                .equals("ok\n")) {
                                    return Optional.of(each);
                                }
                            }
                            return Optional.<Member>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Boards of the built-in game, at least one on each gameserver. */
    private static Set<String> boardsEverywhere(OrbstrikeClient client) throws IOException {
        Set<String> boards = new TreeSet<>();
        for (Member each : cluster.gameservers()) {
            boards.addAll(cluster.createBoardsOn(each, client, 1).keySet());
        }
        return boards;
    }

    private static Optional<String> stateOf(String board) throws IOException {
        return Optional.ofNullable(cluster.boards().get(board)).map(BoardState::state);
    }
}
