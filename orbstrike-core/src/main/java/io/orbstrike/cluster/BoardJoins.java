package io.orbstrike.cluster;

import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.cluster.ServedBoard.Stay;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.host.BoardUnavailableException;
import io.orbstrike.host.Reservation;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;

/**
 * Puts players on boards.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardJoins {

    /* A join goes: host keeps a place -> store writes the roster -> host puts the player there -> acknowledged.
     *
     * A call with the key of a player on the board is answered from what is known here. One with the key of a join under
     * way waits for it. If the store's answer is not known, or nobody waits any more when it comes, the place is given
     * back and the join kept as unacknowledged: a call with its key goes through the store again, which finds the same
     * entry; if none comes, RosterRepairs takes it off the roster. So there is never a second player for a key, and never
     * one for whom nobody asks.
     *
     * A snapshot tells by its highest roster number whom it contains, so players are put on the board in the order of
     * their numbers. An entry whose number comes too late, or whose place is another, is written anew with a higher one.
     */

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;

    BoardJoins(GameserverParts parts, RosterRepairs repairs, BoardAssertions assertions) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    <J, I> void join(ServedBoard<J, I> board, IdempotencyKey key, J data, byte[] joinData, Call<JoinOutcome> call) {
        if (!board.isOpen()) {
            answerNotOpen(board, call);
            return;
        }
        Stay stay = board.stay(key);
        if (stay != null) {
            call.answer(joined(board, stay));
            return;
        }
        if (board.repair().isLeaving(key)) {
            call.answer(Lobby.NoSuchBoard.INSTANCE);
            return;
        }
        JoinAttempt<J, I> underWay = board.joins().get(key);
        if (underWay != null) {
            underWay.calls().add(call);
            return;
        }
        if (!board.repair().hasRoom() && !board.repair().isKept(key)) {
            call.answerUnavailable("too many joins have not been acknowledged");
            return;
        }
        JoinAttempt<J, I> attempt = new JoinAttempt<>(board, key, joinData, call);
        board.joins().put(key, attempt);
        parts.agent()
                .askHost(
                        () -> board.hosted().reserve(data),
                        outcome -> reserved(attempt, outcome),
                        failure -> reserved(attempt, notReserved(failure)));
    }

    private static ReserveOutcome notReserved(Throwable failure) {
        BoardUnavailableException.Cause cause = HostFailure.causeOf(failure);
        return switch (cause) {
            case GONE -> ReserveOutcome.Gone.INSTANCE;
            case QUARANTINED -> ReserveOutcome.Quarantined.INSTANCE;
            default -> ReserveOutcome.Busy.INSTANCE;
        };
    }

    private <J, I> void reserved(JoinAttempt<J, I> attempt, ReserveOutcome outcome) {
        if (outcome instanceof ReserveOutcome.Reserved reserved) {
            attempt.reserve(reserved.reservation());
            write(attempt, reserved.reservation());
        } else if (outcome instanceof ReserveOutcome.Full full) {
            end(attempt, new Lobby.Full(full.maxPlayers()));
        } else if (outcome instanceof ReserveOutcome.Refused refused) {
            end(attempt, new Lobby.Refused(refused.reason()));
        } else if (outcome instanceof ReserveOutcome.Gone) {
            end(attempt, Lobby.NoSuchBoard.INSTANCE);
        } else if (outcome instanceof ReserveOutcome.Quarantined) {
            end(attempt, Lobby.Quarantined.INSTANCE);
        } else {
            endUnavailable(attempt, "the board is busy");
        }
    }

    private <J, I> void write(JoinAttempt<J, I> attempt, Reservation reservation) {
        if (!attempt.tryWrite()) {
            endUnacknowledged(attempt, "the board is busy");
            return;
        }
        if (attempt.calls().isForsaken()) {
            endUnavailable(attempt, "the time for the call is over");
            return;
        }
        ServedBoard<J, I> board = attempt.board();
        RosterStore.JoinRequest request = new RosterStore.JoinRequest(
                attempt.key(), reservation.index(), attempt.joinData(), board.rosterNumber());
        long write = board.rosterWrites().begin();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .rosters()
                                .join(
                                        board.id(),
                                        board.token(),
                                        request,
                                        attempt.calls().remaining()),
                        Unknown::new,
                        outcome -> {
                            written(attempt, reservation, outcome);
                            board.rosterWrites().end(write);
                        });
    }

    private <J, I> void written(JoinAttempt<J, I> attempt, Reservation reservation, RosterStore.JoinOutcome outcome) {
        ServedBoard<J, I> board = attempt.board();
        if (outcome instanceof RosterStore.Joined joined) {
            place(attempt, reservation, joined.entry());
        } else if (outcome instanceof RosterStore.AlreadyJoined joined) {
            place(attempt, reservation, joined.entry());
        } else if (outcome instanceof RosterStore.AlreadyLeft) {
            board.repair().forget(attempt.key());
            end(attempt, Lobby.NoSuchBoard.INSTANCE);
        } else if (outcome instanceof RosterStore.Full full) {
            full(attempt, reservation, full);
        } else if (outcome instanceof Closed) {
            end(attempt, Lobby.NoSuchBoard.INSTANCE);
            repairs.closedInStore(board);
        } else if (outcome instanceof Fenced fenced) {
            end(attempt, new Lobby.NotHere(fenced.holder().epoch().value()));
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Behind) {
            endUnavailable(attempt, "the store has forgotten the board");
            assertions.behind(board);
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.JOIN);
            endUnavailable(attempt, "the store was not reached");
        } else {
            parts.counters().countUnknown(StoreCall.JOIN);
            endUnacknowledged(attempt, "the store did not answer");
        }
    }

    /** Those who left the game leave the roster with the next save, so a place may be free that the store does not know. */
    private <J, I> void full(JoinAttempt<J, I> attempt, Reservation reservation, RosterStore.Full full) {
        ServedBoard<J, I> board = attempt.board();
        if (!board.repair().hasDeparted()) {
            end(attempt, new Lobby.Full(full.maxPlayers()));
            return;
        }
        parts.agent()
                .<SnapshotStore.SaveOutcome>askStore(
                        () -> parts.sync().flush(board.id()),
                        Unknown::new,
                        outcome -> flushed(attempt, reservation, outcome));
    }

    private <J, I> void flushed(JoinAttempt<J, I> attempt, Reservation reservation, SnapshotStore.SaveOutcome outcome) {
        if (outcome instanceof SnapshotStore.Saved) {
            write(attempt, reservation);
        } else {
            endUnavailable(attempt, "the store was not reached");
        }
    }

    private <J, I> void place(JoinAttempt<J, I> attempt, Reservation reservation, RosterEntry entry) {
        if (attempt.calls().isForsaken()) {
            endUnacknowledged(attempt, "the time for the call is over");
            return;
        }
        ServedBoard<J, I> board = attempt.board();
        boolean inOrder = entry.player().value() > board.spentNumber();
        board.spend(entry.player());
        if (!inOrder || entry.index() != reservation.index()) {
            repairs.keepUnacknowledged(board, attempt.key()); // he is on the roster, whatever comes of the next write
            write(attempt, reservation);
            return;
        }
        attempt.place(entry);
        parts.agent()
                .askHost(
                        () -> board.hosted().join(reservation, entry.player()),
                        placed -> placed(attempt, reservation, entry, placed),
                        failure -> notPlaced(attempt));
    }

    private <J, I> void placed(JoinAttempt<J, I> attempt, Reservation reservation, RosterEntry entry, boolean placed) {
        if (!placed || attempt.hasStayEnded()) {
            notPlaced(attempt);
            return;
        }
        ServedBoard<J, I> board = attempt.board();
        Stay stay = new Stay(entry.player(), attempt.key(), reservation.index(), attempt.joinData());
        board.add(stay);
        board.repair().forget(attempt.key());
        board.endJoin(attempt.key());
        attempt.calls().answer(joined(board, stay));
    }

    private void notPlaced(JoinAttempt<?, ?> attempt) {
        if (attempt.hasStayEnded() || attempt.board().phase() == ServedBoard.Phase.ENDED) {
            attempt.board().repair().forget(attempt.key());
            end(attempt, Lobby.NoSuchBoard.INSTANCE);
        } else {
            endUnacknowledged(attempt, "the board did not take the player");
        }
    }

    private static Lobby.Joined joined(ServedBoard<?, ?> board, Stay stay) {
        return new Lobby.Joined(stay.player(), stay.index(), board.facts());
    }

    private void answerNotOpen(ServedBoard<?, ?> board, Call<JoinOutcome> call) {
        switch (board.phase()) {
            case QUARANTINED -> call.answer(Lobby.Quarantined.INSTANCE);
            case STARTING -> call.answerUnavailable("the board is being made");
            case MOVING -> call.answerUnavailable("the board is being moved");
            case LOST -> call.answer(parts.moved().notHere(board.id()));
            default -> call.answer(Lobby.NoSuchBoard.INSTANCE);
        }
    }

    private void end(JoinAttempt<?, ?> attempt, JoinOutcome outcome) {
        attempt.release();
        attempt.board().endJoin(attempt.key());
        attempt.calls().answer(outcome);
    }

    private void endUnavailable(JoinAttempt<?, ?> attempt, String reason) {
        attempt.release();
        attempt.board().endJoin(attempt.key());
        attempt.calls().answerUnavailable(reason);
    }

    private void endUnacknowledged(JoinAttempt<?, ?> attempt, String reason) {
        endUnavailable(attempt, reason);
        repairs.keepUnacknowledged(attempt.board(), attempt.key());
    }
}
