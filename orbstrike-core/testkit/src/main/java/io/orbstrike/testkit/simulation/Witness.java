package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees every step, every write that the store accepts and every frame that a client accepts, and notes what must not be.
 *
 * <p>Confined to the simulation's thread.
 */
final class Witness {

    /** A store that has just forgotten a board may say that there is none. */
    private static final Duration FORGOTTEN_FOR = Duration.ofSeconds(5);

    private final EventQueue queue;
    private final Map<BoardId, BoardTrace> boards = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<Incarnation> outOfReach = new HashSet<>();
    private final Map<Incarnation, Integer> movesTo = new HashMap<>();
    private boolean mayMove = true;
    private long moves;
    private long continuations;

    Witness(EventQueue queue) {
        this.queue = queue;
    }

    void violated(String what) {
        violations.add(what + ", at " + queue.nowNs() / 1_000_000 + " ms");
    }

    List<String> violations() {
        return violations;
    }

    /** How often a board got another holder. */
    long moves() {
        return moves;
    }

    /** How often a board went on from the state of a gameserver that it was taken from, which the store did not have. */
    long continuations() {
        return continuations;
    }

    /** From now on, whether boards may get other holders. */
    void allowMoves(boolean allowed) {
        mayMove = allowed;
    }

    /** From now on, whether a gameserver may get boards; those that it gets are counted from then on. */
    void allowMovesTo(Incarnation gameserver, boolean allowed) {
        movesTo.remove(gameserver);
        if (allowed) {
            outOfReach.remove(gameserver);
        } else {
            outOfReach.add(gameserver);
        }
    }

    /** How many boards a gameserver got. */
    int movesTo(Incarnation gameserver) {
        return movesTo.getOrDefault(gameserver, 0);
    }

    private BoardTrace trace(BoardId board) {
        return boards.computeIfAbsent(board, key -> new BoardTrace());
    }

    /** A gameserver has made a step of a board. */
    void onStep(Incarnation gameserver, Step step) {
        BoardTrace.EpochTrace epoch = trace(step.board).epoch(step.epoch);
        if (step.ticksBefore != step.tick - 1) {
            violated("I8: " + step + " is the board's step " + (step.ticksBefore + 1));
        }
        requireSame(epoch, gameserver, step.board, step.epoch);
        if (epoch.handedOverAfter != BoardTrace.UNKNOWN) {
            violated("I3: " + step + " though the board was handed over after tick " + epoch.handedOverAfter);
        } else if (epoch.lastTick != BoardTrace.UNKNOWN) {
            if (step.tick != epoch.lastTick + 1) {
                violated("I3: " + step + " follows tick " + epoch.lastTick);
            }
        } else if (epoch.isHandedOver) {
            requireWhole(step, epoch, "I3", "handed over");
        } else if (epoch.isContinued) {
            continuations++;
            requireWhole(step, epoch, "FAIL-3", "taken from its holder");
        } else if (epoch.fromTick != BoardTrace.UNKNOWN && step.tick <= epoch.fromTick) {
            violated("I3: " + step + " though tick " + epoch.fromTick + " was saved before");
        }
        if (epoch.givenTick != BoardTrace.UNKNOWN && step.tick > epoch.givenTick) {
            trace(step.board).goOnInVain();
        }
        epoch.lastTick = step.tick;
        epoch.applied = step.appliedAfter;
    }

    private void requireWhole(Step step, BoardTrace.EpochTrace epoch, String rule, String how) {
        if (step.tick != epoch.fromTick + 1) {
            violated(rule + ": " + step + " though the board was " + how + " after tick " + epoch.fromTick);
        }
        if (epoch.fromApplied != BoardTrace.UNKNOWN && step.appliedBefore != epoch.fromApplied) {
            violated(rule + ": " + step + " has " + step.appliedBefore + " inputs, and was " + how + " with "
                    + epoch.fromApplied);
        }
    }

    private void requireSame(BoardTrace.EpochTrace epoch, Incarnation gameserver, BoardId board, long number) {
        if (epoch.holder == null) {
            epoch.holder = gameserver;
        } else if (!requireNonNull(epoch.holder).equals(gameserver)) {
            violated("I1: board " + board + " is ticked in epoch " + number + " by " + gameserver + " and by "
                    + epoch.holder);
        }
    }

