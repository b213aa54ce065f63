package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers that live, and that orchestrators cannot reach. */
class OutOfReachTest {

    private static final Duration TTL = Duration.ofSeconds(2);

    private static final Duration RENEWAL = TTL.dividedBy(4);

    /** Two intervals to ask, one to report; the same again for those that learn from a report; and one to hear of theirs. */
    private static final Duration KNOWN_BY_ALL = TTL.multipliedBy(2);

    private static final int BOARDS = 12;

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = startGameserver();
    private final ClusterRig.Node second = startGameserver();
    private final ClusterRig.Node cut = rig.startOrchestrator();

    @BeforeEach
    void settle() {
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("LEASE-6: shouldPlaceNothingAtOneThatMostCannotReachUntilTheyReachItAgainAndATtlLonger")
    void shouldPlaceNothingAtOneThatMostCannotReachUntilTheyReachItAgainAndATtlLonger() {
        ClusterRig.Node alsoCut = startOrchestrator();
        ClusterRig.Node reaching = startOrchestrator();
        BoardId board = rig.created(first);
        Token before = rig.token(board);
        cut.loseWayTo(first);
        alsoCut.loseWayTo(first);
        loseStream(board);
        rig.advance(KNOWN_BY_ALL);
        assertThat(unreached(reaching)).isOne();
        assertThat(placedAtFirst(reaching)).isZero();
        assertThat(rig.token(board)).isEqualTo(before);
        assertThat(first.gameserver().isConfirmed()).isTrue();

        cut.findWayTo(first);
        rig.advance(TTL);
        assertThat(placedAtFirst(reaching)).as("placed before the wait is over").isZero();
        rig.advance(TTL);
        assertThat(placedAtFirst(reaching)).isPositive();
        assertThat(unreached(reaching)).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldPlaceBoardsAtOneThatHalfOfTheOrchestratorsReach")
    void shouldPlaceBoardsAtOneThatHalfOfTheOrchestratorsReach() {
        ClusterRig.Node reaching = startOrchestrator();
        cut.loseWayTo(first);
        loseStream(rig.created(first));
        rig.advance(KNOWN_BY_ALL);
        assertThat(unreached(reaching)).isZero();
        assertThat(placedAtFirst(reaching)).isPositive();
    }

    @Test
    @DisplayName("LEASE-6: shouldNotCountOrchestratorsThatAreGone")
    void shouldNotCountOrchestratorsThatAreGone() {
        ClusterRig.Node crashes = startOrchestrator();
        ClusterRig.Node leaves = startOrchestrator();
        cut.loseWayTo(first);
        loseStream(rig.created(first));
        rig.advance(KNOWN_BY_ALL);
        assertThat(unreached(cut)).as("one of three").isZero();
        crashes.crash();
        rig.advance(TTL.plus(RENEWAL));
        assertThat(unreached(cut)).as("one of two").isZero();
        leaves.orchestrator().close();
        rig.advance(RENEWAL.multipliedBy(2));
        assertThat(unreached(cut)).as("one of one").isOne();
    }

    @Test
    @DisplayName("LEASE-6: shouldAttachNothingToOneThatIsOutOfReachUntilItIsReachedAgain")
    void shouldAttachNothingToOneThatIsOutOfReachUntilItIsReachedAgain() {
        BoardId board = rig.created(second);
        cut.loseWayTo(first);
        loseStream(rig.created(first));
        rig.advance(KNOWN_BY_ALL);
        second.crash();
        rig.advance(TTL.multipliedBy(5));
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());

        cut.findWayTo(first);
        rig.await("adopted", TTL.multipliedBy(2), () -> first.tick(board).isPresent());
    }

    @Test
    @DisplayName("I4: shouldGiveBoardsToOneThatHasJustComeBackIfNobodyElseCanHaveThem")
    void shouldGiveBoardsToOneThatHasJustComeBackIfNobodyElseCanHaveThem() {
        BoardId board = rig.created(second);
        BoardId its = rig.created(first);
        for (int times = 0; times < 4; times++) {
            cut.loseWayTo(first);
            loseStream(its);
            rig.advance(KNOWN_BY_ALL);
            cut.findWayTo(first);
            rig.advance(RENEWAL.multipliedBy(2));
        }
        assertThat(placedAtFirst(cut)).as("its wait is eight TTLs by now").isZero();
        second.crash();
        rig.await("adopted", TTL.multipliedBy(3), () -> first.tick(board).isPresent());
        assertThat(placedAtFirst(cut)).isPositive();
    }

    @Test
    @DisplayName("LEASE-6: shouldNotTakeOneForReachedThatMissesARenewal")
    void shouldNotTakeOneForReachedThatMissesARenewal() {
        cut.loseWayTo(first);
        loseStream(rig.created(first));
        rig.advance(KNOWN_BY_ALL);
        first.pause();
        rig.advance(TTL.multipliedBy(2));
        first.resume();
        rig.advance(TTL.multipliedBy(3));
        assertThat(unreached(cut)).isOne();
        assertThat(placedAtFirst(cut)).isZero();
    }

    @Test
    @DisplayName("LEASE-6: shouldRefuseCreationsWhileTheOnlyOrchestratorReachesNobody")
    void shouldRefuseCreationsWhileTheOnlyOrchestratorReachesNobody() {
        cut.loseWayTo(first);
        cut.loseWayTo(second);
        rig.answerAs(Lobby.Unavailable.class, rig.create(cut, rig.key()));
        rig.advance(KNOWN_BY_ALL);
        assertThat(rig.answerAs(Lobby.NoRoom.class, rig.create(cut, rig.key())).reason())
                .contains("reached");

        cut.findWayTo(second);
        rig.advance(TTL.multipliedBy(2));
        BoardId board = rig.created(cut);
        assertThat(rig.token(board).holder()).isEqualTo(second.incarnation());
    }

    @Test
    @DisplayName("LEASE-6: shouldPlaceBoardsAtOneThatDidNotAnswerOnce")
    void shouldPlaceBoardsAtOneThatDidNotAnswerOnce() {
        cut.loseWayTo(first);
        loseStream(rig.created(first));
        rig.await("asked", TTL, () -> rig.links().probes() == 2);
        cut.findWayTo(first);
        rig.advance(KNOWN_BY_ALL);
        assertThat(unreached(cut)).isZero();
        assertThat(placedAtFirst(cut)).isPositive();
    }

    @Test
    @DisplayName("LEASE-6: shouldAskNobodyWithoutADoubtAndOneInDoubtOnceInAnInterval")
    void shouldAskNobodyWithoutADoubtAndOneInDoubtOnceInAnInterval() {
        BoardId board = rig.created(first);
        rig.advance(TTL.multipliedBy(2));
        assertThat(rig.links().probes()).isZero();
        cut.loseWayTo(first);
        loseStreams(board, 50);
        rig.advance(TTL.multipliedBy(5));
        assertThat(rig.links().probes()).isBetween(20, 22);
        cut.findWayTo(first);
        rig.advance(RENEWAL);
        int probes = rig.links().probes();
        rig.advance(TTL.multipliedBy(2));
        assertThat(rig.links().probes()).isEqualTo(probes);
    }

    private ClusterRig.Node startGameserver() {
        return rig.startGameserver(GameserverOptions.builder().createQuota(0).build());
    }

    private ClusterRig.Node startOrchestrator() {
        ClusterRig.Node node = rig.startOrchestrator();
        rig.advance(TTL);
        return node;
    }

    /** A stream of the orchestrator that is cut off does not reach its gameserver; whoever leads asks it, too. */
    private void loseStream(BoardId board) {
        loseStreams(board, 1);
    }

    private void loseStreams(BoardId board, int count) {
        Routes routes = cut.orchestrator().routes();
        Route route = rig.answerAs(Route.class, routes.find(board, 0, ClusterRig.REMAINING));
        for (int i = 0; i < count; i++) {
            CompletionStage<RouteOutcome> unused =
                    routes.findAfter(route, RouteFailure.UNREACHED, 1, 0, ClusterRig.REMAINING);
        }
    }

    private long placedAtFirst(ClusterRig.Node by) {
        return IntStream.range(0, BOARDS)
                .mapToObj(i -> rig.token(rig.created(by)))
                .filter(token -> token.holder().equals(first.incarnation()))
                .count();
    }

    private static double unreached(ClusterRig.Node orchestrator) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(orchestrator.orchestrator()).bindTo(registry);
        return registry.get("orbstrike.gameservers.unreached").gauge().value();
    }
}
