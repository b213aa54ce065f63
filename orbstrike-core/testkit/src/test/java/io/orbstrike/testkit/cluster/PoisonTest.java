package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards whose holders die. */
class PoisonTest {

    private static final Duration FAILOVER_MAX = Duration.ofSeconds(5);

    /** Two who die in a row are many at once. */
    private static final Duration BRAKE = Duration.ofSeconds(4);

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node first = rig.startGameserver();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-4: shouldKeepABoardThatKilledThreeHoldersAndTickTheOthers")
    void shouldKeepABoardThatKilledThreeHoldersAndTickTheOthers() {
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        BoardId poison = rig.created(first);
        rig.advance(Duration.ofSeconds(2));
        ClusterRig.Node holder = first;
        rig.startKilling(poison);
        for (int deaths = 1; deaths <= 3; deaths++) {
            ClusterRig.Node victim = holder;
            rig.await("death " + deaths, FAILOVER_MAX, victim::isCrashed);
            holder = rig.startGameserver();
            int counted = deaths;
            rig.await(
                    "counted",
                    FAILOVER_MAX.plus(BRAKE),
                    () -> rig.record(poison).holderDeaths() == counted);
        }
        ClusterRig.Node last = holder;
        BoardId innocent = rig.created(last);
        rig.await("kept", FAILOVER_MAX, () -> rig.record(poison).quarantine().isPresent());
        rig.advance(Duration.ofSeconds(3));
        assertThat(last.isCrashed()).isFalse();
        assertThat(last.tick(poison)).isEmpty();
        assertThat(last.gameserver().boardsAfter(null, 10))
                .filteredOn(board -> board.id().equals(poison))
                .extracting(BoardOverview::state)
                .containsExactly(BoardOverview.State.QUARANTINED);
        assertThat(rig.record(poison).quarantine()).contains("3 of its holders died while they ticked it");
        rig.answerAs(Lobby.Quarantined.class, rig.join(last, poison, rig.key()));
        assertThat(last.tick(innocent)).isPresent();
        assertThat(rig.record(innocent).quarantine()).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldForgetDeathsAfterAMinuteOfUndisturbedTicking")
    void shouldForgetDeathsAfterAMinuteOfUndisturbedTicking() {
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(2));
        BoardId board = rig.created(first);
        first.crash();
        ClusterRig.Node second = rig.startGameserver();
        rig.await("adopted", FAILOVER_MAX, () -> second.tick(board).isPresent());
        assertThat(rig.record(board).holderDeaths()).isOne();
        rig.advance(Duration.ofSeconds(58));
        assertThat(rig.record(board).holderDeaths()).isOne();
        rig.advance(Duration.ofSeconds(4));
        assertThat(rig.record(board).holderDeaths()).isZero();
    }

    @Test
    @DisplayName("FAIL-4: shouldStartOneSuspectAtATime")
    void shouldStartOneSuspectAtATime() {
        ClusterRig.Node second = rig.startGameserver();
        List<BoardId> suspects = suspects(3, second);
        for (int started = 1; started <= 3; started++) {
            awaitTicking(suspects, second, started);
            rig.advance(Duration.ofMillis(900));
            assertThat(suspects)
                    .filteredOn(board -> second.tick(board).isPresent())
                    .hasSize(started);
        }
    }

    @Test
    @DisplayName("FAIL-4: shouldStartTheSuspectThatPlayersWaitForBeforeTheOthers")
    void shouldStartTheSuspectThatPlayersWaitForBeforeTheOthers() {
        ClusterRig.Node second = rig.startGameserver();
        List<BoardId> suspects = suspects(8, second);
        awaitTicking(suspects, second, 1);
        for (int ticking = 2; ticking <= 6; ticking++) { // one of them may be next by chance
            List<BoardId> waiting = waiting(suspects, second);
            BoardId awaited = waiting.get(ticking % 2 == 0 ? waiting.size() - 1 : 0);
            CompletableFuture<Void> arrival = arrival(second, awaited);
            awaitTicking(suspects, second, ticking);
            assertThat(second.tick(awaited)).isPresent();
            assertThat(arrival).isCompleted();
        }
        awaitTicking(suspects, second, 8);
    }

