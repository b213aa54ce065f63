package io.orbstrike.testkit.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The calls of snapshots, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteSnapshots(SnapshotStore store, StoreTransport transport) implements SnapshotStore {

    @Override
    public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
        return transport.write(
                StoreCall.SAVE_SNAPSHOTS,
                remaining,
                left -> store.save(saves, left),
                outcome -> Collections.nCopies(saves.size(), outcome),
                outcome -> Collections.nCopies(saves.size(), outcome));
    }

    @Override
    public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
        return transport.read(StoreCall.LOAD_BOARD, remaining, left -> store.load(board, left), outcome -> outcome);
    }

    @Override
    public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
        return transport.write(
                StoreCall.ASSERT_BOARD,
                remaining,
                left -> store.assertBoard(assertion, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
        return transport.write(
                StoreCall.HAND_OVER_BOARD,
                remaining,
                left -> store.handOver(last, target, left),
                outcome -> outcome,
                outcome -> outcome);
    }
}