    /** A client is shown a frame. */
    void onFrame(Incarnation gameserver, BoardId board, long epoch) {
        requireSame(trace(board).epoch(epoch), gameserver, board, epoch);
    }

    /** The store has accepted a state. */
    void onSaved(BoardId board, Token by, Token holder, long tick) {
        requireHolder("a save", board, by, holder);
        if (!trace(board).trySave(by.epoch().value(), tick)) {
            violated("I1: the state of board " + board + " in the store goes back to " + by.epoch() + "/" + tick);
        }
    }

    void requireHolder(String what, BoardId board, Token by, Token holder) {
        if (!by.equals(holder)) {
            violated("I1: " + what + " of board " + board + " by " + by + " was accepted, though it is " + holder
                    + "'s");
        }
    }

    /** The store has taken a state that its holder has written again. */
    void onAsserted(BoardId board, Token by, long tick) {
        trace(board).noteSaved(by.epoch().value(), tick);
    }

    /** The store has given a board to another holder, from the state that it has. */
    void onAttached(BoardId board, Token before, Token now) {
        if (before.equals(now)) {
            return; // the call came twice
        }
        noteMove(board, now.holder());
        trace(board).attached(before, now);
    }

    /** Whoever held a board under a token lets it stand still, and gives its state. */
    void onYielded(BoardId board, Token token, long tick) {
        long lastTick = trace(board).epoch(token.epoch().value()).lastTick;
        if (tick < lastTick) {
            violated("FAIL-3: board " + board + " was ticked up to " + lastTick + " under " + token
                    + ", which gives tick " + tick);
        }
    }

    /** The next holder of a board has got the state that it had under a token. */
    void onGiven(BoardId board, Token token, long tick) {
        trace(board).given(token, tick);
    }

    /** The store has accepted a handover. */
    void onHandedOver(SnapshotStore.SaveRequest last, Token before, Token now) {
        if (before.equals(now)) {
            return;
        }
        noteMove(last.board(), now.holder());
        long tick = last.snapshot().tick();
        onSaved(last.board(), last.token(), before, tick);
        BoardTrace trace = trace(last.board());
        BoardTrace.EpochTrace source = trace.epoch(before.epoch().value());
        BoardTrace.EpochTrace target = trace.epoch(now.epoch().value());
        if (source.lastTick > tick) {
            violated("I3: board " + last.board() + " is handed over after tick " + tick + ", and was ticked up to "
                    + source.lastTick);
        }
        target.isHandedOver = true;
        target.fromTick = tick;
        target.fromApplied = source.lastTick == BoardTrace.UNKNOWN ? source.fromApplied : source.applied;
        source.handedOverAfter = tick;
    }

    private void noteMove(BoardId board, Incarnation to) {
        moves++;
        movesTo.merge(to, 1, Integer::sum);
        if (outOfReach.contains(to)) {
            violated("LEASE-6: board " + board + " was given to " + to + ", which nobody reaches");
        }
        if (!mayMove) {
            violated("I6: board " + board + " was moved because the store was away");
        }
    }

    /** The store does not have a board that was created: only a store that has just forgotten it may say so. */
    void onNoSuchBoard(BoardId board, String record) {
        if (queue.nowNs() - trace(board).forgottenNs() > FORGOTTEN_FOR.toNanos()) {
            violated("I3: board " + board + " was created, and there is said to be none; the store has " + record);
        }
    }

    /** Whether all that a board has ever done is in its state. */
    boolean isWhole(BoardId board) {
        return trace(board).isWhole();
    }

    /** Whether each of a board's holders went on from where the one before had given it away. */
    boolean isUnbroken(BoardId board) {
        return trace(board).isUnbroken();
    }

    /** Whether the store was given a state that has a step. */
    boolean isSaved(BoardId board, long epoch, long tick) {
        return trace(board).epoch(epoch).savedTick >= tick;
    }

    /** The store has forgotten something of boards. */
    void onForgotten(List<BoardId> forgotten) {
        forgotten.forEach(board -> trace(board).forget(queue.nowNs()));
    }

    /** A step of a board. */
    record Step(BoardId board, long epoch, long tick, long ticksBefore, long appliedBefore, long appliedAfter) {

        @Override
        public String toString() {
            return "step " + epoch + "/" + tick + " of board " + board;
        }
    }
}