    @Test
    @DisplayName("FAIL-4: shouldBeWaitedForUntilItsTurnHasComeThoughWhoWaitsIsSentToLookAgain")
    void shouldBeWaitedForUntilItsTurnHasComeThoughWhoWaitsIsSentToLookAgain() {
        ClusterRig.Node second = rig.startGameserver();
        List<BoardId> suspects = suspects(8, second);
        awaitTicking(suspects, second, 1);
        List<CompletableFuture<Void>> waits = waiting(suspects, second).stream()
                .map(board -> arrival(second, board))
                .toList();
        awaitTicking(suspects, second, 7);
        BoardId last = waiting(suspects, second).get(0);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isCompleted());
        CompletableFuture<Void> again = arrival(second, last);
        assertThat(again).isNotDone();
        awaitTicking(suspects, second, 8);
        assertThat(again).isCompleted();
        assertThat(second.gameserver().arrival(last)).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldTellWhoWaitsForASuspectThatItHasGoneElsewhere")
    void shouldTellWhoWaitsForASuspectThatItHasGoneElsewhere() {
        ClusterRig.Node second = rig.startGameserver();
        ClusterRig.Node third = rig.startGameserver();
        List<BoardId> suspects = suspects(3, second);
        awaitTicking(suspects, second, 1);
        BoardId moved = waiting(suspects, second).get(1);
        CompletableFuture<Void> arrival = arrival(second, moved);
        rig.attach(moved, third, AttachReason.MOVED);
        rig.await("told", Duration.ofSeconds(4), arrival::isDone);
        assertThat(second.gameserver().arrival(moved)).isEmpty();
        assertThat(second.tick(moved)).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldBeWaitedForThoughItWasTakenToBeElsewhereMeanwhile")
    void shouldBeWaitedForThoughItWasTakenToBeElsewhereMeanwhile() {
        ClusterRig.Node second = rig.startGameserver();
        List<BoardId> suspects = suspects(8, second);
        awaitTicking(suspects, second, 1);
        BoardId board = waiting(suspects, second).get(6);
        Token held = rig.token(board);
        Token elsewhere = new Token(new Epoch(held.epoch().value() - 1), first.incarnation());
        rig.store().hints().publish(new StoreHints.Attached(board, elsewhere));
        rig.settle();
        rig.store().hints().publish(new StoreHints.Attached(board, held));
        rig.settle();
        rig.advance(Duration.ofSeconds(6)); // longer than an arrival that is not long
        assertThat(second.tick(board)).isEmpty();
        CompletableFuture<Void> arrival = arrival(second, board);
        awaitTicking(suspects, second, 8);
        assertThat(arrival).isCompleted();
    }

    @Test
    @DisplayName("FAIL-4: shouldNotPreferASuspectForWhichNobodyHasWaitedForLong")
    void shouldNotPreferASuspectForWhichNobodyHasWaitedForLong() {
        ClusterRig.Node second = rig.startGameserver();
        List<BoardId> suspects = suspects(20, second);
        awaitTicking(suspects, second, 1);
        List<CompletableFuture<Void>> waits = waiting(suspects, second).stream()
                .map(board -> arrival(second, board))
                .toList();
        awaitTicking(suspects, second, 12); // two waits of 5 s have ended
        List<BoardId> waiting = waiting(suspects, second);
        BoardId last = waiting.get(waiting.size() - 1);
        CompletableFuture<Void> arrival = arrival(second, last);
        awaitTicking(suspects, second, 13);
        assertThat(second.tick(last)).isPresent();
        assertThat(arrival).isCompleted();
        assertThat(waits).hasSize(19);
    }

    private static List<BoardId> waiting(List<BoardId> boards, ClusterRig.Node at) {
        return boards.stream().filter(board -> at.tick(board).isEmpty()).toList();
    }

    private static CompletableFuture<Void> arrival(ClusterRig.Node at, BoardId board) {
        return at.gameserver().arrival(board).orElseThrow().toCompletableFuture();
    }

    /** Boards of the first gameserver that have lost two holders and are another's now. */
    private List<BoardId> suspects(int count, ClusterRig.Node holder) {
        rig.advance(Duration.ofMillis(500));
        List<BoardId> suspects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            suspects.add(rig.created(first));
        }
        rig.advance(Duration.ofMillis(500));
        first.crash();
        for (BoardId board : suspects) {
            rig.attach(board, first, AttachReason.HOLDER_DIED);
            rig.attach(board, holder, AttachReason.HOLDER_DIED);
        }
        return suspects;
    }

