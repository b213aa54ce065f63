package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks into this gameserver's index for boards that were attached to it, and keeps its own in there (ATTACH-5).
 *
 * <p>Confined to the agent's thread, but for {@link #onHint} and {@link #onGap}.
 */
final class BoardIndex implements StoreHints.Listener {

    /* It looks at each interval, and at once when a hint tells it to, so a lost hint costs an interval and no board. The index
     * is a superset: what is in it and not held here, or by nobody, is removed once it was seen so for longer than any write
     * could still be under way that it was entered for. A board may have been attached here just before, and its entry be the
     * one that was removed: so those that are held here are entered again and adopted, once the removal is answered, and once
     * more when no attach can be under way any more that had entered its board before.
     */

    private final GameserverParts parts;
    private final BoardAdoptions adoptions;
    private final HeldBoards held;
    private final Predicate<BoardId> isBeingMade;
    private final Map<BoardId, Long> strangersSinceNs = new HashMap<>();
    private final List<CompletableFuture<Boolean>> awaiting = new ArrayList<>();
    private boolean isRunning;
    private boolean isLooking;
    private boolean lookAgain;

    BoardIndex(GameserverParts parts, BoardAdoptions adoptions, HeldBoards held, Predicate<BoardId> isBeingMade) {
        this.parts = parts;
        this.adoptions = adoptions;
        this.held = held;
        this.isBeingMade = isBeingMade;
        adoptions.onNotHeld(this::noteStranger);
    }

    /** Looks now and at each interval from now on, and enters this gameserver's boards at theirs. Nothing is adopted before. */
    void run() {
        isRunning = true;
        runLooks();
        runEntries();
    }

    private void runLooks() {
        if (!parts.agent().isStopped()) {
            parts.agent().schedule(parts.cluster().lookInterval(), this::runLooks);
            look();
        }
    }

    private void runEntries() {
        if (!parts.agent().isStopped()) {
            parts.agent().schedule(parts.cluster().indexInterval(), this::runEntries);
            enter();
        }
    }

    @Override
    public void onHint(StoreHints.Hint hint) {
        if (hint instanceof StoreHints.Attached attached) {
            if (isOurs(attached)) {
                parts.arrivals().begin(attached.board()); // its players may be here before the agent gets to it
                if (parts.agent().isStopped()) {
                    parts.arrivals().end(attached.board()); // after the end of all others
                }
            }
            parts.agent().execute(() -> onAttached(attached));
        }
    }

    private boolean isOurs(StoreHints.Attached attached) {
        return attached.token().holder().equals(parts.incarnation());
    }

    private void onAttached(StoreHints.Attached attached) {
        held.told(attached.board(), attached.token());
        if (isOurs(attached) && mayAdopt(attached.board())) {
            adoptions.adoptHeld(attached.board());
        } else {
            parts.arrivals().end(attached.board());
        }
    }

    @Override
    public void onGap() {
        parts.agent().execute(() -> {
            look();
            if (isRunning) {
                enter(); // the index may be what was lost, and nothing else leads to these boards quickly
            }
        });
    }

    /** Looks, and tells when what was found is adopted or refused: false if the store could not be read. */
    void look(CompletableFuture<Boolean> done) {
        awaiting.add(done);
        look();
    }

    /** Looks through the whole index, or once more after a look that is under way. */
    void look() {
        if (!isRunning) {
            return;
        }
        if (isLooking) {
            lookAgain = true;
            return;
        }
        isLooking = true;
        read("");
    }

