package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.Lobby.LeaveOutcome;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.ServedBoard.Stay;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Unknown;

/**
 * Takes players off boards who ask for it: first off the roster, then off the board.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardLeaves {

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;

    BoardLeaves(GameserverParts parts, RosterRepairs repairs, BoardAssertions assertions) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    void leave(ServedBoard<?, ?> board, PlayerId player, Call<LeaveOutcome> call) {
        if (board.phase() == Phase.ENDED) {
            call.answer(Lobby.NoSuchBoard.INSTANCE);
            return;
        }
        if (board.phase() == Phase.MOVING) {
            call.answerUnavailable("the board is being moved");
            return;
        }
        if (board.phase() != Phase.OPEN && board.phase() != Phase.QUARANTINED) {
            call.answer(parts.moved().notHere(board.id()));
            return;
        }
        long sentNumber = board.rosterNumber();
        long write = board.rosterWrites().begin();
        board.beginLeave();
        parts.agent()
                .askStore(
                        () -> parts.store().rosters().leave(board.id(), board.token(), player, call.remaining()),
                        Unknown::new,
                        outcome -> {
                            written(board, player, sentNumber, call, outcome);
                            board.rosterWrites().end(write);
                        });
    }

    private void written(
            ServedBoard<?, ?> board,
            PlayerId player,
            long sentNumber,
            Call<LeaveOutcome> call,
            RosterStore.LeaveOutcome outcome) {
        if (outcome instanceof RosterStore.Left left) {
            long number = left.rosterNumber();
            if (!board.tryNoteLeaves(sentNumber, number - 1, number)) {
                assertions.behind(board);
            }
            takeOff(board, player, call);
        } else if (outcome instanceof RosterStore.NotOnRoster) {
            takeOff(board, player, call);
        } else {
            notWritten(board, call, outcome);
            board.endLeave();
        }
    }

    private void notWritten(ServedBoard<?, ?> board, Call<LeaveOutcome> call, RosterStore.LeaveOutcome outcome) {
        if (outcome instanceof Closed) {
            call.answer(Lobby.NoSuchBoard.INSTANCE);
            repairs.closedInStore(board);
        } else if (outcome instanceof Fenced fenced) {
            call.answer(new Lobby.NotHere(fenced.holder().epoch().value()));
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Behind) {
            call.answerUnavailable("the store has forgotten the board");
            assertions.behind(board);
        } else if (outcome instanceof NotApplied) {
            call.answerUnavailable("the store was not reached");
            parts.counters().countNotApplied(StoreCall.LEAVE);
        } else {
            call.answerUnavailable("the store did not answer");
            parts.counters().countUnknown(StoreCall.LEAVE);
            repairs.request(board);
        }
    }

    /* The stay is forgotten before the host ends it, so that its end is not written to the roster once more. */
    private void takeOff(ServedBoard<?, ?> board, PlayerId player, Call<LeaveOutcome> call) {
        Stay stay = board.remove(player);
        if (stay == null) {
            call.answer(Lobby.Left.INSTANCE);
            board.endLeave();
            return;
        }
        parts.agent()
                .askHost(
                        () -> board.hosted().leave(player),
                        wasOnBoard -> takenOff(board, call),
                        failure -> notTakenOff(board, stay, call));
    }

    private void notTakenOff(ServedBoard<?, ?> board, Stay stay, Call<LeaveOutcome> call) {
        if (board.phase() == Phase.OPEN || board.phase() == Phase.MOVING) {
            board.add(stay);
            repairs.request(board);
        }
        takenOff(board, call);
    }

    private static void takenOff(ServedBoard<?, ?> board, Call<LeaveOutcome> call) {
        call.answer(Lobby.Left.INSTANCE);
        board.endLeave();
    }
}
