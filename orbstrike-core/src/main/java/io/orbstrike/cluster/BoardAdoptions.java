package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.ServedBoard.Stay;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.RecoveredBoard;
import io.orbstrike.host.RosterPlayer;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Starts boards that were attached to this gameserver: their last snapshot, and the roster as it is (ROSTER-2).
 *
 * <p>Confined to the agent's thread.
 */
final class BoardAdoptions {

    /* A board is read whole; if this gameserver holds it, the host makes it again, and what its players are is taken over.
     * Some at a time are read; the others wait. One that the host has makes room for the next, though it is adopted only with
     * its first step: else a game of slow ticks would come back slowly. A board whose snapshot cannot be read is kept, marked,
     * and not ticked (SNAP-1). What could not be read for want of the store is found by the next look.
     *
     * While the gameserver is strained they go one by one, with a pause between. Of boards that are suspected of the deaths
     * of their holders one is started at a time (FAIL-4); the others wait apart, those that players wait for before the others,
     * and are read again when their turn has come.
     */

    private static final Logger LOG = System.getLogger(BoardAdoptions.class.getName());

    /** Boards beyond are found by a later look. */
    private static final int WAITING_MAX = 10_000;

    /** Boards of which the host has so many that have not made their first step. */
    private static final int RECOVERING_MAX = 1_024;

    private final GameserverParts parts;
    private final BoardEnds ends;
    private final RosterRepairs repairs;
    private final Consumer<ServedBoard<?, ?>> saves;
    private final BoardMarks marks;
    private final SuspectBoards suspects;
    private final AdoptionPace pace;
    private final PreviousHolders holders;
    private final BoardDeclines declines;
    private final Set<BoardId> waitingSuspects = new LinkedHashSet<>();
    private boolean isPaused;
    private final Set<BoardId> wanted = new HashSet<>();
    private final Deque<BoardId> waiting = new ArrayDeque<>();
    private final List<Runnable> onIdle = new ArrayList<>();
    private int inFlight;
    private int recovering;
    private Consumer<BoardId> onNotHeld = board -> {};
    private Predicate<BoardId> isBeingMade = board -> false;
    private final Map<BoardId, List<Runnable>> forCreations = new HashMap<>();
    private boolean anyUnread;

    BoardAdoptions(
            GameserverParts parts,
            BoardEnds ends,
            RosterRepairs repairs,
            Consumer<ServedBoard<?, ?>> saves,
            BoardMarks marks,
            SuspectBoards suspects,
            AdoptionPace pace,
            PreviousHolders holders) {
        this.parts = parts;
        this.ends = ends;
        this.repairs = repairs;
        this.saves = saves;
        this.marks = marks;
        this.suspects = suspects;
        this.pace = pace;
        this.holders = holders;
        this.declines = new BoardDeclines(parts);
        suspects.onCleared(this::startNextSuspect);
    }

    /** Sets who hears of boards that are not this gameserver's, though it was asked to adopt them. */
    void onNotHeld(Consumer<BoardId> hearer) {
        onNotHeld = hearer;
    }

    /** Does something once no board waits or is under way. */
    void whenIdle(Runnable action) {
        if (wanted.isEmpty()) {
            action.run();
        } else {
            onIdle.add(action);
        }
    }

    /** Adopts a board soon, if it is not here and attached to this gameserver. */
    void adopt(BoardId board) {
        if (parts.boards().get(board) == null && wanted.size() < WAITING_MAX && wanted.add(board)) {
            waiting.add(board);
            next();
        }
    }

    /** Adopts a board that is known to be attached to this gameserver: who wants to play on it waits for it. */
    void adoptHeld(BoardId board) {
        adopt(board);
        if (waitingSuspects.contains(board)) {
            parts.arrivals().beginLong(board);
        } else if (wanted.contains(board)) {
            parts.arrivals().begin(board);
        } else {
            parts.arrivals().end(board);
        }
    }

    /** Adopts a board that a creation found, and does something when that is done or not possible. */
    void adoptFor(BoardId board, Runnable whenDone) {
        forCreations.computeIfAbsent(board, key -> new ArrayList<>()).add(whenDone);
        adopt(board);
        if (!wanted.contains(board)) {
            tellCreations(board);
        }
    }

