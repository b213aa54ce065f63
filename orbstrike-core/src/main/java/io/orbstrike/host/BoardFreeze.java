package io.orbstrike.host;

import java.util.ArrayList;
import java.util.List;

/**
 * A board that is frozen, or is to be.
 *
 * <p>Confined to the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class BoardFreeze<J, I> {

    /* Freezes are numbered in the order in which they were asked for, and undone up to a number: so one that comes out of
     * the queue after it was undone never takes effect, and one that is asked for later is not undone by it.
     */

    private final HostedBoard<J, I> board;
    private final List<BoardCommand.Freeze<J, I>> asked = new ArrayList<>();
    private BoardState stateBefore = BoardState.RUNNING;
    private long number;
    private long sinceNs;

    BoardFreeze(HostedBoard<J, I> board) {
        this.board = board;
    }

    /** Notes that the board is to be frozen, unless that is undone already. */
    void ask(BoardCommand.Freeze<J, I> command) {
        if (command.number() <= board.freezesUndone()) {
            command.refuse(undone());
        } else {
            asked.add(command);
        }
    }

    /** Freezes the board if that was asked for; one that is frozen stays so. */
    void beginIfAsked(NanoClock clock) {
        if (asked.isEmpty()) {
            return;
        }
        if (board.state() != BoardState.FROZEN) {
            stateBefore = board.state();
            sinceNs = clock.nanoTime();
            board.setState(BoardState.FROZEN);
        }
        for (BoardCommand.Freeze<J, I> command : asked) {
            number = command.number();
            board.answerSnapshot(command.answer());
        }
        asked.clear();
    }

    /** Lets the board go on if its freeze is undone; tells whether it does. */
    boolean endIfUndone(long nowNs, BoardSchedule schedule, TickCounters counters) {
        long undone = board.freezesUndone();
        asked.removeIf(command -> {
            boolean isUndone = command.number() <= undone;
            if (isUndone) {
                command.refuse(undone());
            }
            return isUndone;
        });
        if (board.state() != BoardState.FROZEN || number > undone) {
            return false;
        }
        noteEnd(nowNs, counters);
        board.setState(stateBefore);
        if (stateBefore == BoardState.RUNNING) {
            counters.slotsDropped.add(schedule.resume(nowNs));
        }
        return true;
    }

    /** Counts how long the board was frozen, if it is. */
    void noteEnd(long nowNs, TickCounters counters) {
        if (board.state() == BoardState.FROZEN) {
            counters.freeze.record(nowNs - sinceNs);
        }
    }

    /** Answers those who wait for a freeze that will not come. */
    void refuse(BoardUnavailableException why) {
        asked.forEach(command -> command.refuse(why));
        asked.clear();
    }

    private BoardUnavailableException undone() {
        return new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.BUSY);
    }
}
