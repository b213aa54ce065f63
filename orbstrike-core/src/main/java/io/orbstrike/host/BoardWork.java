package io.orbstrike.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What a loop does with a board that it has claimed.
 *
 * <p>Stateless; called by the thread that has the board's claim.
 */
final class BoardWork {

    private static final Logger LOGGER = System.getLogger(BoardWork.class.getName());

    private BoardWork() {}

    /**
     * Answers the commands that wait, at most so many.
     *
     * @return whether the board is due earlier than before
     */
    static <J, I> boolean runCommands(HostedBoard<J, I> board, long nowNs, int commandsMax) {
        TickingBoard<J, I> ticking = board.ticking();
        if (board.takeReleasePending()) {
            ticking.freeReleased();
        }
        boolean resumed = ticking.resumeIfAsked(nowNs);
        for (int i = 0; i < commandsMax; i++) {
            BoardUnavailableException why = board.unavailability();
            BoardCommand<J, I> command = board.pollCommand();
            if (command == null) {
                break;
            }
            if (why == null) {
                apply(command, ticking);
            } else if (board.state() == BoardState.QUARANTINED) {
                command.applyQuarantined(ticking, why);
            } else if (board.state() == BoardState.FROZEN) {
                command.applyFrozen(ticking, why);
            } else {
                command.refuse(why);
            }
        }
        if (board.hasCommands()) {
            board.signal();
        }
        if (board.isExpireRequested()) {
            ticking.expire();
            return resumed || board.state() == BoardState.SLEEPING || board.state() == BoardState.QUARANTINED;
        }
        if (board.state() == BoardState.SLEEPING && ticking.isWatched()) {
            board.setState(BoardState.RUNNING);
            ticking.schedule().restart(nowNs);
            ticking.takeFirstViewer();
            return true;
        }
        if (board.state() == BoardState.RUNNING && ticking.takeFirstViewer()) {
            // who waited for a recovered board does not wait for its slot, too
            return ticking.schedule().stepAtOnce(nowNs) || resumed;
        }
        return resumed;
    }

    /**
     * Steps a board that runs, or looks at the deadlines of one that does not.
     *
     * @return whether it was stepped
     */
    static <J, I> boolean runDue(BoardHost host, HostedBoard<J, I> board, long nowNs, TickCounters counters) {
        if (board.state() == BoardState.CLOSED || board.state() == BoardState.FROZEN) {
            return false;
        }
        TickingBoard<J, I> ticking = board.ticking();
        BoardSchedule schedule = ticking.schedule();
        schedule.noteOccupied(ticking.isOccupied(), nowNs);
        if (!ticking.isRecovering() && schedule.isEndDue(nowNs)) {
            ticking.expire();
        }
        if (board.state() != BoardState.RUNNING) {
            if (ticking.isExpiring()) {
                host.close(board, StayEndReason.EXPIRED, ticking.result());
            }
            return false;
        }
        counters.tickLateness.record(schedule.latenessNs(nowNs));
        counters.slotsDropped.add(schedule.useSlot(nowNs));
        boolean wasRecovering = ticking.isRecovering();
        boolean isEarly = schedule.takeAtOnce();
        StayEndReason end = ticking.step();
        if (end != null) {
            host.close(board, end, ticking.result());
            return true;
        }
        if (ticking.isRecovering()) {
            schedule.restart(nowNs); // who waits for the board waits for the next step
        } else if (wasRecovering || isEarly) {
            schedule.restartAt(host.drawSlotNs(nowNs, schedule.grid())); // many may have been recovered at one moment
        } else if (schedule.isSleepDue(nowNs) && !ticking.isOccupied()) {
            board.setState(BoardState.SLEEPING);
        }
        ticking.freezeIfDue();
        return true;
    }

    /** When a board is to be looked at next, {@link BoardSchedule#NEVER} if not unless it is signalled. */
    static long nextDueNs(HostedBoard<?, ?> board, long nowNs, long lookAgainNs) {
        TickingBoard<?, ?> ticking = board.ticking();
        return switch (board.state()) {
            case RUNNING -> ticking.schedule().nextSlotNs();
            case SLEEPING -> ticking.isExpiring() ? nowNs : ticking.schedule().deadlineNs(nowNs, lookAgainNs);
            case QUARANTINED -> ticking.isExpiring() ? nowNs : BoardSchedule.NEVER;
            case FROZEN, CLOSED -> BoardSchedule.NEVER;
        };
    }

    static void updateFigures(HostedBoard<?, ?> board) {
        TickingBoard<?, ?> ticking = board.ticking();
        BoardFigures figures = board.figures();
        figures.tick.set(ticking.stepper().tick());
        figures.slotsDropped.set(ticking.schedule().slotsDropped());
        figures.players.set(ticking.players().size());
        figures.viewers.set(ticking.viewerCount());
    }

    /** Puts a board that threw aside: kept, shown, not ticked. */
    static <J, I> void quarantine(HostedBoard<J, I> board, Throwable failure, TickCounters counters) {
        if (board.state() == BoardState.QUARANTINED || board.state() == BoardState.CLOSED) {
            return;
        }
        if (board.endRecovery(failure)) {
            return;
        }
        board.setState(BoardState.QUARANTINED);
        counters.boardsQuarantined.increment();
        LOGGER.log(Level.ERROR, () -> board + " threw and is in quarantine", failure);
        BoardUnavailableException why =
                new BoardUnavailableException(board.id(), BoardUnavailableException.Cause.QUARANTINED);
        board.ticking().endStreams(StreamEnd.Quarantined.INSTANCE);
        board.ticking().refuseAwaiting(why);
        if (board.hasCommands()) {
            board.signal();
        }
        board.tellQuarantined(failure);
    }

    private static <J, I> void apply(BoardCommand<J, I> command, TickingBoard<J, I> ticking) {
        try {
            command.apply(ticking);
        } catch (RuntimeException | Error e) {
            command.refuse(
                    new BoardUnavailableException(ticking.handle().id(), BoardUnavailableException.Cause.QUARANTINED));
            throw e; // to the duty cycle, which puts the board in quarantine
        }
    }
}