    private void tellCreations(BoardId board) {
        List<Runnable> told = forCreations.remove(board);
        if (told != null) {
            told.forEach(Runnable::run);
        }
    }

    /** Sets which boards are being created: those are left to their creations, unless these ask for it. */
    void leaveAlone(Predicate<BoardId> beingMade) {
        isBeingMade = beingMade;
    }

    /** Whether a board could not be read since this was asked last. */
    boolean takeUnread() {
        boolean was = anyUnread;
        anyUnread = false;
        return was;
    }

    private void next() {
        while (inFlight < parts.cluster().adoptionsInFlightMax()
                && recovering < RECOVERING_MAX
                && !waiting.isEmpty()
                && !isPaused) {
            inFlight++;
            load(waiting.remove());
            if (pace.isStrained()) {
                pause();
            }
        }
    }

    private void pause() {
        isPaused = true;
        parts.counters().adoptionPauses.increment();
        parts.agent().schedule(AdoptionPace.PAUSE, () -> {
            isPaused = false;
            next();
        });
    }

    private void startNextSuspect() {
        if (!waitingSuspects.isEmpty()) {
            BoardId board = waitingSuspects.stream()
                    .filter(parts.arrivals()::isAwaited)
                    .findFirst()
                    .orElseGet(waitingSuspects.iterator()::next);
            waitingSuspects.remove(board);
            suspects.choose(board);
            waiting.addFirst(board);
            next();
        }
    }

    private void done(BoardId board) {
        inFlight--;
        suspects.dismiss(board);
        end(board);
    }

    private void end(BoardId board) {
        wanted.remove(board);
        parts.arrivals().end(board);
        tellCreations(board);
        if (!suspects.isStarting()) {
            startNextSuspect(); // the one before may have been released, closed or moved, and then nobody clears it
        }
        next();
        if (wanted.isEmpty()) {
            List<Runnable> due = List.copyOf(onIdle);
            onIdle.clear();
            due.forEach(Runnable::run);
        }
    }

