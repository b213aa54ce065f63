package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Creates boards.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardCreations {

    /* A creation goes: quota entered -> store writes the board with this gameserver's token -> host makes it ->
     * acknowledged. A call with the key of a board that is here is answered by its facts, one with the key of a creation
     * under way waits for it. A board that the store may have and nobody was told of is left to BoardEnds: it is closed
     * unless a call with its key comes first, which finds it in the store and goes on from there.
     */

    private static final Logger LOG = System.getLogger(BoardCreations.class.getName());

    private final GameserverParts parts;
    private final BoardEnds ends;
    private final RosterRepairs repairs;
    private final Consumer<ServedBoard<?, ?>> saves;
    private final BoardAdoptions adoptions;
    private final Map<BoardId, CreateAttempt> attempts = new HashMap<>();
    private long placesUnderWay;

    /**
     * Creates the part that creates boards.
     *
     * @param adoptions take up what exists
     * @param saves begins to save a board that was made
     */
    BoardCreations(
            GameserverParts parts,
            BoardEnds ends,
            RosterRepairs repairs,
            BoardAdoptions adoptions,
            Consumer<ServedBoard<?, ?>> saves) {
        this.saves = saves;
        this.adoptions = adoptions;
        adoptions.leaveAlone(this::isUnderWay);
        this.parts = parts;
        this.ends = ends;
        this.repairs = repairs;
        ends.leaveAlone(attempts::containsKey);
    }

    /** Whether a board is being created. */
    boolean isUnderWay(BoardId board) {
        return attempts.containsKey(board);
    }

    void create(BoardSpec spec, Call<CreateOutcome> call) {
        ServedBoard<?, ?> there = parts.boards().get(spec.id());
        CreateAttempt underWay = attempts.get(spec.id());
        if (underWay != null) {
            underWay.calls().add(call);
        } else if (there != null) {
            answerFrom(there, call);
        } else if (parts.boards().isDraining()) {
            call.answerUnavailable("the gameserver stops");
        } else if (ends.isClosing(spec.id())) {
            call.answerUnavailable("the board is being closed");
        } else if (parts.boards().size() + attempts.size() >= parts.options().boardsMax()) {
            call.answer(noRoom("the gameserver is full"));
        } else if (!hasPlaces(spec.maxPlayers())) {
            call.answer(noRoom("the gameserver has too few places left"));
        } else if (!ends.hasRoom()) {
            call.answerUnavailable("too many creations have not been acknowledged");
        } else {
            CreateAttempt attempt = new CreateAttempt(spec, call);
            attempts.put(spec.id(), attempt);
            placesUnderWay += spec.maxPlayers();
            enterQuota(attempt);
        }
    }

    private Lobby.NoRoom noRoom(String reason) {
        return new Lobby.NoRoom(reason, parts.options().retryAfter());
    }

    private boolean hasPlaces(int wanted) {
        return parts.boards().places() + placesUnderWay + wanted
                <= parts.options().placesMax();
    }

    private void answerFrom(ServedBoard<?, ?> board, Call<CreateOutcome> call) {
        switch (board.phase()) {
            case OPEN -> call.answer(new Lobby.Created(board.facts()));
            case QUARANTINED -> call.answer(Lobby.Quarantined.INSTANCE);
            case MOVING -> call.answerUnavailable("the board is being moved");
            case ENDED -> call.answer(Lobby.NoSuchBoard.INSTANCE);
            default -> call.answer(parts.moved().notHere(board.id()));
        }
    }

    private void enterQuota(CreateAttempt attempt) {
        long quota = parts.options().createQuota();
        if (quota == 0) {
            write(attempt);
            return;
        }
        BoardSpec spec = attempt.spec();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .quotas()
                                .enter(
                                        spec.creator(),
                                        spec.id(),
                                        quota,
                                        attempt.calls().remaining()),
                        Unknown::new,
                        outcome -> entered(attempt, outcome));
    }

    private void entered(CreateAttempt attempt, QuotaStore.EnterOutcome outcome) {
        if (outcome instanceof QuotaStore.Entered entered) {
            attempt.enterQuota(entered.day());
            write(attempt);
        } else if (outcome instanceof QuotaStore.AlreadyEntered) {
            write(attempt);
        } else if (outcome instanceof QuotaStore.Spent spent) {
            end(attempt, new Lobby.QuotaSpent(parts.options().createQuota(), spent.dayEndsIn()));
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.ENTER_QUOTA);
            endUnavailable(attempt, "the store was not reached");
        } else {
            parts.counters().countUnknown(StoreCall.ENTER_QUOTA);
            endUnavailable(attempt, "the store did not answer");
        }
    }

    private void write(CreateAttempt attempt) {
        if (attempt.calls().isForsaken()) {
            takeBackQuota(attempt);
            endUnavailable(attempt, "the time for the call is over");
            return;
        }
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .boards()
                                .create(
                                        attempt.spec(),
                                        parts.incarnation(),
                                        attempt.calls().remaining()),
                        Unknown::new,
                        outcome -> written(attempt, outcome));
    }

    private void written(CreateAttempt attempt, BoardStore.CreateOutcome outcome) {
        if (outcome instanceof BoardStore.Created created) {
            host(attempt, created.board());
        } else if (outcome instanceof BoardStore.Existing existing) {
            takeBackQuota(attempt);
            hostExisting(attempt, existing.board());
        } else if (outcome instanceof Closed) {
            takeBackQuota(attempt);
            end(attempt, Lobby.NoSuchBoard.INSTANCE);
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.CREATE);
            takeBackQuota(attempt);
            endUnavailable(attempt, "the store was not reached");
        } else {
            parts.counters().countUnknown(StoreCall.CREATE);
            endUnavailable(attempt, "the store did not answer");
            ends.keepUnacknowledged(attempt.spec().id());
        }
    }

    private void hostExisting(CreateAttempt attempt, BoardRecord record) {
        if (!record.token().holder().equals(parts.incarnation())) {
            end(attempt, new Lobby.NotHere(record.token().epoch().value()));
        } else {
            adoptions.adoptFor(record.spec().id(), () -> adopted(attempt));
        }
    }

    /* What exists may have a state and players, so it is adopted, and never made anew. */
    private void adopted(CreateAttempt attempt) {
        ServedBoard<?, ?> there = parts.boards().get(attempt.spec().id());
        if (there == null) {
            endUnavailable(attempt, "the board could not be taken up");
        } else {
            remove(attempt);
            attempt.calls().forEach(call -> answerFrom(there, call));
        }
    }

    private void host(CreateAttempt attempt, BoardRecord record) {
        BoardType<?, ?, ?> type = parts.types().get(record.spec().type());
        if (attempt.calls().isForsaken() || type == null) {
            endUnavailable(attempt, "the time for the call is over");
            ends.keepUnacknowledged(record.spec().id());
            return;
        }
        hostAs(type, attempt, record);
    }

    private <R, J, I> void hostAs(BoardType<R, J, I> type, CreateAttempt attempt, BoardRecord record) {
        BoardSpec spec = record.spec();
        ServedBoard<J, I> board = new ServedBoard<>(record, type);
        BoardSettings settings = new BoardSettings(
                record.token().epoch().value(),
                spec.seed(),
                spec.lifetime(),
                new ServedBoardListener(board, parts.agent(), ends, repairs));
        placesUnderWay -= attempt.releasePlaces();
        parts.boards().add(board);
        parts.agent()
                .askHost(
                        () -> parts.host()
                                .create(spec.id(), type, type.rulesCodec().decode(spec.rules()), settings),
                        hosted -> hosted(attempt, board, hosted),
                        failure -> notHosted(attempt, board, failure));
    }

    private <J, I> void hosted(CreateAttempt attempt, ServedBoard<J, I> board, HostedBoard<J, I> hosted) {
        board.attach(hosted);
        saves.accept(board);
        remove(attempt);
        attempt.calls().forEach(call -> answerFrom(board, call));
    }

    private void notHosted(CreateAttempt attempt, ServedBoard<?, ?> board, Throwable failure) {
        LOG.log(Level.ERROR, "board " + board.id() + " of type " + board.type().name() + " was not made", failure);
        endUnavailable(attempt, "the board could not be made");
        board.enter(ServedBoard.Phase.ENDED);
        ends.close(board);
    }

    private void takeBackQuota(CreateAttempt attempt) {
        LocalDate day = attempt.enteredOn();
        if (day == null) {
            return;
        }
        BoardSpec spec = attempt.spec();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .quotas()
                                .takeBack(
                                        spec.creator(),
                                        day,
                                        spec.id(),
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        this::takenBack);
    }

    private void takenBack(QuotaStore.TakeBackOutcome outcome) {
        if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.TAKE_BACK_QUOTA);
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.TAKE_BACK_QUOTA);
        }
    }

    private void end(CreateAttempt attempt, CreateOutcome outcome) {
        remove(attempt);
        attempt.calls().answer(outcome);
    }

    private void endUnavailable(CreateAttempt attempt, String reason) {
        remove(attempt);
        attempt.calls().answerUnavailable(reason);
    }

    private void remove(CreateAttempt attempt) {
        attempts.remove(attempt.spec().id());
        placesUnderWay -= attempt.releasePlaces();
    }
}
