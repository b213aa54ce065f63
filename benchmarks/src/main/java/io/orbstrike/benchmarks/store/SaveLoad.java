package io.orbstrike.benchmarks.store;

import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Boards in a store whose saves follow each other as fast as they are answered. */
final class SaveLoad {

    private static final Duration REMAINING = Duration.ofSeconds(10);
    private static final int SNAPSHOT_BYTES = 4_000;

    private final ClusterStore store;
    private final List<BoardRecord> boards = new ArrayList<>();
    private final byte[] bytes = new byte[SNAPSHOT_BYTES];
    private long tick;
    private int next;

    SaveLoad(ClusterStore store, int count) {
        this.store = store;
        new SplittableRandom(1).nextBytes(bytes);
        SecureIds ids = SecureIds.create();
        Incarnation holder = ids.incarnation();
        for (int i = 0; i < count; i++) {
            IdempotencyKey key = IdempotencyKey.of(ids.secret());
            BoardSpec spec = new BoardSpec(
                    key.boardId(),
                    "orb",
                    new byte[0],
                    i,
                    false,
                    Duration.ZERO,
                    new Creator("benchmark"),
                    100,
                    Duration.ofMillis(15));
            BoardStore.CreateOutcome outcome = store.boards()
                    .create(spec, holder, REMAINING)
                    .toCompletableFuture()
                    .join();
            if (!(outcome instanceof BoardStore.Created created)) {
                throw new IllegalStateException("a board was not created: " + outcome);
            }
            boards.add(created.board());
        }
    }

    /** Saves for a time, some batches at once; blocks. Returns how many boards were saved. */
    long run(Duration time, int batchBoards, int batchesAtOnce) {
        long endNs = System.nanoTime() + time.toNanos();
        ArrayDeque<CompletableFuture<List<SaveOutcome>>> underWay = new ArrayDeque<>();
        long saved = 0;
        while (System.nanoTime() - endNs < 0 || !underWay.isEmpty()) {
            while (underWay.size() < batchesAtOnce && System.nanoTime() - endNs < 0) {
                underWay.add(save(batchBoards));
            }
            for (SaveOutcome outcome : underWay.remove().join()) {
                requireSaved(outcome);
                saved++;
            }
        }
        return saved;
    }

    /** Saves one board; blocks until it is answered. */
    void saveOne() {
        requireSaved(save(1).join().get(0));
    }

    private CompletableFuture<List<SaveOutcome>> save(int batchBoards) {
        List<SaveRequest> saves = new ArrayList<>(batchBoards);
        tick++;
        for (int i = 0; i < batchBoards; i++) {
            BoardRecord board = boards.get(next);
            next = (next + 1) % boards.size();
            saves.add(new SaveRequest(
                    board.spec().id(),
                    board.token(),
                    new SnapshotStore.Snapshot(tick, 0, 1, bytes),
                    List.of(),
                    Optional.empty()));
        }
        return store.snapshots().save(saves, REMAINING).toCompletableFuture();
    }

    byte[] bytes() {
        return bytes;
    }

    private static void requireSaved(SaveOutcome outcome) {
        if (!(outcome instanceof SnapshotStore.Saved)) {
            throw new IllegalStateException("a board was not saved: " + outcome);
        }
    }
}
