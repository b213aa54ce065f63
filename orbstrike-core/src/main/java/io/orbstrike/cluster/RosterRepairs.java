package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.ServedBoard.Stay;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.store.Absent;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings boards' rosters and their players to agree again after a call to the store whose outcome is not known.
 *
 * <p>Confined to the agent's thread.
 */
final class RosterRepairs {

    /* A pass reads the roster and ends what nobody has been told of: an entry without a player leaves the roster, unless
     * its join is under way or still waits to be asked for again; a player without an entry leaves the board, unless he
     * joined after the roster was read, which his number tells. A pass that could not do all of it is repeated, each time
     * later, as long as the board is here. One pass at a time and board.
     */

    private static final Logger LOG = System.getLogger(RosterRepairs.class.getName());

    /** How many entries leave a roster in one pass; the rest is left to the next. */
    private static final int LEAVES_PER_PASS_MAX = 64;

    private final GameserverParts parts;
    private Consumer<ServedBoard<?, ?>> onBehind = board -> {};

    RosterRepairs(GameserverParts parts) {
        this.parts = parts;
    }

    /** Sets who hears of boards that the store has forgotten. */
    void onBehind(Consumer<ServedBoard<?, ?>> hearer) {
        onBehind = hearer;
    }

    void keepUnacknowledged(ServedBoard<?, ?> board, IdempotencyKey key) {
        long graceNs = parts.options().unacknowledgedGrace().toNanos();
        board.repair().keep(key, parts.agent().nowNs() + graceNs);
        request(board);
    }

    /** A stay has ended on the board, with this step: the roster follows with the save that is without him (ROSTER-2). */
    void stayEnded(ServedBoard<?, ?> board, PlayerId player, long tick) {
        if (board.phase() == Phase.STARTING) {
            board.noteEndedWhileStarting(player, tick);
            return;
        }
        Stay stay = board.remove(player);
        if (stay != null) {
            board.repair().addDeparted(stay.key(), player, tick);
            return;
        }
        for (JoinAttempt<?, ?> attempt : board.joins().values()) {
            if (player.equals(attempt.player())) {
                attempt.endStay();
                board.repair().addDeparted(attempt.key(), player, tick);
            }
        }
    }

    void request(ServedBoard<?, ?> board) {
        if (board.repair().trySchedule()) {
            parts.agent()
                    .schedule(
                            Backoff.delay(
                                    parts.options().repairInterval(),
                                    board.repair().failures()),
                            () -> pass(board));
        }
    }

    void closedInStore(ServedBoard<?, ?> board) {
        if (board.phase() == Phase.OPEN || board.phase() == Phase.QUARANTINED) {
            LOG.log(Level.WARNING, "board {0} has a tombstone: it closes", board.id());
            if (board.isHosted()) {
                board.hosted().expire();
            } else {
                parts.boards().remove(board);
            }
        }
    }

    /** Another holds the board now: writing stops, then its streams are told to go there. */
    void fenced(ServedBoard<?, ?> board, Fenced by) {
        if (board.phase() == Phase.LOST || board.phase() == Phase.ENDED) {
            return;
        }
        if (board.phase() == Phase.OPEN || board.phase() == Phase.MOVING) {
            parts.lastStates().expect(board.id(), board.token());
        }
        board.enter(Phase.LOST);
        parts.sync().remove(board.id());
        parts.counters().storeFenced.increment();
        parts.moved().add(board.id(), by.holder());
        LOG.log(Level.WARNING, "board {0}: its token is {1}, and {2} counts", board.id(), board.token(), by.holder());
        letGo(board, by.holder());
    }

    /** Ends the streams of a board that another holds under this token, and forgets it. */
    void letGo(ServedBoard<?, ?> board, Token token) {
        if (!board.isHosted()) {
            parts.boards().remove(board);
            return;
        }
        StreamEnd end = new StreamEnd.Moved(token.epoch().value());
        parts.agent()
                .askHost(
                        () -> board.hosted().detach(end),
                        last -> {
                            parts.lastStates().keep(board.id(), last);
                            parts.boards().remove(board);
                        },
                        failure -> {
                            parts.lastStates().forget(board.id());
                            parts.boards().remove(board);
                        });
    }

    private void pass(ServedBoard<?, ?> board) {
        boolean isHere = board.isHosted() && (board.phase() == Phase.OPEN || board.phase() == Phase.QUARANTINED);
        if (parts.agent().isStopped() || !isHere) {
            board.repair().endPass(false);
            return;
        }
        parts.counters().repairs.increment();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .rosters()
                                .read(board.id(), parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> compare(board, outcome));
    }

