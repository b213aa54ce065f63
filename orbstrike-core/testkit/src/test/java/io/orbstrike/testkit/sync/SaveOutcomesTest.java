package io.orbstrike.testkit.sync;

import static io.orbstrike.testkit.sync.SyncRig.EPOCH;
import static io.orbstrike.testkit.sync.SyncRig.answered;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import io.orbstrike.store.SnapshotStore.Saved;
import io.orbstrike.store.SnapshotStore.Superseded;
import io.orbstrike.store.Unknown;
import io.orbstrike.sync.SyncMetrics.Result;
import io.orbstrike.sync.SyncOptions;
import io.orbstrike.testkit.sync.ScriptedSnapshotStore.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from the outcome of a save. */
class SaveOutcomesTest {

    private final SyncRig rig = new SyncRig();
    private final HeldBoard board = rig.synced(1);

    @Test
    void shouldStopSavingABoardThatIsFencedAndSayIt() {
        rig.advance(Duration.ofSeconds(3));
        rig.store.attach(board.id(), SyncRig.token(EPOCH + 1));
        rig.advance(Duration.ofSeconds(2));
        int calls = rig.store.calls.size();
        int told = board.saved.size();
        rig.advance(Duration.ofSeconds(10));

        assertThat(board.notSaved).containsExactly(new Fenced(SyncRig.token(EPOCH + 1)));
        assertThat(rig.store.calls).hasSize(calls);
        assertThat(board.saved).hasSize(told);
        assertThat(rig.sync.metrics().boards()).isZero();
        assertThat(rig.sync.metrics().saves(Result.FENCED)).isOne();
    }

    @Test
    void shouldAnswerWhoWaitsForASaveThatIsFenced() {
        rig.settle();
        rig.store.holding = true;
        CompletionStage<SaveOutcome> first = rig.sync.flush(board.id());
        rig.settle();
        CompletionStage<SaveOutcome> second = rig.sync.flush(board.id());
        rig.settle();
        rig.store.attach(board.id(), SyncRig.token(EPOCH + 1));
        rig.store.release();
        rig.settle();
        assertThat(answered(first)).isInstanceOf(Fenced.class);
        assertThat(answered(second)).isInstanceOf(Fenced.class);
        assertThat(rig.store.calls).hasSize(1);
    }

    @Test
    void shouldStopSavingABoardThatHasClosedAndSayIt() {
        rig.advance(Duration.ofSeconds(3));
        rig.store.of(board.id()).closed = true;
        rig.advance(Duration.ofSeconds(2));
        int calls = rig.store.calls.size();
        rig.advance(Duration.ofSeconds(10));

        assertThat(board.notSaved).containsExactly(new Closed(new Epoch(EPOCH)));
        assertThat(rig.store.calls).hasSize(calls);
        assertThat(rig.sync.metrics().boards()).isZero();
    }

    @Test
    void shouldTellThatTheStoreIsBehindAndTryAgainSoon() {
        rig.advance(Duration.ofSeconds(3));
        rig.store.forget(board.id());
        int told = board.saved.size();
        while (board.notSaved.isEmpty()) {
            rig.advance(Duration.ofMillis(10));
        }
        assertThat(board.notSaved).containsExactly(Behind.INSTANCE);
        rig.store.attach(board.id(), board.token());
        rig.advance(Duration.ofMillis(250));
        assertThat(board.saved).hasSize(told + 1);
        assertThat(rig.sync.metrics().saves(Result.BEHIND)).isOne();
        assertThat(rig.sync.metrics().retries()).isOne();
    }

    @Test
    void shouldSaveABoardAgainThatTheStoreForgotThoughItHasNotChanged() {
        SyncRig sleepy = new SyncRig(SyncOptions.defaults(), 1, Duration.ofSeconds(1));
        HeldBoard asleep = sleepy.synced(1);
        sleepy.advance(Duration.ofSeconds(5));
        int saves = asleep.saved.size();
        sleepy.store.forget(asleep.id());
        asleep.onBehind = () -> sleepy.store.attach(asleep.id(), asleep.token());
        sleepy.sync.flush(asleep.id());
        sleepy.advance(Duration.ofMillis(300));
        assertThat(asleep.saved).hasSize(saves + 1);
        sleepy.advance(Duration.ofSeconds(5));
        assertThat(asleep.saved).hasSize(saves + 1);
    }