    private void read(String cursor) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .index(
                                        parts.incarnation(),
                                        cursor,
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        this::read);
    }

    private void read(AttachmentStore.IndexOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.IndexPage page)) {
            parts.counters().countUnknown(StoreCall.INDEX);
            isLooking = false;
            answer(false);
            return;
        }
        page.boards().forEach(this::adoptIfMissing);
        if (!page.nextCursor().isEmpty()) {
            read(page.nextCursor());
            return;
        }
        isLooking = false;
        removeStrangers();
        if (lookAgain) {
            lookAgain = false;
            look();
        } else {
            adoptions.whenIdle(() -> answer(!adoptions.takeUnread()));
        }
    }

    private void answer(boolean read) {
        List<CompletableFuture<Boolean>> answered = List.copyOf(awaiting);
        awaiting.clear();
        answered.forEach(done -> done.complete(read));
    }

    private void adoptIfMissing(BoardId board) {
        if (mayAdopt(board)) {
            adoptions.adopt(board);
        }
    }

    private boolean mayAdopt(BoardId board) {
        return isRunning && !isBeingMade.test(board);
    }

    private void noteStranger(BoardId board) {
        strangersSinceNs.putIfAbsent(board, parts.agent().nowNs());
    }

    /** Twice as long as the longest call may be under way. */
    private Duration strangerKept() {
        return parts.options().callTimeMax().multipliedBy(2);
    }

    private void removeStrangers() {
        long nowNs = parts.agent().nowNs();
        List<BoardId> over = new ArrayList<>();
        strangersSinceNs.keySet().removeIf(board -> parts.boards().get(board) != null);
        for (Map.Entry<BoardId, Long> stranger : strangersSinceNs.entrySet()) {
            boolean isOver = nowNs - stranger.getValue() > strangerKept().toNanos();
            if (isOver && over.size() < AttachmentStore.BOARDS_PER_CALL_MAX) {
                over.add(stranger.getKey());
            }
        }
        if (!over.isEmpty()) {
            over.forEach(strangersSinceNs::remove);
            parts.agent()
                    .askStore(
                            () -> parts.store()
                                    .attachments()
                                    .remove(
                                            parts.incarnation(),
                                            over,
                                            parts.options().storeTimeout()),
                            Unknown::new,
                            outcome -> removed(over, outcome));
        }
    }

    private void removed(List<BoardId> strangers, AttachmentStore.IndexedOutcome outcome) {
        changed(outcome);
        takeUpOwn(strangers);
        parts.agent().schedule(strangerKept(), () -> takeUpOwn(strangers));
    }

    private void takeUpOwn(List<BoardId> removed) {
        if (!parts.agent().isStopped()) {
            parts.agent()
                    .askStore(
                            () -> parts.store()
                                    .attachments()
                                    .tokens(removed, parts.options().storeTimeout()),
                            Unknown::new,
                            outcome -> takeUpOwn(removed, outcome));
        }
    }

    private void takeUpOwn(List<BoardId> removed, AttachmentStore.TokensOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.Tokens known)) {
            takeUpOwnLater(removed);
            return;
        }
        List<BoardId> own = removed.stream()
                .filter(board -> isOwn(known.tokens().get(board)))
                .toList();
        if (!own.isEmpty()) {
            enter(own);
            own.forEach(this::adoptIfMissing);
        }
        if (!known.unknown().isEmpty()) {
            takeUpOwnLater(List.copyOf(known.unknown()));
        }
    }

    private void takeUpOwnLater(List<BoardId> removed) {
        parts.counters().countUnknown(StoreCall.READ_TOKENS);
        parts.agent().schedule(parts.cluster().lookInterval(), () -> takeUpOwn(removed));
    }

    private boolean isOwn(@Nullable Token token) {
        return token != null && token.holder().equals(parts.incarnation());
    }

    /** Looks whether this gameserver still holds its boards, and enters them all again. */
    void enter() {
        held.check();
        List<BoardId> some = new ArrayList<>();
        for (ServedBoard<?, ?> board : parts.boards().after(null)) {
            some.add(board.id());
            if (some.size() == AttachmentStore.BOARDS_PER_CALL_MAX) {
                enter(some);
                some = new ArrayList<>();
            }
        }
        if (!some.isEmpty()) {
            enter(some);
        }
    }

    private void enter(List<BoardId> boards) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .enter(
                                        parts.incarnation(),
                                        boards,
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        this::changed);
    }

    private void changed(AttachmentStore.IndexedOutcome outcome) {
        if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.INDEX);
        } else if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.INDEX);
        }
    }
}
