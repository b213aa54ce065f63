package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Snapshots of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemorySnapshotStore(StoreCalls calls, BoardStripes stripes, GameserverLeases leases) implements SnapshotStore {

    @Override
    public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
        if (saves.size() > SAVES_PER_CALL_MAX) {
            throw new IllegalArgumentException(
                    "saves " + saves.size() + ": must be at most " + SAVES_PER_CALL_MAX + " in a call");
        }
        List<SaveRequest> asked = List.copyOf(saves);
        return calls.call(
                remaining,
                cause -> Collections.nCopies(asked.size(), new NotApplied(cause)),
                now -> saveEach(asked, now.toEpochMilli()));
    }

    private List<SaveOutcome> saveEach(List<SaveRequest> saves, long nowMs) {
        List<SaveOutcome> outcomes = new ArrayList<>(saves.size());
        for (SaveRequest save : saves) {
            outcomes.add(stripes.of(save.board()).save(save, nowMs));
        }
        return Collections.unmodifiableList(outcomes);
    }

    @Override
    public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return calls.call(remaining, Unknown::new, now -> stripes.of(board).load(board, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
        requireNonNull(assertion, "assertion");
        BoardId board = assertion.board().spec().id();
        return calls.call(
                remaining, NotApplied::new, now -> stripes.of(board).assertBoard(assertion, now.toEpochMilli()));
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
        requireNonNull(last, "last");
        requireNonNull(target, "target");
        return calls.call(
                remaining,
                NotApplied::new,
                now -> stripes.of(last.board())
                        .handOver(last, target, () -> leases.isLive(target, now), now.toEpochMilli()));
    }
}
