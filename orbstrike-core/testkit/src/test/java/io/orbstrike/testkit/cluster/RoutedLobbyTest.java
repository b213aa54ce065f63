package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.store.Absent;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.testkit.board.CounterType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lobby of a whole cluster, asked at orchestrators. */
final class RoutedLobbyTest {

    private static final Duration FAILOVER_TIME_MAX = Duration.ofSeconds(6);

    private ClusterRig rig = new ClusterRig();

    @BeforeEach
    void startAnew() {
        rig.close();
        rig = new ClusterRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldServeABoardThroughAnyOrchestrator() {
        ClusterRig.Node gameserver = rig.startGameserver();
        ClusterRig.Node one = startedOrchestrator();
        ClusterRig.Node other = startedOrchestrator();

        BoardId board = rig.created(one);
        assertThat(rig.token(board).holder()).isEqualTo(gameserver.incarnation());
        IdempotencyKey key = rig.key();
        Lobby.Joined joined = rig.joined(other, board, key);
        assertThat(rig.joined(one, board, key).player()).isEqualTo(joined.player());
        assertThat(rig.answer(other.lobby().getBoard(board, ClusterRig.REMAINING)))
                .hasValueSatisfying(facts -> assertThat(facts.players()).isEqualTo(1));
        rig.answerAs(Lobby.Left.class, one.lobby().leaveBoard(board, joined.player(), ClusterRig.REMAINING));
        rig.advance(Duration.ofMillis(100));
        assertThat(gameserver.players(board)).isZero();
    }

    @Test
    void shouldCreateOneBoardForAKeyWhereverItIsAsked() {
        rig.startGameserver();
        rig.startGameserver();
        ClusterRig.Node one = startedOrchestrator();
        ClusterRig.Node other = startedOrchestrator();
        IdempotencyKey key = rig.key();

        CompletableFuture<Lobby.CreateOutcome> first = rig.create(one, key).toCompletableFuture();
        CompletableFuture<Lobby.CreateOutcome> second = rig.create(other, key).toCompletableFuture();
        Lobby.Created created = rig.answerAs(Lobby.Created.class, first);
        assertThat(rig.answerAs(Lobby.Created.class, second).board().id())
                .isEqualTo(created.board().id());
        assertThat(rig.answerAs(Lobby.Created.class, rig.create(other, key))
                        .board()
                        .epoch())
                .isEqualTo(created.board().epoch());
    }

    @Test
    void shouldSpreadABurstOfCreationsEvenly() {
        List<ClusterRig.Node> gameservers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gameservers.add(rig.startGameserver(
                    GameserverOptions.builder().createQuota(0).build()));
        }
        List<ClusterRig.Node> orchestrators = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            orchestrators.add(startedOrchestrator());
        }
        List<CompletableFuture<Lobby.CreateOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(rig.create(orchestrators.get(i % 10), rig.key()).toCompletableFuture());
        }
        answers.forEach(answer -> rig.answerAs(Lobby.Created.class, answer));
        assertThat(gameservers)
                .allSatisfy(node ->
                        assertThat(node.gameserver().boardsAfter(null, 1_000)).hasSizeBetween(225, 275));
    }

    @Test
    void shouldAskAnotherGameserverWhereTheChosenOneHasNoRoom() {
        ClusterRig.Node small = rig.startGameserver(places(GameserverRig.PLACES));
        ClusterRig.Node other = rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        SimpleMeterRegistry registry = registry(orchestrator);
        // Places that were given count only from the next renewal on, so the small one is chosen again and again.
        burst(orchestrator, 8).forEach(answer -> rig.answerAs(Lobby.Created.class, answer));
        assertThat(small.gameserver().boardsAfter(null, 10)).hasSize(1);
        assertThat(other.gameserver().boardsAfter(null, 10)).hasSize(7);
        assertThat(placedAgain(registry)).isBetween(1.0, 7.0);
    }

    @Test
    void shouldAskNobodyElseWhereTheChosenOneHasRoom() {
        rig.startGameserver();
        rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        SimpleMeterRegistry registry = registry(orchestrator);
        burst(orchestrator, 8).forEach(answer -> rig.answerAs(Lobby.Created.class, answer));
        assertThat(placedAgain(registry)).isZero();
    }

    @Test
    void shouldSayThatThereIsNoRoomWhenAllThatWereAskedSaySo() {
        ClusterRig.Node small = rig.startGameserver(places(GameserverRig.PLACES));
        ClusterRig.Node other = rig.startGameserver(places(2 * GameserverRig.PLACES));
        ClusterRig.Node orchestrator = startedOrchestrator();
        List<IdempotencyKey> keys = new ArrayList<>();
        List<CompletableFuture<Lobby.CreateOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add(rig.key());
            answers.add(rig.create(orchestrator, keys.get(i)).toCompletableFuture());
        }
        int created = 0;
        for (int i = 0; i < 8; i++) {
            boolean isRefused = rig.answer(answers.get(i)) instanceof Lobby.NoRoom;
            created += isRefused ? 0 : 1;
            assertThat(rig.answer(rig.store().boards().get(keys.get(i).boardId(), ClusterRig.REMAINING)))
                    .isInstanceOf(isRefused ? Absent.class : BoardStore.Found.class);
        }
        assertThat(created).isEqualTo(3);
        assertThat(small.gameserver().boardsAfter(null, 10)).hasSize(1);
        assertThat(other.gameserver().boardsAfter(null, 10)).hasSize(2);
    }

    @Test
    void shouldPlaceByWhatItGaveUntilTheLeasesTellIt() {
        GameserverOptions five = GameserverOptions.builder().boardsMax(5).build();
        ClusterRig.Node small = rig.startGameserver(five);
        ClusterRig.Node other = rig.startGameserver(five);
        ClusterRig.Node orchestrator = startedOrchestrator();
        for (int i = 0; i < 8; i++) {
            rig.created(orchestrator);
        }
        assertThat(small.gameserver().boardsAfter(null, 10)).hasSize(4);
        assertThat(other.gameserver().boardsAfter(null, 10)).hasSize(4);
    }

    @Test
    void shouldLeaveNothingBehindWhereNobodyHasRoom() {
        GameserverOptions one =
                GameserverOptions.builder().boardsMax(1).createQuota(10).build();
        rig.startGameserver(one);
        ClusterRig.Node orchestrator = startedOrchestrator();
        rig.created(orchestrator);
        rig.advance(Duration.ofSeconds(1));

        IdempotencyKey key = rig.key();
        Lobby.NoRoom refused = rig.answerAs(Lobby.NoRoom.class, rig.create(orchestrator, key));
        assertThat(refused.retryAfter()).isPositive();
        assertThat(rig.answer(rig.store().boards().get(key.boardId(), ClusterRig.REMAINING)))
                .isSameAs(Absent.INSTANCE);
        QuotaStore.EnterOutcome entered = rig.answer(
                rig.store().quotas().enter(new Creator("somebody"), rig.key().boardId(), 2, ClusterRig.REMAINING));
        assertThat(entered).isInstanceOf(QuotaStore.Entered.class);
    }

    @Test
    void shouldNameTheTypesThatTheClusterKnows() {
        rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        Lobby.CreateRequest request = new Lobby.CreateRequest(
                rig.key(), "chess", new byte[0], true, Optional.empty(), new Creator("somebody"));
        Lobby.UnknownType unknown =
                rig.answerAs(Lobby.UnknownType.class, orchestrator.lobby().createBoard(request, ClusterRig.REMAINING));
        assertThat(unknown.known()).containsExactly("counter");
    }

    @Test
    void shouldAvoidAGameserverThatDrains() {
        ClusterRig.Node draining = rig.startGameserver();
        ClusterRig.Node other = rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        draining.gameserver().drain();
        rig.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 8; i++) {
            assertThat(rig.token(rig.created(orchestrator)).holder()).isEqualTo(other.incarnation());
        }
    }

    @Test
    void shouldHoldAJoinUntilTheBoardIsBack() {
        ClusterRig.Node first = rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        BoardId board = rig.created(orchestrator);
        Lobby.Joined before = rig.joined(orchestrator, board, rig.key());
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofSeconds(2));

        first.crash();
        CompletableFuture<Lobby.JoinOutcome> join = orchestrator
                .lobby()
                .joinBoard(board, rig.key(), new CounterType().joinDataCodec().encode("late"), FAILOVER_TIME_MAX)
                .toCompletableFuture();
        rig.await("the join is answered", FAILOVER_TIME_MAX, join::isDone);
        assertThat(join.join())
                .isInstanceOfSatisfying(
                        Lobby.Joined.class,
                        joined -> assertThat(joined.player()).isNotEqualTo(before.player()));
        assertThat(second.players(board)).isEqualTo(2);
    }

    @Test
    void shouldListBoardsOfAllGameservers() {
        rig.startGameserver();
        rig.startGameserver();
        ClusterRig.Node orchestrator = startedOrchestrator();
        List<BoardId> created = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            created.add(rig.created(orchestrator));
        }
        rig.advance(Duration.ofSeconds(2));
        Lobby.BoardPage page =
                rig.answer(orchestrator.lobby().listBoards(new Lobby.ListQuery(100, "", ""), ClusterRig.REMAINING));
        assertThat(page.boards().stream().map(Lobby.BoardFacts::id)).containsExactlyInAnyOrderElementsOf(created);
    }

    private List<CompletableFuture<Lobby.CreateOutcome>> burst(ClusterRig.Node orchestrator, int count) {
        List<CompletableFuture<Lobby.CreateOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(rig.create(orchestrator, rig.key()).toCompletableFuture());
        }
        return answers;
    }

    private static GameserverOptions places(int max) {
        return GameserverOptions.builder().placesMax(max).build();
    }

    private static SimpleMeterRegistry registry(ClusterRig.Node orchestrator) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(orchestrator.orchestrator()).bindTo(registry);
        return registry;
    }

    private static double placedAgain(SimpleMeterRegistry registry) {
        return registry.get("orbstrike.placements.again").functionCounter().count();
    }

    private ClusterRig.Node startedOrchestrator() {
        ClusterRig.Node node = rig.startOrchestrator();
        rig.advance(Duration.ofMillis(300));
        return node;
    }
}
