package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Routes as a proxy uses them. */
final class RoutesTest {

    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofMillis(10);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();
    private final ClusterRig.Node second = rig.startGameserver();
    private final ClusterRig.Node orchestrator = rig.startOrchestrator();
    private BoardId board = new BoardId(1, 1);

    @BeforeEach
    void createBoard() {
        rig.advance(Duration.ofMillis(300));
        board = rig.created(orchestrator);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldAnswerFromTheCacheWhileTheStoreIsOut() {
        Route route = found();
        orchestrator.store().fail(StoreCall.READ_TOKENS, StoreFault.ANSWER_LOST);
        assertThat(routes().find(board, 0, WAIT).toCompletableFuture()).isCompletedWithValue(route);
        assertThat(route.gameserver().gameserver()).isEqualTo(rig.token(board).holder());
    }

    @Test
    void shouldKeepARouteForTenMinutesAfterItWasUsed() {
        rig.advance(Duration.ofSeconds(2));
        Route route = found();
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        rig.advance(KEPT.minus(STEP));
        assertThat(routes().find(board, 0, WAIT).toCompletableFuture()).isCompletedWithValue(route);
        rig.advance(KEPT.minus(STEP));
        routes().follow(route, () -> {}).close();
        rig.advance(KEPT.minus(STEP));
        assertThat(routes().find(board, 0, WAIT).toCompletableFuture()).isCompletedWithValue(route);
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS)).isEqualTo(before);
    }

    @Test
    void shouldReadARouteAgainThatNobodyUsedForTenMinutes() {
        rig.advance(Duration.ofSeconds(2));
        Route route = found();
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        rig.advance(KEPT);
        assertThat(found()).isEqualTo(route);
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS)).isEqualTo(before + 1);
    }

    @Test
    void shouldKnowNoBoardThatWasNeverThere() {
        RouteOutcome outcome = rig.answer(routes().find(rig.key().boardId(), 0, WAIT));
        assertThat(outcome).isEqualTo(RouteOutcome.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldEndTheWaitForABoardThatHasClosed() {
        Route route = found();
        rig.answerAs(Closed.class, rig.store().boards().close(board, route.token(), ClusterRig.REMAINING));
        RouteOutcome outcome = rig.answer(routes().findAfter(route, RouteFailure.NOT_THERE, 1, 0, WAIT));
        assertThat(outcome).isEqualTo(RouteOutcome.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldWaitForAnEpochThatAClientHasSeen() {
        Route route = found();
        CompletableFuture<RouteOutcome> outcome =
                routes().find(board, route.token().epoch().value() + 1, WAIT).toCompletableFuture();
        rig.advance(Duration.ofSeconds(2));
        assertThat(outcome).isNotDone();
        Token moved = move(route);
        rig.await("the new route is known", Duration.ofSeconds(2), outcome::isDone);
        assertThat(outcome.join())
                .isInstanceOfSatisfying(
                        Route.class, next -> assertThat(next.token()).isEqualTo(moved));
    }

    @Test
    void shouldGiveUpAfterTheWait() {
        Route route = found();
        CompletableFuture<RouteOutcome> outcome =
                routes().find(board, route.token().epoch().value() + 1, WAIT).toCompletableFuture();
        rig.advance(WAIT.minusMillis(100));
        assertThat(outcome).isNotDone();
        rig.advance(Duration.ofMillis(200));
        assertThat(outcome.join()).isInstanceOf(RouteOutcome.Unavailable.class);
    }

    @Test
    @DisplayName("ROUTE-2: shouldReadForAllWhoWaitTogetherAndLessOftenTheLongerItIsInVain")
    void shouldReadForAllWhoWaitTogetherAndLessOftenTheLongerItIsInVain() {
        List<BoardId> boards = moreBoards();
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        waitInVain(boards);
        rig.advance(Duration.ofSeconds(2));
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS) - before)
                .as("two at once, then after 40, 80, 160 and each 320 ms")
                .isBetween(9, 11);
    }

    @Test
    @DisplayName("ROUTE-2: shouldReadOnceAtATimeHoweverManyWait")
    void shouldReadOnceAtATimeHoweverManyWait() {
        List<BoardId> boards = moreBoards();
        orchestrator.store().fail(StoreCall.READ_TOKENS, StoreFault.REQUEST_HELD);
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        waitInVain(boards);
        rig.advance(Duration.ofMillis(500));
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS) - before).isOne();
        orchestrator.store().fail(StoreCall.READ_TOKENS, StoreFault.NONE);
        assertThat(orchestrator.store().release()).isOne();
        rig.settle();
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS) - before)
                .as("all others in one call")
                .isEqualTo(2);
    }

    private List<BoardId> moreBoards() {
        rig.advance(Duration.ofSeconds(2));
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boards.add(rig.created(orchestrator));
        }
        return boards;
    }

    private void waitInVain(List<BoardId> boards) {
        for (int i = 0; i < 5; i++) {
            boards.forEach(waited -> routes().find(waited, Long.MAX_VALUE, WAIT));
        }
    }

    @Test
    void shouldTryTheSameRouteAgainOnlyAfterADelayThatGrows() {
        Route route = found();
        assertThat(delayAfter(route, RouteFailure.NOT_THERE, 1)).isLessThan(Duration.ofMillis(50));
        assertThat(delayAfter(route, RouteFailure.NOT_THERE, 6))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(700));
    }

    @Test
    void shouldTryAGameserverThatWasNotReachedAgainOnlyWhenItsLeaseCouldHaveEnded() {
        Route route = found();
        assertThat(delayAfter(route, RouteFailure.UNREACHED, 1))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(140));
        assertThat(delayAfter(route, RouteFailure.UNREACHED, 9))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(440));
    }

    @Test
    void shouldNotTryAGameserverAgainThatLostItsLeaseMeanwhile() {
        rig.advance(Duration.ofSeconds(2));
        Route route = found();
        CompletableFuture<RouteOutcome> again =
                routes().findAfter(route, RouteFailure.UNREACHED, 1, 0, WAIT).toCompletableFuture();
        rig.answerAs(
                LeaseStore.Ended.class, rig.store().leases().end(route.token().holder(), ClusterRig.REMAINING));
        rig.advance(Duration.ofMillis(120));
        assertThat(again).isNotDone();
    }

    @Test
    void shouldReadSoonAgainForWhoWaitsAfterOthersWereAnswered() {
        Route route = found();
        for (int i = 0; i < 3; i++) {
            CompletionStage<RouteOutcome> next =
                    routes().find(board, route.token().epoch().value() + 1, WAIT);
            rig.advance(Duration.ofMillis(5));
            Token moved = move(route);
            orchestrator.store().hints().publish(new StoreHints.Attached(board, moved));
            route = rig.answerAs(Route.class, next);
            rig.advance(Duration.ofMillis(500));
        }
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        CompletionStage<RouteOutcome> unused =
                routes().find(board, route.token().epoch().value() + 1, WAIT);
        rig.advance(Duration.ofMillis(60));
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS) - before)
                .as("at once and after 40 ms")
                .isEqualTo(2);
    }

    @Test
    void shouldTryTheSameRouteAgainInTimeThoughOthersHaveWaitedInVainForLong() {
        Route route = found();
        waitInVain(moreBoards());
        rig.advance(Duration.ofSeconds(5));
        assertThat(delayAfter(route, RouteFailure.NOT_THERE, 1)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void shouldKnowTheNewRouteWhenItTellsThatABoardHasMoved() {
        Route route = found();
        CompletableFuture<RouteOutcome> next = new CompletableFuture<>();
        routes().follow(
                        route,
                        () -> next.complete(routes().findAfter(route, RouteFailure.NOT_THERE, 1, 0, WAIT)
                                .toCompletableFuture()
                                .getNow(RouteOutcome.NoSuchBoard.INSTANCE)));
        Token moved = move(route);
        orchestrator.store().hints().publish(new StoreHints.Attached(board, moved));
        rig.settle();
        assertThat(next)
                .isCompletedWithValueMatching(
                        told -> told instanceof Route known && known.token().equals(moved));
    }

    @Test
    void shouldTellWhoFollowsABoardThatItHasMoved() {
        Route route = found();
        AtomicInteger told = new AtomicInteger();
        routes().follow(route, told::incrementAndGet);
        Token moved = move(route);
        orchestrator.store().hints().publish(new StoreHints.Attached(board, moved));
        rig.settle();
        assertThat(told).hasValue(1);
        rig.advance(Duration.ofSeconds(11));
        assertThat(told).as("told once").hasValue(1);
    }

    @Test
    void shouldFindOutByItselfThatAFollowedBoardHasMoved() {
        Route route = found();
        AtomicInteger told = new AtomicInteger();
        routes().follow(route, told::incrementAndGet);
        move(route);
        rig.advance(Duration.ofSeconds(11));
        assertThat(told).hasValue(1);
    }

    @Test
    @DisplayName("ROUTE-3: shouldFindOutSoonThatABoardHasMovedFromAGameserverWithoutALease")
    void shouldFindOutSoonThatABoardHasMovedFromAGameserverWithoutALease() {
        rig.advance(Duration.ofSeconds(2));
        Route route = found();
        AtomicInteger told = new AtomicInteger();
        routes().follow(route, told::incrementAndGet);
        orchestrator.store().fail(StoreCall.HEAR_HINT, StoreFault.UNREACHED);
        rig.gameserver(route.token().holder()).orElseThrow().store().failAll(StoreFault.UNREACHED);
        rig.await(
                "the board has moved",
                Duration.ofSeconds(3),
                () -> !rig.token(board).equals(route.token()));
        assertThat(told).hasValue(0);
        rig.await("told", Duration.ofMillis(1_050), () -> told.get() == 1);
        assertThat(rig.gameserver(route.token().holder()).orElseThrow().tick(board))
                .as("the gameserver of before shows it still")
                .isPresent();
    }

    @Test
    @DisplayName("ROUTE-3: shouldGiveAReadOfTokensNoMoreTimeThanADoubtfulBoardHas")
    void shouldGiveAReadOfTokensNoMoreTimeThanADoubtfulBoardHas() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(orchestrator.orchestrator()).bindTo(registry);
        orchestrator.store().fail(StoreCall.READ_TOKENS, StoreFault.REQUEST_HELD);
        CompletionStage<RouteOutcome> outcome = routes().find(rig.key().boardId(), 0, WAIT);
        rig.advance(Duration.ofMillis(1_100));
        orchestrator.store().fail(StoreCall.READ_TOKENS, StoreFault.NONE);
        assertThat(orchestrator.store().release()).isOne();
        assertThat(rig.answer(outcome)).isEqualTo(RouteOutcome.NoSuchBoard.INSTANCE);
        assertThat(registry.get("orbstrike.routes.unknown").functionCounter().count())
                .as("the one that came too late")
                .isOne();
    }

    @Test
    @DisplayName("ROUTE-3: shouldGoOnAtAGameserverWithoutALeaseWhileTheBoardStaysThere")
    void shouldGoOnAtAGameserverWithoutALeaseWhileTheBoardStaysThere() {
        Route route = found();
        AtomicInteger told = new AtomicInteger();
        routes().follow(route, told::incrementAndGet);
        rig.gameserver(route.token().holder()).orElseThrow().store().failAll(StoreFault.UNREACHED);
        ClusterRig.Node other = first.isGameserver(route.token().holder()) ? second : first;
        other.crash();
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        rig.advance(Duration.ofSeconds(8));
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS) - before).isGreaterThanOrEqualTo(4);
        assertThat(told).hasValue(0);
    }

    @Test
    @DisplayName("ROUTE-3: shouldReadNoTokensOftenWhileTheGameserverHasItsLease")
    void shouldReadNoTokensOftenWhileTheGameserverHasItsLease() {
        rig.advance(Duration.ofMillis(100));
        routes().follow(found(), () -> {});
        int before = orchestrator.store().calls(StoreCall.READ_TOKENS);
        rig.advance(Duration.ofSeconds(8));
        assertThat(orchestrator.store().calls(StoreCall.READ_TOKENS)).isEqualTo(before);
    }

    @Test
    void shouldTellNobodyWhoHasStoppedFollowing() {
        Route route = found();
        AtomicInteger told = new AtomicInteger();
        Routes.Following following = routes().follow(route, told::incrementAndGet);
        following.close();
        move(route);
        rig.advance(Duration.ofSeconds(11));
        assertThat(told).hasValue(0);
    }

    @Test
    void shouldHaveTheLeaderProbeAGameserverThatWasNotReached() {
        rig.advance(Duration.ofSeconds(6));
        Route route = found();
        rig.gameserver(route.token().holder()).orElseThrow().crash();
        long startNs = rig.clock().nanoTime();
        Route next = route;
        for (int failures = 1; next.equals(route) && failures < 10; failures++) {
            CompletableFuture<RouteOutcome> outcome = routes().findAfter(
                            route, RouteFailure.UNREACHED, failures, 0, WAIT)
                    .toCompletableFuture();
            rig.await("a route is named", Duration.ofSeconds(1), outcome::isDone);
            next = (Route) outcome.join();
        }
        assertThat(next.token()).isNotEqualTo(route.token());
        assertThat(Duration.ofNanos(rig.clock().nanoTime() - startNs))
                .as("long before the lease would have ended")
                .isLessThan(Duration.ofMillis(500));
        assertThat(rig.links().probes())
                .as("it once, and the other one before that gets boards")
                .isEqualTo(2);
    }

    @Test
    void shouldNotTakeAForgottenBoardForAClosedOne() {
        Route route = found();
        rig.store().replace(InMemoryClusterStore.create(rig.clock()));
        CompletableFuture<RouteOutcome> outcome = routes().findAfter(
                        route, RouteFailure.UNREACHED, 1, route.token().epoch().value(), WAIT)
                .toCompletableFuture();
        rig.await("its holder has written it again", WAIT, outcome::isDone);
        assertThat(outcome.join()).isInstanceOf(Route.class);
    }

    private Duration delayAfter(Route route, RouteFailure failure, int failures) {
        long startNs = rig.clock().nanoTime();
        CompletableFuture<RouteOutcome> again =
                routes().findAfter(route, failure, failures, 0, WAIT).toCompletableFuture();
        rig.await("the same route is answered", Duration.ofSeconds(2), again::isDone);
        assertThat(again.join()).isEqualTo(route);
        return Duration.ofNanos(rig.clock().nanoTime() - startNs);
    }

    private Route found() {
        return rig.answerAs(Route.class, routes().find(board, 0, WAIT));
    }

    /** Attaches the board to the other gameserver, and tells nobody. */
    private Token move(Route route) {
        ClusterRig.Node target = first.isGameserver(route.token().holder()) ? second : first;
        return rig.answerAs(
                        AttachmentStore.Attached.class,
                        rig.store()
                                .attachments()
                                .attach(board, route.token(), target.incarnation(), ClusterRig.REMAINING))
                .token();
    }

    private Routes routes() {
        return orchestrator.orchestrator().routes();
    }
}
