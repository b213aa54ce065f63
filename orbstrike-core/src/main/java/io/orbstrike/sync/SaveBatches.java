package io.orbstrike.sync;

import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import io.orbstrike.store.SnapshotStore.Saved;
import io.orbstrike.store.SnapshotStore.Superseded;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives captured states to the store, many in a call, and draws from its answers when each board is due again.
 *
 * <p>Confined to the sync's thread.
 */
final class SaveBatches {

    private final SyncParts parts;
    private final BiConsumer<SyncEntry, SaveOutcome> onEnd;
    private final long holdNs;
    private final Deque<SyncEntry> captured = new ArrayDeque<>();

    /**
     * Makes it.
     *
     * @param onEnd ends the sync of a board that is not ours any more, before it is told
     */
    SaveBatches(SyncParts parts, BiConsumer<SyncEntry, SaveOutcome> onEnd) {
        this.parts = parts;
        this.onEnd = onEnd;
        this.holdNs = parts.options().interval().toNanos() / 20;
    }

    /** A state that is given to the store. */
    private record Save(SyncEntry entry, BoardSnapshot state, SaveRequest request) {}

    void add(SyncEntry entry) {
        captured.add(entry);
    }

    /** Lets go of a captured state whose board is not synced any more. */
    void forget(SyncEntry entry) {
        if (entry.phase() == SyncEntry.Phase.CAPTURED && captured.remove(entry)) {
            parts.load().capturedLeaves();
            parts.load().release(entry);
        }
    }

    /** Sends what is complete: a full batch, all that is to come for now, or what has waited for long enough. */
    void send(long nowNs) {
        while (parts.load().batches() < parts.options().batchesInFlightMax() && isComplete(nowNs)) {
            sendOne(nowNs);
        }
    }

    /** When a batch is sent that is not full, or {@code otherwise}. */
    long sendNs(long otherwise) {
        SyncEntry oldest = captured.peek();
        boolean mayBeSent = parts.load().batches() < parts.options().batchesInFlightMax();
        return oldest == null || !mayBeSent ? otherwise : oldest.beganNs() + holdNs;
    }

    private boolean isComplete(long nowNs) {
        SyncEntry oldest = captured.peek();
        return oldest != null
                && (captured.size() >= parts.options().batchBoardsMax()
                        || parts.load().capturing() == 0
                        || nowNs - oldest.beganNs() >= holdNs);
    }

    private void sendOne(long nowNs) {
        List<Save> saves = new ArrayList<>();
        List<SaveRequest> requests = new ArrayList<>();
        while (!captured.isEmpty() && saves.size() < parts.options().batchBoardsMax()) {
            SyncEntry entry = captured.remove();
            parts.load().capturedLeaves();
            BoardSnapshot state = entry.takeCaptured();
            SaveRequest request = state == null ? null : request(entry, state);
            if (state != null && request != null) {
                saves.add(new Save(entry, state, request));
                requests.add(request);
                parts.metrics().countBytes(state.bytes().length);
            }
        }
        if (saves.isEmpty()) {
            return;
        }
        parts.load().batchBegins();
        CompletionStage<List<SaveOutcome>> stage;
        try {
            stage = parts.store().save(requests, parts.options().saveTimeout());
        } catch (RuntimeException e) {
            answered(saves, nowNs, unknown(saves, e));
            return;
        }
        stage.whenCompleteAsync(
                (outcomes, failure) -> parts.guarded(() -> answered(saves, nowNs, checked(saves, outcomes, failure))),
                parts.executor());
    }

    /* A state of another epoch than the token's is none that this token may write. */
    private @Nullable SaveRequest request(SyncEntry entry, BoardSnapshot state) {
        try {
            Token token = entry.board().token();
            if (token.epoch().value() != state.epoch()) {
                throw new IllegalStateException("board " + entry.id() + ": its token is " + token
                        + ", and its state is of epoch " + state.epoch() + ": add it again with its new host");
            }
            return new SaveRequest(
                    entry.id(),
                    token,
                    new SnapshotStore.Snapshot(state.tick(), state.rosterNumber(), state.version(), state.bytes()),
                    entry.board().leaving(state.tick()),
                    entry.takeListing());
        } catch (RuntimeException e) {
            parts.boardFailed(entry, e);
            parts.load().release(entry);
            entry.settle();
            entry.answer(new NotApplied(e));
            addAgain(entry);
            return null;
        }
    }

    private static List<SaveOutcome> unknown(List<Save> saves, Throwable cause) {
        return Collections.nCopies(saves.size(), new Unknown(cause));
    }

    /* What a store does against its contract leaves the outcome unknown. */
    private static List<SaveOutcome> checked(
            List<Save> saves, @Nullable List<SaveOutcome> outcomes, @Nullable Throwable failure) {
        if (outcomes != null && outcomes.size() == saves.size()) {
            return outcomes;
        }
        return unknown(saves, failure != null ? failure : new StoreException("no outcome for each of the saves", null));
    }

    private void answered(List<Save> saves, long sentNs, List<SaveOutcome> outcomes) {
        long nowNs = parts.clock().nanoTime();
        parts.load().batchEnds();
        parts.metrics().countBatch(nowNs - sentNs);
        boolean anyAnswer = outcomes.stream().anyMatch(outcome -> !isFailure(outcome));
        if (anyAnswer) {
            parts.backoff().answered();
        } else {
            parts.backoff().failed(sentNs, nowNs);
        }
        for (int i = 0; i < saves.size(); i++) {
            settle(saves.get(i), outcomes.get(i), nowNs);
        }
    }

    private static boolean isFailure(SaveOutcome outcome) {
        return outcome instanceof NotApplied || outcome instanceof Unknown;
    }

    private void settle(Save save, SaveOutcome outcome, long nowNs) {
        SyncEntry entry = save.entry();
        parts.load().release(entry);
        parts.metrics().countSave(outcome);
        if (entry.isRemoved()) {
            return;
        }
        entry.settle();
        if (outcome instanceof Saved saved) {
            entry.saved(save.state(), save.request().listing());
            addAgain(entry);
            parts.tell(entry, () -> entry.board().onSaved(save.state(), saved));
        } else if (outcome instanceof Fenced || outcome instanceof Closed) {
            onEnd.accept(entry, outcome);
            parts.tell(entry, () -> entry.board().onNotSaved(save.state(), outcome));
            return;
        } else if (outcome instanceof Superseded) {
            entry.storeIsNewer();
            addAgain(entry);
            parts.tell(entry, () -> entry.board().onNotSaved(save.state(), outcome));
        } else {
            if (outcome instanceof Behind) {
                entry.forgotten();
            }
            retry(entry, nowNs);
            parts.tell(entry, () -> entry.board().onNotSaved(save.state(), outcome));
        }
        entry.answer(outcome);
    }

    private void retry(SyncEntry entry, long nowNs) {
        long retryNs = nowNs + parts.backoff().delayNs(entry.failed());
        if (entry.isAsked()) {
            parts.schedule().hurry(entry);
        } else {
            parts.schedule().add(entry, retryNs, retryNs);
        }
    }

    private void addAgain(SyncEntry entry) {
        if (entry.isAsked()) {
            parts.schedule().hurry(entry);
        } else {
            parts.schedule().add(entry, entry.dueNs, parts.schedule().earliestAfterNs(entry.beganNs()));
        }
    }
}
