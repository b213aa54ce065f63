package io.orbstrike.testkit.sync;

import static io.orbstrike.testkit.sync.SyncRig.answered;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.BoardState;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import io.orbstrike.store.SnapshotStore.Saved;
import io.orbstrike.store.Unknown;
import io.orbstrike.sync.SyncMetrics.Result;
import io.orbstrike.sync.SyncOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is saved, when, and in how many calls. */
class BoardSyncTest {

    private final SyncRig rig = new SyncRig();

    @Test
    void shouldSaveABoardThatTicksOnceInAnInterval() {
        HeldBoard board = rig.synced(1);
        List<Long> atMs = new ArrayList<>();
        rig.store.onCall = call -> atMs.add(rig.clock.nanoTime() / 1_000_000);
        rig.advance(Duration.ofSeconds(20));

        assertThat(atMs.get(0)).isLessThanOrEqualTo(1_000);
        for (int i = 1; i < atMs.size(); i++) {
            assertThat(atMs.get(i) - atMs.get(i - 1)).isBetween(800L, 1_220L);
        }
        assertThat(atMs.stream().distinct()).hasSizeGreaterThan(15);
        assertThat(board.saved).hasSameSizeAs(atMs).hasSizeBetween(16, 25);
        assertThat(board.saved.stream().map(BoardSnapshot::tick)).isSorted();
        SaveRequest last = rig.store.calls.get(rig.store.calls.size() - 1).saves.get(0);
        BoardSnapshot state = board.saved.get(board.saved.size() - 1);
        assertThat(last.token()).isEqualTo(board.token());
        assertThat(last.snapshot().tick()).isEqualTo(state.tick());
        assertThat(last.snapshot().version()).isEqualTo(state.version());
        assertThat(last.snapshot().rosterNumber()).isEqualTo(state.rosterNumber());
        assertThat(last.snapshot().bytes()).isSameAs(state.bytes());
        assertThat(board.notSaved).isEmpty();
    }

    @Test
    void shouldSaveABoardThatSleepsOnceAndLetItRestUntilItWakes() {
        SyncRig sleepy = new SyncRig(SyncOptions.defaults(), 1, Duration.ofSeconds(3));
        HeldBoard board = sleepy.synced(1);
        sleepy.advance(Duration.ofSeconds(6));
        assertThat(board.hosted().status().state()).isEqualTo(BoardState.SLEEPING);
        int saves = board.saved.size();
        assertThat(board.saved.get(saves - 1).tick())
                .isEqualTo(board.hosted().status().tick());
        sleepy.advance(Duration.ofMinutes(1));
        assertThat(board.saved).hasSize(saves);
        assertThat(sleepy.sync.metrics().lag()).isZero();

        sleepy.join(board, 1);
        sleepy.advance(Duration.ofSeconds(5));
        assertThat(board.saved).hasSizeGreaterThan(saves + 2);
    }

    @Test
    void shouldSaveABoardInQuarantineOnceAndLetItRest() {
        HeldBoard board = rig.synced(1);
        rig.advance(Duration.ofSeconds(3));
        rig.store.mode = ScriptedSnapshotStore.Mode.NOT_APPLIED;
        rig.advance(Duration.ofSeconds(3));
        rig.type.throwing = true;
        rig.advance(Duration.ofSeconds(1));
        assertThat(board.hosted().status().state()).isEqualTo(BoardState.QUARANTINED);
        int saves = board.saved.size();
        rig.store.mode = ScriptedSnapshotStore.Mode.APPLIES;
        rig.advance(Duration.ofMinutes(1));

        assertThat(board.saved).hasSize(saves + 1);
        assertThat(board.hosted().lastSnapshot()).containsSame(board.saved.get(saves));
    }

    @Test
    void shouldSaveFewBoardsInOneCallAndManyInFullOnes() {
        rig.synced(100, 10);
        rig.advance(Duration.ofSeconds(10));
        int before = rig.store.calls.size();
        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.store.calls.size() - before).isBetween(16, 26);