    private void compare(ServedBoard<?, ?> board, RosterStore.ReadOutcome outcome) {
        if (outcome instanceof RosterStore.Roster roster) {
            board.repair().expire(parts.agent().nowNs());
            leaveWithoutEntry(board, roster);
            leaveWithoutPlayer(board, roster);
        } else if (outcome instanceof Closed) {
            board.repair().endPass(false);
            closedInStore(board);
        } else if (outcome instanceof Absent) {
            onBehind.accept(board);
            endPass(board, true);
        } else {
            parts.counters().countUnknown(StoreCall.READ_ROSTER);
            endPass(board, true);
        }
    }

    private void leaveWithoutEntry(ServedBoard<?, ?> board, RosterStore.Roster roster) {
        Set<PlayerId> onRoster =
                roster.entries().stream().map(RosterEntry::player).collect(Collectors.toSet());
        List<PlayerId> missing = board.stays().stream()
                .map(Stay::player)
                .filter(player -> player.value() <= roster.rosterNumber() && !onRoster.contains(player))
                .toList();
        for (PlayerId player : missing) {
            parts.agent()
                    .askHost(
                            () -> board.hosted().leave(player),
                            wasOnBoard -> board.remove(player),
                            failure -> request(board));
        }
    }

    private void leaveWithoutPlayer(ServedBoard<?, ?> board, RosterStore.Roster roster) {
        RosterRepair repair = board.repair();
        List<RosterEntry> over = new ArrayList<>();
        for (RosterEntry entry : roster.entries()) {
            if (board.stay(entry.key()) == null
                    && !repair.isDeparted(entry.key())
                    && !board.joins().containsKey(entry.key())
                    && !repair.isKept(entry.key())) {
                over.add(entry);
            }
        }
        Set<IdempotencyKey> onRoster =
                roster.entries().stream().map(RosterEntry::key).collect(Collectors.toSet());
        repair.leaving().keySet().removeIf(key -> !onRoster.contains(key));
        List<RosterEntry> now = over.subList(0, Math.min(over.size(), LEAVES_PER_PASS_MAX));
        if (now.isEmpty()) {
            endPass(board, false);
            return;
        }
        Pass pass = new Pass(board, now.size(), over.size() > now.size());
        for (RosterEntry entry : now) {
            if (!repair.isLeaving(entry.key())) {
                parts.counters().unacknowledgedEnded.increment();
            }
            leave(board, entry.key(), entry.player(), pass::oneDone);
        }
    }

    private void leave(ServedBoard<?, ?> board, IdempotencyKey key, PlayerId player, Consumer<Boolean> done) {
        board.repair().addLeaving(key, player);
        long sentNumber = board.rosterNumber();
        long write = board.rosterWrites().begin();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .rosters()
                                .leave(
                                        board.id(),
                                        board.token(),
                                        player,
                                        parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> {
                            done.accept(left(board, key, sentNumber, outcome));
                            board.rosterWrites().end(write);
                        });
    }

    /** Whether it is known that the player is off the roster, or that this board is none of ours any more. */
    private boolean left(
            ServedBoard<?, ?> board, IdempotencyKey key, long sentNumber, RosterStore.LeaveOutcome outcome) {
        if (outcome instanceof RosterStore.Left left) {
            long number = left.rosterNumber();
            if (!board.tryNoteLeaves(sentNumber, number - 1, number)) {
                onBehind.accept(board);
            }
            board.repair().removeLeaving(key);
            return true;
        }
        if (outcome instanceof RosterStore.NotOnRoster) {
            board.repair().removeLeaving(key);
            return true;
        }
        if (outcome instanceof Closed) {
            return true;
        }
        if (outcome instanceof Fenced fenced) {
            fenced(board, fenced);
            return true;
        }
        if (outcome instanceof Behind) {
            onBehind.accept(board);
        } else if (outcome instanceof NotApplied) {
            parts.counters().countNotApplied(StoreCall.LEAVE);
        } else {
            parts.counters().countUnknown(StoreCall.LEAVE);
        }
        request(board);
        return false;
    }

    private void endPass(ServedBoard<?, ?> board, boolean failed) {
        board.repair().endPass(failed);
        if (failed || board.repair().hasUnacknowledged()) {
            request(board);
        }
    }

    private final class Pass {

        private final ServedBoard<?, ?> board;
        private int open;
        private boolean failed;
        private final boolean more;

        Pass(ServedBoard<?, ?> board, int open, boolean more) {
            this.board = board;
            this.open = open;
            this.more = more;
        }

        void oneDone(boolean known) {
            failed |= !known;
            open--;
            if (open == 0) {
                board.repair().endPass(failed);
                if (failed || more || board.repair().hasUnacknowledged()) {
                    request(board);
                }
            }
        }
    }
}
