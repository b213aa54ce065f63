package io.orbstrike.sync;

import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.NotApplied;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the states of boards captured that are due.
 *
 * <p>Confined to the sync's thread.
 */
final class BoardCaptures {

    private final SyncParts parts;
    private final Consumer<SyncEntry> onCaptured;
    private final long lateNs;
    private final long timeoutNs;
    private final Deque<Capture> underWay = new ArrayDeque<>();

    /**
     * Makes it.
     *
     * @param onCaptured takes a board whose state is held
     */
    BoardCaptures(SyncParts parts, Consumer<SyncEntry> onCaptured) {
        this.parts = parts;
        this.onCaptured = onCaptured;
        this.lateNs = parts.options().interval().toNanos() / 10;
        this.timeoutNs = parts.options().saveTimeout().toNanos();
    }

    /** A capture that was begun, and maybe is over. */
    private record Capture(SyncEntry entry, long number, long beganNs) {}

    /**
     * Begins as many as there is room for: first what somebody waits for, then what is due.
     *
     * @return whether it ended for want of room
     */
    boolean begin(long nowNs) {
        long delayNs = parts.schedule().drawDelayNs();
        beginUrgent(nowNs, delayNs);
        if (parts.backoff().isPaused(nowNs)) {
            return false;
        }
        int batchBoards = parts.options().batchBoardsMax();
        int room =
                parts.load().boardsFree(parts.backoff().callsMax(parts.options().batchesInFlightMax()));
        int taken = 0;
        while (taken < room) {
            SyncEntry entry = parts.schedule().pollDue(nowNs, taken % batchBoards != 0);
            if (entry == null) {
                return false;
            }
            if (!entry.isDirty()) {
                entry.rest(nowNs);
                addAgain(entry, nowNs, nowNs + delayNs);
            } else if (parts.load().hasRoomFor(entry)) {
                if (nowNs - entry.dueNs > lateNs) {
                    parts.metrics().countStretched();
                }
                begin(entry, nowNs, nowNs + delayNs);
                taken++;
            } else {
                parts.schedule().add(entry, entry.dueNs, nowNs);
                return true;
            }
        }
        return true;
    }

    /** Ends those whose tick threads do not answer. */
    void giveUpLate(long nowNs) {
        Capture first = firstUnderWay();
        while (first != null && nowNs - first.beganNs() >= timeoutNs) {
            failed(
                    first.entry(),
                    new IllegalStateException("board "
                            + first.entry().id() + ": its tick thread has not given its state for "
                            + parts.options().saveTimeout()));
            first = firstUnderWay();
        }
    }

    /** When the first that is under way is given up, or {@code otherwise}. */
    long giveUpNs(long otherwise) {
        Capture first = firstUnderWay();
        return first == null ? otherwise : first.beganNs() + timeoutNs;
    }

    /** Ends a capture whose board is not synced any more. */
    void forget(SyncEntry entry) {
        if (entry.phase() == SyncEntry.Phase.CAPTURING) {
            parts.load().captureFails(entry);
        }
    }

    private void beginUrgent(long nowNs, long delayNs) {
        int room = parts.load().boardsFree(parts.options().batchesInFlightMax());
        SyncEntry entry = parts.schedule().peekUrgent();
        while (entry != null && room > 0 && parts.load().hasRoomFor(entry)) {
            parts.schedule().removeUrgent();
            begin(entry, nowNs, nowNs + delayNs);
            room--;
            entry = parts.schedule().peekUrgent();
        }
    }

    private void begin(SyncEntry entry, long nowNs, long nextDueNs) {
        if (entry.hasFailed()) {
            parts.metrics().countRetry();
        }
        long number = entry.begin(nowNs, nextDueNs);
        parts.load().captureBegins(entry);
        underWay.add(new Capture(entry, number, nowNs));
        CompletionStage<BoardSnapshot> stage;
        try {
            stage = entry.board().hosted().snapshot();
        } catch (RuntimeException e) {
            parts.boardFailed(entry, e);
            failed(entry, e);
            return;
        }
        stage.whenCompleteAsync(
                (state, failure) -> parts.guarded(() -> ended(entry, number, state, failure)), parts.executor());
    }

    private void ended(SyncEntry entry, long number, @Nullable BoardSnapshot state, @Nullable Throwable failure) {
        if (!entry.isCapturing(number)) {
            return; // given up, or not synced any more
        }
        if (state == null) {
            failed(entry, failure == null ? new IllegalStateException("no state") : failure);
            return;
        }
        entry.measure(state);
        if (parts.load().tryHold(entry, state.bytes().length)) {
            entry.hold(state);
            onCaptured.accept(entry);
        } else {
            tooLarge(entry);
        }
    }

    private void tooLarge(SyncEntry entry) {
        parts.metrics().countCaptureFailure();
        entry.settle();
        entry.askAgain();
        if (entry.isAsked()) {
            parts.schedule().hurry(entry);
        } else {
            long nowNs = parts.clock().nanoTime();
            parts.schedule().add(entry, nowNs, nowNs);
        }
    }

    private void failed(SyncEntry entry, Throwable cause) {
        parts.metrics().countCaptureFailure();
        parts.load().captureFails(entry);
        entry.settle();
        entry.answer(new NotApplied(cause));
        if (entry.isAsked()) {
            parts.schedule().hurry(entry);
        } else {
            addAgain(entry, entry.beganNs(), entry.dueNs);
        }
    }

    private void addAgain(SyncEntry entry, long takenNs, long dueNs) {
        parts.schedule().add(entry, dueNs, parts.schedule().earliestAfterNs(takenNs));
    }

    private @Nullable Capture firstUnderWay() {
        Capture first = underWay.peek();
        while (first != null && !first.entry().isCapturing(first.number())) {
            underWay.remove();
            first = underWay.peek();
        }
        return first;
    }
}
