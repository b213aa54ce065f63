package io.orbstrike.cluster.leader;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Attaches boards to live gameservers, some at a time: those that viewers wait for first, else in the order in which they
 * were found (FAIL-1).
 *
 * <p>Confined to the agent's thread.
 */
final class BoardAttaches {

    /* wanted -> spec read -> target chosen -> attached -> hint
     *
     * Whether boards may move is asked before each step: a board whose turn has passed is found again by a later look.
     */

    private static final Logger LOG = System.getLogger(BoardAttaches.class.getName());
    private static final int WAITING_MAX = 100_000;
    private static final int WITHOUT_TARGET_MAX = 10_000;
    private static final int PREFERRED_MAX = 10_000;

    private final LeaderParts parts;
    private final BooleanSupplier mayMove;
    private final Predicate<Incarnation> isHeldBack;
    private final Predicate<Incarnation> isOut;
    private final Map<BoardId, Token> wanted = new HashMap<>();
    private final DeclinedBoards declined = new DeclinedBoards();
    private final Set<BoardId> waiting = new LinkedHashSet<>();
    private final Set<BoardId> waitingFirst = new LinkedHashSet<>();

    /** Viewers wait for these, and it was not found yet that they are to be attached. */
    private final Set<BoardId> preferred = new HashSet<>();

    /** What was read of boards that nobody could take, so that it is not read again until somebody can. */
    private final Map<BoardId, BoardStore.Found> withoutTarget = new HashMap<>();

    private int inFlight;

    BoardAttaches(
            LeaderParts parts,
            BooleanSupplier mayMove,
            Predicate<Incarnation> isHeldBack,
            Predicate<Incarnation> isOut) {
        this.parts = parts;
        this.mayMove = mayMove;
        this.isHeldBack = isHeldBack;
        this.isOut = isOut;
    }

    /** Whether no board waits or is under way. */
    boolean isIdle() {
        return wanted.isEmpty();
    }

    /** A board is to be attached anew, if it still has this token then. */
    void want(BoardId board, Token token) {
        if (wanted.size() < WAITING_MAX && wanted.putIfAbsent(board, token) == null) {
            (preferred.remove(board) ? waitingFirst : waiting).add(board);
        }
    }

    /** Viewers wait for a board: it goes before the others, now or when it is wanted. */
    void prefer(BoardId board) {
        if (waiting.remove(board)) {
            waitingFirst.add(board);
        } else if (!wanted.containsKey(board)) {
            if (preferred.size() >= PREFERRED_MAX) {
                preferred.clear();
            }
            preferred.add(board);
        }
    }

    /** The holder of a board cannot take it: another one is to have it, if the board still has this token then. */
    void declined(BoardId board, Token token) {
        if (declined.tryNote(board, token.holder(), parts.agent().nowNs())) {
            want(board, token);
            next();
        }
    }

    private boolean isDeclined(BoardId board, Incarnation gameserver) {
        return declined.has(board, gameserver, parts.agent().nowNs());
    }

    /** Begins what may be begun. */
    void next() {
        while (inFlight < parts.options().attachesInFlightMax() && isAnyWaiting() && mayMove.getAsBoolean()) {
            BoardId board = removeNext();
            if (isStillWithoutTarget(board)) {
                parts.counters().boardsWithoutTarget.increment();
                wanted.remove(board);
            } else {
                inFlight++;
                read(board);
            }
        }
    }

    private boolean isAnyWaiting() {
        return !waiting.isEmpty() || !waitingFirst.isEmpty();
    }

    private BoardId removeNext() {
        Set<BoardId> some = waitingFirst.isEmpty() ? waiting : waitingFirst;
        BoardId next = some.iterator().next();
        some.remove(next);
        return next;
    }

    private boolean isStillWithoutTarget(BoardId board) {
        BoardStore.Found seen = withoutTarget.get(board);
        if (seen == null
                || (seen.board().token().equals(wanted.get(board))
                        && target(seen).isEmpty())) {
            return seen != null;
        }
        withoutTarget.remove(board);
        return false;
    }

    private void read(BoardId board) {
        parts.agent()
                .askStore(
                        () -> parts.store().boards().get(board, parts.options().leaseTtl()),
                        Unknown::new,
                        outcome -> read(board, outcome));
    }

    private void done(BoardId board) {
        wanted.remove(board);
        inFlight--;
        next();
    }

    private void read(BoardId board, BoardStore.GetOutcome outcome) {
        Token expected = wanted.get(board);
        boolean isStill = outcome instanceof BoardStore.Found found
                && found.board().token().equals(expected)
                && isToBeMoved(board, found.board().token().holder());
        if (outcome instanceof BoardStore.Found found && isStill && mayMove.getAsBoolean()) {
            attach(found);
            return;
        }
        if (outcome instanceof Unknown) {
            parts.counters().storeUnknown.increment();
        }
        done(board);
    }

    private boolean isToBeMoved(BoardId board, Incarnation holder) {
        return !parts.gameservers().isLive(holder) || isDeclined(board, holder);
    }

    private void attach(BoardStore.Found found) {
        BoardRecord record = found.board();
        BoardId board = record.spec().id();
        int places = record.spec().maxPlayers();
        Optional<Incarnation> target = target(found);
        if (target.isEmpty()) {
            parts.counters().boardsWithoutTarget.increment();
            keepWithoutTarget(board, found);
            done(board);
            return;
        }
        parts.gameservers().give(target.get(), places, parts.agent().nowNs());
        AttachReason reason =
                parts.gameservers().hasDied(record.token().holder()) ? AttachReason.HOLDER_DIED : AttachReason.MOVED;
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .attach(
                                        board,
                                        record.token(),
                                        target.get(),
                                        reason,
                                        parts.options().leaseTtl()),
                        Unknown::new,
                        attached -> attached(board, reason, attached));
    }

    private void keepWithoutTarget(BoardId board, BoardStore.Found found) {
        if (withoutTarget.size() >= WITHOUT_TARGET_MAX) {
            withoutTarget.clear();
        }
        withoutTarget.put(board, found);
    }

    /* One that has just come back is worse than any other, and better than none (I4). */
    private Optional<Incarnation> target(BoardStore.Found found) {
        return target(found, isHeldBack).or(() -> target(found, isOut));
    }

    private Optional<Incarnation> target(BoardStore.Found found, Predicate<Incarnation> isExcluded) {
        BoardSpec spec = found.board().spec();
        return parts.gameservers()
                .choose(
                        spec,
                        found.snapshotVersion(),
                        gameserver -> isExcluded.test(gameserver) || isDeclined(spec.id(), gameserver));
    }

    private void attached(BoardId board, AttachReason reason, AttachmentStore.AttachOutcome outcome) {
        if (outcome instanceof AttachmentStore.Attached attached) {
            parts.counters().boardsAttached.increment();
            if (reason == AttachReason.HOLDER_DIED) {
                parts.counters().holderDeaths.increment();
            }
            LOG.log(Level.INFO, "board {0} goes to {1}", board, attached.token());
            parts.store().hints().publish(new StoreHints.Attached(board, attached.token()));
        } else if (outcome instanceof AttachmentStore.HeldByOther) {
            parts.counters().attachesOvertaken.increment();
        } else if (outcome instanceof NotApplied) {
            parts.counters().storeNotApplied.increment();
        } else if (outcome instanceof Unknown) {
            parts.counters().storeUnknown.increment();
        }
        done(board);
    }
}
