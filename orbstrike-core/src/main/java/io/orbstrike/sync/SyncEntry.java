package io.orbstrike.sync;

import io.orbstrike.board.BoardId;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.BoardState;
import io.orbstrike.host.BoardStatus;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.SnapshotStore.SaveOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A board that is synced: how far the store is, and what is under way.
 *
 * <p>Confined to the sync's thread.
 */
final class SyncEntry {

    /* WAITING --begin--> CAPTURING --hold--> CAPTURED --saving--> SAVING --settle--> WAITING
     *                        |                   |
     *                        +------ settle -----+------> WAITING
     *
     * and from each to REMOVED, for ever. Who waits for a save that begins after he asked is in `next` until one begins.
     */

    /** What is under way. */
    enum Phase {
        WAITING,
        CAPTURING,
        CAPTURED,
        SAVING,
        REMOVED
    }

    private static final int BYTES_GUESSED_FIRST = 4_096;
    private static final long NONE_SAVED = -1;

    private final SyncedBoard board;
    private final BoardId id;
    private Phase phase = Phase.WAITING;
    private long savedTick = NONE_SAVED;
    private int savedVersion;
    private boolean resting;
    private long currentNs;
    private long beganNs;
    private long attempt;
    private int failures;
    private long bytesGuessed = BYTES_GUESSED_FIRST;
    private @Nullable BoardSnapshot captured;
    private @Nullable BoardSummary listing;
    private List<Consumer<SaveOutcome>> asked = List.of();
    private List<Consumer<SaveOutcome>> next = List.of();

    /** How many bytes of the bound it has taken; {@link SyncLoad} sets it. */
    long bytesHeld;

    /** When it is or was due; {@link SyncSchedule} sets it. */
    long dueNs;

    /** Its newest place in the schedule; {@link SyncSchedule} sets it. */
    long turn;

    /** From when on it may be taken before it is due, to fill a batch; {@link SyncSchedule} sets it. */
    long earliestNs;

    /** Whether it is to be captured before all that is due; {@link SyncSchedule} sets it. */
    boolean urgent;

    SyncEntry(SyncedBoard board, long nowNs) {
        this.board = board;
        this.id = board.id();
        this.currentNs = nowNs;
    }

    SyncedBoard board() {
        return board;
    }

    BoardId id() {
        return id;
    }

    Phase phase() {
        return phase;
    }

    boolean isRemoved() {
        return phase == Phase.REMOVED;
    }

    /**
     * Whether the store lacks something that the board has done, or has it in another version than the board is to be
     * written in: who takes over a board that sleeps must be able to read it (SNAP-2). A board that throws when asked counts
     * as such.
     */
    boolean isDirty() {
        try {
            HostedBoard<?, ?> hosted = board.hosted();
            BoardStatus status = hosted.status();
            if (status.state() == BoardState.QUARANTINED) {
                return hosted.lastSnapshot()
                        .map(last -> last.tick() != savedTick)
                        .orElse(false);
            }
            boolean isOther = status.tick() != savedTick || hosted.snapshotVersion() != savedVersion;
            return status.state() != BoardState.CLOSED && isOther;
        } catch (RuntimeException e) {
            return true; // the capture meets it again, and reports it
        }
    }

    /** The store has all there is. */
    void rest(long nowNs) {
        resting = true;
        failures = 0;
        currentNs = nowNs;
    }

    /** Whether the store had all there was at the last look. */
    boolean isResting() {
        return resting;
    }

    /** As of when the store is known to have the board's state, or since when the board is synced. */
    long currentNs() {
        return currentNs;
    }

    /** A capture begins, and the next is due at a time; returns its number. */
    long begin(long nowNs, long nextDueNs) {
        phase = Phase.CAPTURING;
        resting = false;
        beganNs = nowNs;
        dueNs = nextDueNs;
        asked = next;
        next = List.of();
        return ++attempt;
    }

    /** Whether a capture is the one that is under way. */
    boolean isCapturing(long number) {
        return phase == Phase.CAPTURING && attempt == number;
    }

    /** When the capture under way began. */
    long beganNs() {
        return beganNs;
    }

    /** How many bytes its next state may have. */
    long bytesGuessed() {
        return bytesGuessed;
    }

    /** Notes how many bytes its state has. */
    void measure(BoardSnapshot state) {
        bytesGuessed = state.bytes().length;
    }

    /** The state is captured and waits for a batch. */
    void hold(BoardSnapshot state) {
        phase = Phase.CAPTURED;
        captured = state;
    }

    /** Hands over the state for a batch. */
    @Nullable
    BoardSnapshot takeCaptured() {
        BoardSnapshot state = captured;
        captured = null;
        if (state != null) {
            phase = Phase.SAVING;
        }
        return state;
    }

    /** What lists are to say of the board, until it is saved. */
    Optional<BoardSummary> takeListing() {
        board.listing().ifPresent(changed -> listing = changed);
        return Optional.ofNullable(listing);
    }

    /** The state that was captured last is in the store. */
    void saved(BoardSnapshot state, Optional<BoardSummary> listed) {
        savedTick = state.tick();
        savedVersion = state.version();
        storeIsNewer();
        if (listed.isPresent() && listed.get().equals(listing)) {
            listing = null;
        }
    }

    /** The store has at least the state that was captured last. */
    void storeIsNewer() {
        currentNs = beganNs;
        failures = 0;
    }

    /** The store has forgotten the board, and with it what was saved. */
    void forgotten() {
        savedTick = NONE_SAVED;
    }

    /** Counts a save that failed; returns how many there were in a row. */
    int failed() {
        return ++failures;
    }

    /** Whether the last save failed. */
    boolean hasFailed() {
        return failures > 0;
    }

    /** Nothing is under way any more. */
    void settle() {
        if (phase != Phase.REMOVED) {
            phase = Phase.WAITING;
            captured = null;
        }
    }

    /** Asks to be told of a save that begins from now on. */
    void ask(Consumer<SaveOutcome> asker) {
        if (next.isEmpty()) {
            next = new ArrayList<>(1);
        }
        next.add(asker);
    }

    /** Whether somebody waits for another save. */
    boolean isAsked() {
        return !next.isEmpty();
    }

    /** What began is begun anew, for the same askers. */
    void askAgain() {
        asked.forEach(this::ask);
        asked = List.of();
    }

    /** Tells those who asked for the save that began. */
    void answer(SaveOutcome outcome) {
        List<Consumer<SaveOutcome>> told = asked;
        asked = List.of();
        told.forEach(asker -> asker.accept(outcome));
    }

    /** Ends it; nobody waits for anything any more. What a save does that is under way nobody will know. */
    void remove(SaveOutcome outcome, SaveOutcome ifUnderWay) {
        answer(phase == Phase.SAVING ? ifUnderWay : outcome);
        asked = next;
        next = List.of();
        phase = Phase.REMOVED;
        captured = null;
        answer(outcome);
    }
}