    @Test
    void shouldTakeASupersededSaveForNoError() {
        rig.settle();
        rig.store.holding = true;
        CompletionStage<SaveOutcome> flushed = rig.sync.flush(board.id());
        rig.settle();
        rig.store.calls.get(0).answer(new Superseded(99));
        rig.store.holding = false;
        rig.settle();
        assertThat(answered(flushed)).isEqualTo(new Superseded(99));
        assertThat(board.notSaved).containsExactly(new Superseded(99));
        assertThat(rig.sync.metrics().saves(Result.SUPERSEDED)).isOne();
        rig.advance(Duration.ofMillis(700));
        assertThat(rig.store.calls).hasSize(1);
        rig.advance(Duration.ofMillis(600));
        assertThat(board.saved).hasSize(1);
        assertThat(rig.sync.metrics().retries()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"NOT_APPLIED", "UNKNOWN_APPLIED", "UNKNOWN_LOST", "FAILS", "THROWS"})
    void shouldTryAgainLaterAndLaterWithTheNewestStateOnly(Mode mode) {
        rig.advance(Duration.ofSeconds(3));
        rig.store.mode = mode;
        int before = rig.store.calls.size();
        rig.advance(Duration.ofSeconds(60));
        int tries = rig.store.calls.size() - before;
        assertThat(tries).isBetween(12, 30); // 0.1 s to 5 s apart

        List<Long> ticks = rig.store.calls.stream()
                .map(call -> call.saves.get(0).snapshot().tick())
                .toList();
        assertThat(ticks).isSorted().doesNotHaveDuplicates();
        assertThat(board.notSaved)
                .hasSize(tries)
                .allMatch(outcome ->
                        mode == Mode.NOT_APPLIED ? outcome instanceof NotApplied : outcome instanceof Unknown);
        rig.store.mode = Mode.APPLIES;
        int saved = board.saved.size();
        rig.advance(Duration.ofSeconds(6));
        assertThat(board.saved).hasSizeGreaterThan(saved);
        assertThat(board.saved.get(saved).tick()).isGreaterThan(ticks.get(ticks.size() - 1));
        assertThat(rig.sync.metrics().failures()).isZero();
    }

    @Test
    void shouldSaveNowWhenAskedThoughTheStoreIsLeftAlone() {
        rig.store.mode = Mode.NOT_APPLIED;
        rig.advance(Duration.ofSeconds(30));
        rig.store.mode = Mode.APPLIES;
        CompletionStage<SaveOutcome> flushed = rig.sync.flush(board.id());
        rig.settle();
        assertThat(answered(flushed)).isInstanceOf(Saved.class);
    }

    @Test
    void shouldTakeWhoLeavesOffTheRosterWithTheFirstStateWithoutHim() {
        rig.join(board, 1);
        rig.join(board, 2);
        for (int i = 0; i < 50; i++) {
            rig.join(board, 3 + i);
            PlayerId leaver = new PlayerId(3 + i);
            rig.advance(Duration.ofMillis(370));
            rig.executor.execute(() -> rig.sync.flush(board.id()));
            board.hosted().leave(leaver);
            rig.advance(StateType.TICK);
            rig.sync.flush(board.id());
            rig.settle();
            assertThat(rig.store.of(board.id()).roster).containsExactly(new PlayerId(1), new PlayerId(2));
            assertThat(board.leaving()).isEmpty();
        }
        for (SaveRequest save : rig.store.of(board.id()).saves) {
            assertThat(save.leaving()).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(board.asked).isSorted();
    }

    @Test
    void shouldNameWhoLeftUntilASaveIsKnown() {
        rig.join(board, 1);
        rig.advance(Duration.ofSeconds(2));
        rig.store.mode = Mode.UNKNOWN_LOST;
        board.hosted().leave(new PlayerId(1));
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.store.of(board.id()).roster).containsExactly(new PlayerId(1));
        assertThat(board.leaving()).containsExactly(new PlayerId(1));
        rig.store.mode = Mode.APPLIES;
        rig.advance(Duration.ofSeconds(6));
        assertThat(rig.store.of(board.id()).roster).isEmpty();
        assertThat(board.leaving()).isEmpty();
    }

    @Test
    void shouldKeepWhatListsAreToSayUntilItIsSaved() {
        BoardSummary summary = new BoardSummary(board.id(), "state", 3, 10, StateType.TICK, new Epoch(EPOCH));
        rig.advance(Duration.ofSeconds(2));
        rig.store.mode = Mode.NOT_APPLIED;
        board.list(summary);
        rig.advance(Duration.ofSeconds(5));
        rig.store.mode = Mode.APPLIES;
        rig.advance(Duration.ofSeconds(6));
        List<SaveRequest> accepted = rig.store.of(board.id()).saves;
        assertThat(accepted.stream().filter(save -> save.listing().isPresent())).hasSize(1);
        assertThat(rig.store.calls.stream()
                        .flatMap(call -> call.saves.stream())
                        .filter(save -> save.listing().isPresent()))
                .hasSizeGreaterThan(2)
                .allMatch(save -> save.listing().orElseThrow().equals(summary));
    }

    @Test
    void shouldGoOnWithTheOthersIfABoardThrows() {
        HeldBoard other = rig.synced(2);
        board.failure = new IllegalStateException("the holder threw");
        CompletionStage<SaveOutcome> flushed = rig.sync.flush(board.id());
        rig.advance(Duration.ofSeconds(5));
        assertThat(answered(flushed)).isInstanceOf(NotApplied.class);
        assertThat(board.saved).isEmpty();
        assertThat(other.saved).hasSizeGreaterThan(3);
        assertThat(rig.sync.metrics().failures()).isGreaterThan(3);
        board.failure = null;
        rig.advance(Duration.ofSeconds(2));
        assertThat(board.saved).isNotEmpty();
    }

    @Test
    void shouldNeverSaveAStateUnderATokenOfAnotherEpoch() {
        rig.advance(Duration.ofSeconds(3));
        int saves = rig.store.of(board.id()).saves.size();
        board.token = SyncRig.token(EPOCH + 1);
        rig.store.attach(board.id(), board.token);
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.store.of(board.id()).saves).hasSize(saves);
        assertThat(rig.sync.metrics().failures()).isPositive();
    }
}
