package io.orbstrike.testkit.sync;

import static io.orbstrike.testkit.sync.SyncRig.answered;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.sync.SyncOptions;
import io.orbstrike.testkit.sync.ScriptedSnapshotStore.Mode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What holds whatever the store and the tick threads do. */
class SyncBoundsTest {

    private static final int BYTES_MAX = 64 << 10;

    @Test
    void shouldBoundTheCallsUnderWayAndStretchIntervals() {
        SyncRig rig = new SyncRig();
        rig.synced(3_000, 10);
        rig.store.holding = true;
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.store.waiting).hasSize(4).allMatch(call -> call.saves.size() <= 256);
        assertThat(rig.sync.metrics().batchesInFlight()).isEqualTo(4);
        assertThat(rig.sync.metrics().lag()).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_100));
        assertThat(rig.sync.metrics().boardsLagging()).isEqualTo(3_000);
        long tick = rig.host.board(new BoardId(0, 1)).orElseThrow().status().tick();
        assertThat(tick).as("play goes on").isGreaterThan(45);

        rig.store.release();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.sync.metrics().stretched()).isGreaterThan(1_000);
        assertThat(rig.sync.metrics().lag()).isLessThan(Duration.ofMillis(1_300));
        assertThat(rig.sync.metrics().boardsLagging()).isZero();
        for (int i = 1; i <= 3_000; i++) {
            assertThat(rig.store.of(new BoardId(0, i)).saves).isNotEmpty();
        }
        long stretched = rig.sync.metrics().stretched();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.sync.metrics().stretched()).as("resting").isEqualTo(stretched);
    }

    @Test
    void shouldBoundTheBytesUnderWay() {
        SyncOptions options = SyncOptions.builder().bytesInFlightMax(BYTES_MAX).build();
        SyncRig rig = new SyncRig(options, 1);
        rig.synced(100, 5_000);
        rig.store.holding = true;
        rig.store.onCall =
                call -> assertThat(rig.sync.metrics().bytesInFlight()).isLessThanOrEqualTo(BYTES_MAX);
        for (int i = 0; i < 50; i++) {
            rig.advance(Duration.ofMillis(100));
            assertThat(rig.store.bytesWaiting())
                    .isBetween(1L, (long) BYTES_MAX)
                    .isEqualTo(rig.sync.metrics().bytesInFlight());
        }
        rig.store.release();
        rig.advance(Duration.ofSeconds(3));
        for (int i = 1; i <= 100; i++) {
            assertThat(rig.store.of(new BoardId(0, i)).saves).hasSizeGreaterThan(1);
        }
        rig.store.holding = true;
        rig.store.release();
        rig.settle();
        assertThat(rig.sync.metrics().bytesInFlight()).isZero();
    }

    @Test
    void shouldLetAStateGoAloneThatIsLargerThanTheBound() {
        SyncOptions options = SyncOptions.builder().bytesInFlightMax(BYTES_MAX).build();
        SyncRig rig = new SyncRig(options, 1);
        rig.synced(20, 200_000);
        rig.store.onCall = call -> assertThat(rig.store.waiting).hasSize(1);
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.store.calls).allMatch(call -> call.saves.size() == 1);
        for (int i = 1; i <= 20; i++) {
            assertThat(rig.store.of(new BoardId(0, i)).saves).isNotEmpty();
        }
    }

    @Test
    void shouldTryAStoreThatFailsWithOneCallAtATime() {
        SyncRig rig = new SyncRig();
        rig.synced(600, 10);
        rig.advance(Duration.ofSeconds(2));
        rig.store.mode = Mode.NOT_APPLIED;
        rig.advance(Duration.ofSeconds(10));
        rig.store.onCall = call -> assertThat(rig.store.waiting).hasSize(1);
        int before = rig.store.calls.size();
        rig.advance(Duration.ofSeconds(30));
        assertThat(rig.store.calls.size() - before).isBetween(6, 12); // 2.5 s to 5 s apart
        rig.store.onCall = call -> {};
        rig.store.mode = Mode.APPLIES;
        rig.advance(Duration.ofMillis(6_500));
        assertThat(rig.sync.metrics().lag()).isLessThan(Duration.ofMillis(1_600));
    }

    @Test
    void shouldGiveUpACaptureThatATickThreadDoesNotAnswer() {
        SyncRig rig = new SyncRig();
        HeldBoard board = rig.synced(1);
        rig.advance(Duration.ofSeconds(3));
        int saves = board.saved.size();
        rig.ticking = false;
        CompletionStage<SaveOutcome> flushed = rig.sync.flush(board.id());
        rig.advance(Duration.ofMillis(1_900));
        assertThat(flushed.toCompletableFuture()).isNotDone();
        rig.advance(Duration.ofMillis(400));
        assertThat(answered(flushed)).isInstanceOf(NotApplied.class);
        assertThat(rig.sync.metrics().captureFailures()).isPositive();
        rig.ticking = true;
        rig.advance(Duration.ofSeconds(3));
        assertThat(board.saved).hasSizeGreaterThan(saves + 1);
        assertThat(rig.sync.metrics().failures()).isZero();
        rig.sync.remove(board.id());
        rig.settle();
        assertThat(rig.sync.metrics().bytesInFlight()).isZero();
    }

    @Test
    void shouldSaveOthersWhileOneTickThreadIsStuck() {
        SyncRig rig = new SyncRig();
        HeldBoard board = rig.synced(1);
        HeldBoard gone = rig.synced(2);
        rig.advance(Duration.ofSeconds(3));
        gone.hosted().detach();
        int saves = board.saved.size();
        rig.advance(Duration.ofSeconds(10));
        assertThat(board.saved).hasSizeGreaterThan(saves + 7);
        assertThat(rig.sync.metrics().failures()).isZero();
    }

    @Test
    void shouldWaitForNothingWhenThereIsNothingToDo() {
        SyncRig rig = new SyncRig();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.executor.waiting()).isZero();
        HeldBoard board = rig.synced(1);
        rig.advance(Duration.ofSeconds(30));
        assertThat(rig.executor.waiting()).as("timers").isLessThan(5);
        rig.sync.remove(board.id());
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.executor.waiting()).isZero();
    }
}
