package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.store.Closed;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gameserver that works much more than another one, and whoever leads. A board works a twentieth of the time. */
class RebalanceTest {

    private static final Map<String, String> IN_A = Map.of("zone", "a");
    private static final Duration HELD = Duration.ofSeconds(10);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node loaded = rig.startGameserver(IN_A);
    private final ClusterRig.Node other = rig.startGameserver();

    @BeforeEach
    void settle() {
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldMoveBoardsUntilBothWorkAboutAsMuchAndThenRest() {
        List<BoardId> boards = boardsOn(loaded, 10, RequiredLabels.NONE);
        long beganNs = startWorking();
        rig.await("the first one is moved", HELD.plusSeconds(5), () -> on(other, boards) > 0);
        assertThat(Duration.ofNanos(rig.clock().nanoTime() - beganNs))
                .as("after what is above the mean for a moment")
                .isBetween(HELD, HELD.plusSeconds(3));
        rig.await("six and four", Duration.ofSeconds(2), () -> on(loaded, boards) == 6 && on(other, boards) == 4);
        rig.advance(Duration.ofSeconds(1));
        boards.forEach(rig.steps()::shouldBeWhole);
        assertThat(boards)
                .allSatisfy(board -> assertThat(rig.gameserver(rig.token(board).holder())
                                .orElseThrow()
                                .players(board))
                        .isEqualTo(1));

        List<Token> tokens = tokens(boards);
        rig.advance(Duration.ofSeconds(20));
        assertThat(tokens(boards)).as("no board moves any more").isEqualTo(tokens);
    }

    @Test
    void shouldRestWhereNobodyWorksAQuarterMoreThanTheMean() {
        List<BoardId> boards = boardsOn(loaded, 9, RequiredLabels.NONE);
        boards.addAll(boardsOn(other, 6, RequiredLabels.NONE));
        assertRestsAsTheyAre(boards);
    }

    @Test
    void shouldRestBelowThreeTenthsOfTheTime() {
        assertRestsAsTheyAre(boardsOn(loaded, 5, RequiredLabels.NONE));
    }

    @Test
    void shouldMoveOthersWhereSomeRequireLabelsThatNobodyElseHas() {
        List<BoardId> pinned = boardsOn(loaded, 8, RequiredLabels.NONE.with("zone", "a"));
        List<BoardId> boards = boardsOn(loaded, 4, RequiredLabels.NONE);
        List<Token> tokens = tokens(pinned);
        startWorking();
        rig.await("all others are moved", Duration.ofSeconds(50), () -> on(other, boards) == 4);
        rig.advance(Duration.ofSeconds(1));
        assertThat(tokens(pinned)).isEqualTo(tokens);
        boards.forEach(rig.steps()::shouldBeWhole);
    }

    @Test
    void shouldNotMoveABoardTwiceInAMinute() {
        List<BoardId> boards = boardsOn(loaded, 10, RequiredLabels.NONE);
        startWorking();
        rig.await("four are moved", HELD.plusSeconds(5), () -> on(other, boards) == 4);
        long movedNs = rig.clock().nanoTime();
        List<BoardId> moved =
                boards.stream().filter(board -> other.tick(board).isPresent()).toList();
        boards.stream().filter(board -> !moved.contains(board)).forEach(this::endInStore);
        rig.stepsTake(Duration.ofMillis(2)); // so that they are too many where they are now
        List<Token> tokens = tokens(moved);
        advanceUntil(movedNs + Duration.ofSeconds(55).toNanos());
        assertThat(loaded.gameserver().boardsAfter(null, 10)).isEmpty();
        assertThat(tokens(moved)).isEqualTo(tokens);
        advanceUntil(movedNs + Duration.ofSeconds(75).toNanos());
        assertThat(on(loaded, moved)).as("they move again").isBetween(1L, 2L);
    }

    private void endInStore(BoardId board) {
        rig.answerAs(Closed.class, rig.store().boards().close(board, rig.token(board), ClusterRig.REMAINING));
    }

    /** Boards that work take time of their own, so that is more than what the steps of the clock add up to. */
    private void advanceUntil(long timeNs) {
        while (rig.clock().nanoTime() - timeNs < 0) {
            rig.advance(Duration.ofMillis(10));
        }
    }

    private void assertRestsAsTheyAre(List<BoardId> boards) {
        List<Token> tokens = tokens(boards);
        startWorking();
        rig.advance(HELD.plusSeconds(5));
        assertThat(tokens(boards)).isEqualTo(tokens);
    }

    /** A board steps each 20 ms. */
    private long startWorking() {
        rig.stepsTake(Duration.ofMillis(1));
        return rig.clock().nanoTime();
    }

    private List<BoardId> boardsOn(ClusterRig.Node gameserver, int count, RequiredLabels labels) {
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BoardId board = rig.answerAs(Lobby.Created.class, rig.create(gameserver, rig.key(), labels))
                    .board()
                    .id();
            rig.joined(gameserver, board, rig.key());
            boards.add(board);
        }
        return boards;
    }

    private List<Token> tokens(List<BoardId> boards) {
        return boards.stream().map(rig::token).toList();
    }

    private static long on(ClusterRig.Node node, List<BoardId> boards) {
        return boards.stream().filter(board -> node.tick(board).isPresent()).count();
    }
}