    private void awaitTicking(List<BoardId> boards, ClusterRig.Node on, long count) {
        rig.await(count + " tick", Duration.ofMillis(1_500L * count), () -> ticking(boards, on) == count);
    }

    @Test
    @DisplayName("FAIL-4: shouldStartTheOthersThoughOneThatWaitedHasGoneElsewhere")
    void shouldStartTheOthersThoughOneThatWaitedHasGoneElsewhere() {
        ClusterRig.Node second = rig.startGameserver();
        ClusterRig.Node third = rig.startGameserver();
        List<BoardId> suspects = suspects(3, second);
        awaitTicking(suspects, second, 1);
        rig.attach(waiting(suspects, second).get(0), third, AttachReason.MOVED);
        rig.await("all run", Duration.ofSeconds(4), () -> ticking(suspects, second) == 2);
        assertThat(ticking(suspects, third)).isOne();
    }

    @Test
    @DisplayName("FAIL-4: shouldCountOneDeathForEachBoardWhenAllAreKilledTogether")
    void shouldCountOneDeathForEachBoardWhenAllAreKilledTogether() {
        List<ClusterRig.Node> killed = List.of(first, rig.startGameserver(), rig.startGameserver());
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(6));
        List<BoardId> boards = killed.stream().map(rig::created).toList();
        rig.advance(Duration.ofSeconds(2));
        killed.forEach(ClusterRig.Node::crash);
        killed.forEach(rig::suspect);
        rig.advance(Duration.ofMillis(100));
        shouldComeBackWithOneDeathEach(boards);
    }

    @Test
    @DisplayName("FAIL-4: shouldCountOneDeathForEachBoardWhenAllFallSilentTogether")
    void shouldCountOneDeathForEachBoardWhenAllFallSilentTogether() {
        List<ClusterRig.Node> silent = new ArrayList<>(List.of(first));
        for (int i = 0; i < 2; i++) {
            rig.advance(Duration.ofMillis(160)); // leases run out one after another
            silent.add(rig.startGameserver());
        }
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(6));
        List<BoardId> boards = silent.stream().map(rig::created).toList();
        rig.advance(Duration.ofSeconds(2));
        silent.forEach(ClusterRig.Node::crash);
        rig.advance(Duration.ofSeconds(3));
        shouldComeBackWithOneDeathEach(boards);
    }

    private void shouldComeBackWithOneDeathEach(List<BoardId> boards) {
        ClusterRig.Node one = rig.startGameserver();
        ClusterRig.Node other = rig.startGameserver();
        rig.await(
                "all run",
                FAILOVER_MAX.plus(BRAKE),
                () -> ticking(boards, one) + ticking(boards, other) == boards.size());
        assertThat(boards).extracting(board -> rig.record(board).holderDeaths()).containsOnly(1);
    }

    private static long ticking(List<BoardId> boards, ClusterRig.Node on) {
        return boards.stream().filter(board -> on.tick(board).isPresent()).count();
    }

    @Test
    @DisplayName("FAIL-4: shouldStartBoardsOfOneDeathTogether")
    void shouldStartBoardsOfOneDeathTogether() {
        rig.advance(Duration.ofMillis(500));
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boards.add(rig.created(first));
        }
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        first.crash();
        boards.forEach(board -> rig.attach(board, second, AttachReason.HOLDER_DIED));
        rig.advance(Duration.ofMillis(1_100));
        assertThat(boards).allSatisfy(board -> assertThat(second.tick(board)).isPresent());
    }
}