    private void load(BoardId board) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .snapshots()
                                .load(board, parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> loaded(board, outcome));
    }

    private void loaded(BoardId board, SnapshotStore.LoadOutcome outcome) {
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.LOAD);
            anyUnread = true;
            done(board);
        } else if (outcome instanceof SnapshotStore.Loaded found
                && found.board().token().holder().equals(parts.incarnation())) {
            take(found);
        } else {
            done(board);
            onNotHeld.accept(board);
        }
    }

    private void take(SnapshotStore.Loaded found) {
        BoardId id = found.board().spec().id();
        BoardType<?, ?, ?> type = parts.types().get(found.board().spec().type());
        RequiredLabels missing = found.board().spec().requiredLabels().missingFrom(parts.labels());
        boolean isOurs = parts.boards().get(id) != null
                || (!forCreations.containsKey(id) && (isBeingMade.test(id) || ends.isUnacknowledged(found.board())));
        if (isOurs || parts.agent().isStopped() || parts.boards().isLeaving()) {
            done(id);
        } else if (type == null) {
            declines.decline(
                    found.board(), "there is no type " + found.board().spec().type());
            done(id);
        } else if (!missing.isEmpty()) {
            declines.decline(found.board(), "it requires " + missing);
            done(id);
        } else if (!hasRoom(found.board().spec().maxPlayers())) {
            declines.decline(found.board(), "there is no room");
            done(id);
        } else if (isToBeStarted(found) && !suspects.tryStart(id, found.board().holderDeaths())) {
            waitingSuspects.add(id);
            parts.arrivals().beginLong(id);
            inFlight--;
            next();
        } else {
            serve(type, found);
        }
    }

    private boolean isToBeStarted(SnapshotStore.Loaded found) {
        return found.board().quarantine().isEmpty()
                && !suspects.isPoisonous(found.board().holderDeaths());
    }

    private boolean hasRoom(int places) {
        return parts.boards().size() < parts.options().boardsMax()
                && parts.boards().places() + places <= parts.options().placesMax();
    }

    private <R, J, I> void serve(BoardType<R, J, I> type, SnapshotStore.Loaded found) {
        ServedBoard<J, I> board = new ServedBoard<>(found.board(), type);
        parts.boards().add(board);
        board.noteRosterNumber(found.roster().rosterNumber());
        if (found.board().quarantine().isPresent()) {
            board.enter(Phase.QUARANTINED);
            done(board.id());
            return;
        }
        int deaths = found.board().holderDeaths();
        if (suspects.isPoisonous(deaths)) {
            LOG.log(Level.ERROR, "board {0}: {1} of its holders died: it is kept, and not ticked", board.id(), deaths);
            parts.counters().boardsPoisonous.increment();
            board.enter(Phase.QUARANTINED);
            marks.quarantine(board, deaths + " of its holders died while they ticked it");
            done(board.id());
            return;
        }
        suspects.watch(board);
        holders.newest(found, newest -> recover(type, board, found, newest));
    }

    private <R, J, I> void recover(
            BoardType<R, J, I> type,
            ServedBoard<J, I> board,
            SnapshotStore.Loaded found,
            Optional<SnapshotStore.Snapshot> newest) {
        newest.ifPresent(state -> board.noteRosterNumber(state.rosterNumber()));
        inFlight--;
        recovering++;
        BoardSettings settings = new BoardSettings(
                board.token().epoch().value(),
                found.board().spec().seed(),
                found.board().spec().lifetime(),
                new ServedBoardListener(board, parts.agent(), ends, repairs));
        parts.agent()
                .askHost(
                        () -> parts.host()
                                .recover(
                                        board.id(),
                                        type,
                                        type.rulesCodec()
                                                .decode(found.board().spec().rules()),
                                        newest.map(SnapshotStore.Snapshot::bytes),
                                        roster(type, found.roster().entries()),
                                        settings),
                        recovered -> recovered(board, found.roster(), recovered),
                        failure -> notRecovered(board, failure));
        if (parts.host().board(board.id()).isPresent()) { // so that who waited may yet be there at its first step
            parts.arrivals().end(board.id());
        }
        next();
    }

    private static <J> List<RosterPlayer<J>> roster(BoardType<?, J, ?> type, List<RosterEntry> entries) {
        return entries.stream()
                .map(entry -> new RosterPlayer<>(
                        entry.player(), entry.index(), type.joinDataCodec().decode(entry.joinData())))
                .toList();
    }

    private <J, I> void recovered(ServedBoard<J, I> board, RosterStore.Roster roster, RecoveredBoard<J, I> recovered) {
        recovering--;
        Set<PlayerId> there = new HashSet<>(recovered.players());
        for (RosterEntry entry : roster.entries()) {
            if (there.contains(entry.player())) {
                board.add(new Stay(entry.player(), entry.key(), entry.index(), entry.joinData()));
            } else {
                board.repair().addDeparted(entry.key(), entry.player(), 0);
            }
        }
        if (board.rosterNumber() > 0) {
            board.spend(new PlayerId(board.rosterNumber()));
        }
        board.attach(recovered.board());
        parts.moved().remove(board.id());
        for (Map.Entry<PlayerId, Long> ended : board.takeEndedWhileStarting().entrySet()) {
            repairs.stayEnded(board, ended.getKey(), ended.getValue());
        }
        parts.counters().boardsAdopted.increment();
        saves.accept(board);
        LOG.log(
                Level.INFO,
                "board {0} was adopted in epoch {1}",
                board.id(),
                board.token().epoch());
        end(board.id());
    }

    /* The host refuses a board that it still has, or if it stops: the next look tries again. */
    private void notRecovered(ServedBoard<?, ?> board, Throwable failure) {
        recovering--;
        Throwable cause = HostFailure.unwrapped(failure);
        if (cause instanceof IllegalStateException) {
            parts.boards().remove(board);
        } else if (board.phase() == Phase.STARTING) {
            LOG.log(Level.ERROR, "board " + board.id() + " cannot be recovered: it is kept, and not ticked", cause);
            parts.counters().boardsUnreadable.increment();
            board.enter(Phase.QUARANTINED);
            marks.quarantine(board, "cannot be recovered: " + cause.getMessage());
        }
        end(board.id());
    }
}
