package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers of two builds, of which the newer one has a snapshot version that the older one cannot read. */
class SnapshotVersionsTest {

    private static final Duration SYNC = Duration.ofMillis(1_300);
    private static final Duration AGREED = Duration.ofMillis(2_200);
    private static final Duration ASLEEP = Duration.ofSeconds(12);
    private static final Duration FAILOVER_MAX = Duration.ofSeconds(5);

    private final ClusterRig rig = new ClusterRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private ClusterRig.Node started(int newest) {
        ClusterRig.Node node = rig.startGameserver(new VersionedType(newest));
        rig.advance(Duration.ofMillis(100));
        return node;
    }

    @Test
    @DisplayName("SNAP-2: shouldAdoptNothingBeforeItIsKnownWhichVersionAllRead")
    void shouldAdoptNothingBeforeItIsKnownWhichVersionAllRead() {
        ClusterRig.Node older = started(1);
        BoardId board = rig.created(older);
        rig.advance(SYNC);
        ClusterRig.Node newer = rig.startGameserver(new VersionedType(2));
        newer.store().fail(StoreCall.READ_LEASES, StoreFault.UNREACHED);
        rig.advance(Duration.ofMillis(100));
        attach(board, newer);
        rig.advance(Duration.ofSeconds(3));
        assertThat(newer.tick(board)).isEmpty();

        newer.store().fail(StoreCall.READ_LEASES, StoreFault.NONE);
        rig.await("adopted", Duration.ofSeconds(1), () -> newer.tick(board).isPresent());
        rig.advance(SYNC);
        assertThat(savedVersion(board)).isEqualTo(1);
    }

    @Test
    @DisplayName("SNAP-2: shouldAdoptAtOnceWhenItStarts")
    void shouldAdoptAtOnceWhenItStarts() {
        ClusterRig.Node older = started(1);
        BoardId board = rig.created(older);
        rig.advance(SYNC);
        ClusterRig.Node newer = rig.startGameserver(new VersionedType(2));
        rig.settle();
        attach(board, newer);
        assertThat(rig.answer(newer.gameserver().adoptBoards())).isTrue();
        assertThat(newer.tick(board)).isPresent();
    }

    @Test
    @DisplayName("SNAP-2: shouldWriteTheOldestVersionUntilItIsKnownWhichOneAllRead")
    void shouldWriteTheOldestVersionUntilItIsKnownWhichOneAllRead() {
        ClusterRig.Node older = started(1);
        ClusterRig.Node newer = rig.startGameserver(new VersionedType(2));
        newer.store().fail(StoreCall.READ_LEASES, StoreFault.UNREACHED);
        rig.advance(Duration.ofMillis(100));
        BoardId board = rig.created(newer);
        rig.advance(SYNC);
        assertThat(savedVersion(board)).isEqualTo(1);

        newer.store().fail(StoreCall.READ_LEASES, StoreFault.NONE);
        rig.advance(SYNC.multipliedBy(2));
        assertThat(savedVersion(board)).isEqualTo(1);
        older.crash();
        rig.advance(FAILOVER_MAX);
        assertThat(savedVersion(board)).isEqualTo(2);
    }

    @Test
    @DisplayName("FAIL-1: shouldGiveABoardOnlyToAGameserverThatReadsTheVersionOfItsSnapshot")
    void shouldGiveABoardOnlyToAGameserverThatReadsTheVersionOfItsSnapshot() {
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(SYNC);
        assertThat(savedVersion(board)).isEqualTo(2);
        newer.crash();
        started(1);
        rig.startOrchestrator();
        rig.advance(FAILOVER_MAX.multipliedBy(2));
        assertThat(rig.token(board).holder()).as("it waits").isEqualTo(newer.incarnation());

        ClusterRig.Node reader = started(2);
        rig.await("adopted", FAILOVER_MAX, () -> reader.tick(board).isPresent());
    }

    @Test
    @DisplayName("SNAP-2: shouldWriteABoardThatSleepsAgainInAnOlderVersion")
    void shouldWriteABoardThatSleepsAgainInAnOlderVersion() {
        ClusterRig.Node newer = started(2);
        BoardId board = rig.created(newer);
        rig.advance(ASLEEP);
        long tick = newer.tick(board).orElseThrow();
        assertThat(savedVersion(board)).isEqualTo(2);
        ClusterRig.Node older = started(1);
        rig.advance(AGREED.plus(SYNC));
        assertThat(newer.tick(board)).as("it sleeps").contains(tick);
        assertThat(savedVersion(board)).isEqualTo(1);

        newer.crash();
        rig.startOrchestrator();
        rig.await("adopted", FAILOVER_MAX, () -> older.tick(board).isPresent());
    }

    private void attach(BoardId board, ClusterRig.Node to) {
        assertThat(rig.store()
                        .attachments()
                        .attach(board, rig.token(board), to.incarnation(), ClusterRig.REMAINING)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(AttachmentStore.Attached.class);
    }

    private int savedVersion(BoardId board) {
        SnapshotStore.LoadOutcome outcome = rig.store()
                .snapshots()
                .load(board, ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return ((SnapshotStore.Loaded) outcome).snapshot().orElseThrow().version();
    }
}
