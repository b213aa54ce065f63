package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * States that are in the files before it is said that they were saved.
 *
 * <p>Thread-safe.
 */
record KeptSnapshots(SnapshotStore memory, KeptChanges changes) implements SnapshotStore {

    @Override
    public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
        if (saves.size() > SAVES_PER_CALL_MAX) {
            throw new IllegalArgumentException(
                    "saves " + saves.size() + ": must be at most " + SAVES_PER_CALL_MAX + " in a call");
        }
        List<SaveRequest> asked = List.copyOf(saves);
        return changes.make(
                asked.stream().map(SaveRequest::board).toList(),
                remaining,
                left -> memory.save(asked, left),
                cause -> Collections.nCopies(asked.size(), new Unknown(cause)));
    }

    @Override
    public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
        return memory.load(board, remaining);
    }

    @Override
    public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
        return changes.make(
                List.of(assertion.board().spec().id()),
                remaining,
                left -> memory.assertBoard(assertion, left),
                Unknown::new);
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
        return changes.make(
                List.of(last.board()), remaining, left -> memory.handOver(last, target, left), Unknown::new);
    }
}