        SyncRig many = new SyncRig();
        many.synced(1_000, 10);
        many.advance(Duration.ofSeconds(10));
        before = many.store.calls.size();
        many.advance(Duration.ofSeconds(10));
        assertThat(many.store.calls.size() - before).isBetween(32, 52); // 4 full calls in 0.8 s to 1 s
        for (int i = 1; i <= 1_000; i++) {
            assertThat(many.store.of(new BoardId(0, i)).saves).hasSizeBetween(15, 26);
        }
    }

    @Test
    void shouldSpreadManyBoardsOverTheInterval() {
        rig.synced(5_000, 10);
        List<Integer> boardsPerWindow = new ArrayList<>(List.of(0));
        rig.store.onCall = call -> boardsPerWindow.set(
                boardsPerWindow.size() - 1, boardsPerWindow.get(boardsPerWindow.size() - 1) + call.saves.size());
        for (int i = 0; i < 40; i++) {
            rig.advance(Duration.ofMillis(100));
            boardsPerWindow.add(0);
        }
        assertThat(boardsPerWindow).allMatch(boards -> boards <= 1_100);
        assertThat(boardsPerWindow.stream().mapToInt(boards -> boards).sum()).isBetween(16_000, 26_000);
        assertThat(rig.store.calls).allMatch(call -> call.saves.size() <= 256);
        assertThat(rig.sync.metrics().stretched()).isZero();
        assertThat(rig.sync.metrics().boardsLagging()).isZero();
    }

    @Test
    void shouldSaveAtOnceWhenAskedAndAlsoWhatHasNotChanged() {
        HeldBoard board = rig.synced(1);
        rig.settle();
        CompletionStage<SaveOutcome> flushed = rig.sync.flush(board.id());
        rig.settle();
        assertThat(answered(flushed)).isInstanceOf(Saved.class);
        assertThat(board.saved).hasSize(1);
        CompletionStage<SaveOutcome> again = rig.sync.flush(board.id());
        rig.settle();
        assertThat(answered(again)).isInstanceOf(Saved.class);
        assertThat(board.saved).hasSize(2);
        assertThat(board.saved.get(1).tick()).isEqualTo(board.saved.get(0).tick());
    }

    @Test
    void shouldLetASaveUnderWayBeFollowedByAnother() {
        HeldBoard board = rig.synced(1);
        rig.store.holding = true;
        CompletionStage<SaveOutcome> first = rig.sync.flush(board.id());
        rig.settle();
        rig.advance(StateType.TICK.multipliedBy(3));
        CompletionStage<SaveOutcome> second = rig.sync.flush(board.id());
        CompletionStage<SaveOutcome> third = rig.sync.flush(board.id());
        rig.settle();
        assertThat(rig.store.calls).hasSize(1);
        rig.store.release();
        rig.settle();
        assertThat(answered(first)).isInstanceOf(Saved.class);
        assertThat(answered(second)).isInstanceOf(Saved.class);
        assertThat(answered(third)).isInstanceOf(Saved.class);
        assertThat(rig.store.calls).hasSize(2);
        assertThat(board.saved.get(1).tick()).isEqualTo(board.saved.get(0).tick() + 3);
    }

    @Test
    void shouldSaveAllThatHasChangedBeforeItEnds() {
        rig.synced(600, 10);
        rig.advance(Duration.ofSeconds(3));
        rig.store.holding = true;
        CompletionStage<Void> flushed = rig.sync.flushAll();
        rig.settle();
        assertThat(flushed.toCompletableFuture()).isNotDone();
        rig.store.release();
        rig.settle();
        answered(flushed);
        for (int i = 1; i <= 600; i++) {
            BoardId id = new BoardId(0, i);
            assertThat(rig.store.of(id).snapshot)
                    .extracting(snapshot -> snapshot.tick())
                    .isEqualTo(rig.host.board(id).orElseThrow().status().tick());
        }
        int calls = rig.store.calls.size();
        CompletionStage<Void> clean = rig.sync.flushAll();
        rig.settle();
        answered(clean);
        assertThat(rig.store.calls).hasSize(calls);
    }

    @Test
    void shouldEndADrainThoughTheStoreFailsAllOfIt() {
        rig.synced(600, 10);
        rig.store.mode = ScriptedSnapshotStore.Mode.NOT_APPLIED;
        rig.advance(Duration.ofSeconds(3));
        CompletionStage<Void> flushed = rig.sync.flushAll();
        rig.settle();
        answered(flushed);
    }

    @Test
    void shouldSaveNothingOfABoardThatWasRemoved() {
        HeldBoard board = rig.synced(1);
        HeldBoard other = rig.synced(2);
        rig.advance(Duration.ofSeconds(3));
        rig.store.holding = true;
        CompletionStage<SaveOutcome> underWay = rig.sync.flush(board.id());
        rig.settle();
        CompletionStage<SaveOutcome> waiting = rig.sync.flush(board.id());
        int told = board.saved.size();
        rig.sync.remove(board.id());
        rig.settle();
        assertThat(answered(underWay)).isInstanceOf(Unknown.class);
        assertThat(answered(waiting)).isInstanceOf(NotApplied.class);
        rig.store.release();
        rig.advance(Duration.ofSeconds(5));

        assertThat(board.saved).hasSize(told);
        assertThat(rig.store.of(board.id()).saves).hasSize(told + 1);
        assertThat(other.saved).hasSizeGreaterThan(5);
        assertThat(rig.sync.metrics().boards()).isEqualTo(1);
        CompletionStage<SaveOutcome> unknown = rig.sync.flush(board.id());
        rig.settle();
        assertThat(answered(unknown)).isInstanceOf(NotApplied.class);
        rig.sync.remove(board.id());
        rig.settle();
        assertThat(rig.sync.metrics().failures()).isZero();
    }

    @Test
    void shouldReplaceABoardThatIsAddedAgain() {
        HeldBoard before = rig.synced(1);
        rig.advance(Duration.ofSeconds(3));
        int told = before.saved.size();
        HeldBoard after = new HeldBoard(before.id(), before.token(), rig.executor);
        after.host(before.hosted());
        rig.sync.add(after);
        rig.advance(Duration.ofSeconds(5));
        assertThat(before.saved).hasSize(told);
        assertThat(after.saved).hasSizeGreaterThan(3);
        assertThat(rig.sync.metrics().boards()).isEqualTo(1);
    }

    @Test
    void shouldSaveNothingAfterItWasClosedAndAnswerWhoWaits() {
        HeldBoard board = rig.synced(1);
        rig.ticking = false; // so that no state is given
        CompletionStage<SaveOutcome> waiting = rig.sync.flush(board.id());
        rig.settle();
        rig.sync.close();
        rig.sync.close();
        CompletionStage<SaveOutcome> late = rig.sync.flush(board.id());
        CompletionStage<Void> lateAll = rig.sync.flushAll();
        rig.ticking = true;
        rig.advance(Duration.ofSeconds(5));
        assertThat(answered(waiting)).isInstanceOf(NotApplied.class);
        assertThat(answered(late)).isInstanceOf(NotApplied.class);
        answered(lateAll);
        assertThat(rig.store.calls).isEmpty();
        assertThat(rig.executor.waiting()).isZero();
        rig.sync.add(board);
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.store.calls).isEmpty();
        assertThat(rig.sync.metrics().saves(Result.SAVED)).isZero();
    }
}
