package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.HandOverResult;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.Handover.Step;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands boards of this gameserver over to others (HAND-1 to HAND-5).
 *
 * <p>Confined to the agent's thread, but for {@link #handOver}.
 */
final class BoardHandovers {

    /* target looked for, if it is new -> saved
     *       -> joins and leaves come to their end -> frozen after step T -> written: attachment, state T, who left by it
     *       -> HandedOver: streams are told, the board is forgotten here, and the target adopts it from the store
     *       -> refused: the board goes on with step T + 1, and nothing has happened
     *       -> unknown: it stands still until a read decides. If the record names another, it is his. If it names this one,
     *          that decides nothing before the write's time is over, since it may still be under way; afterwards it is ours.
     *
     * It begins only if the lease is beyond doubt and a save has just succeeded, so that the board stands still for the time
     * of one write (HAND-4). Everything else obeys the record, as ever.
     *
     * Whoever chose the target compared it with the state that the store had. What all can read may have risen since, so the
     * state that is written is compared with what the target reads: it must never get what it cannot read (SNAP-1).
     */

    private static final Logger LOG = System.getLogger(BoardHandovers.class.getName());

    /**
     * A board whose next frame is due within this is frozen after it, so that its players' pause begins with a frame; others
     * are not waited for, since a drain has many to hand over.
     */
    private static final Duration FRAME_SOON = Duration.ofMillis(20);

    private static final int IN_FLIGHT_MAX = 4;
    private static final Duration SETTLE_TIME_MAX = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final String UNREADABLE = "the target is not known to read the version that the board is written in";

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;
    private final AgreedVersions versions;
    private final Consumer<ServedBoard<?, ?>> saves;
    private final Map<BoardId, Handover> underWay = new HashMap<>();
    private BooleanSupplier isConfirmed = () -> false;

    /**
     * Creates the part that hands boards over.
     *
     * @param versions knows what others read
     * @param saves begins to save a board that goes on here
     */
    BoardHandovers(
            GameserverParts parts,
            RosterRepairs repairs,
            BoardAssertions assertions,
            AgreedVersions versions,
            Consumer<ServedBoard<?, ?>> saves) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
        this.versions = versions;
        this.saves = saves;
    }

    /** Sets who tells whether the lease is held beyond doubt; before, nothing is handed over. */
    void confirmedBy(BooleanSupplier confirmed) {
        isConfirmed = confirmed;
    }

    /** Whether a board is being handed over. */
    boolean isUnderWay(BoardId board) {
        return underWay.containsKey(board);
    }

    /** Takes the call from any thread. */
    CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining) {
        return parts.calls()
                .call(
                        remaining,
                        reason -> HandOverOutcome.Unknown.INSTANCE,
                        outcome -> {},
                        call -> begin(board, target, call));
    }

    private void begin(BoardId id, GameserverAddress target, Call<HandOverOutcome> call) {
        ServedBoard<?, ?> board = parts.boards().get(id);
        if (board == null || board.phase() == Phase.LOST || board.phase() == Phase.ENDED) {
            call.answer(HandOverOutcome.NotHere.INSTANCE);
            return;
        }
        String obstacle = obstacle(board, target);
        if (obstacle != null) {
            parts.counters().countHandOver(HandOverResult.REFUSED);
            call.answer(new HandOverOutcome.Refused(obstacle));
            return;
        }
        Handover handover = new Handover(board, target.gameserver(), call);
        underWay.put(id, handover);
        versions.lookFor(target.gameserver(), timeLeft(call), () -> save(handover));
    }

    private void save(Handover handover) {
        parts.agent()
                .<SnapshotStore.SaveOutcome>askStore(
                        () -> parts.sync().flush(handover.board().id()),
                        Unknown::new,
                        outcome -> saved(handover, outcome));
    }

    private @Nullable String obstacle(ServedBoard<?, ?> board, GameserverAddress target) {
        if (target.gameserver().equals(parts.incarnation())) {
            return "the target is the gameserver that has it";
        }
        if (board.phase() != Phase.OPEN || underWay.containsKey(board.id())) {
            return "the board is being made or moved, or is in quarantine";
        }
        if (underWay.size() >= IN_FLIGHT_MAX) {
            return "too many handovers at a time";
        }
        return isConfirmed.getAsBoolean() ? null : "the gameserver's lease is in doubt";
    }

    private void saved(Handover handover, SnapshotStore.SaveOutcome outcome) {
        ServedBoard<?, ?> board = handover.board();
        if (!(outcome instanceof SnapshotStore.Saved)) {
            stay(handover, "its state could not be saved: " + outcome);
        } else if (board.phase() != Phase.OPEN || !isConfirmed.getAsBoolean()) {
            stay(handover, "the board has ended meanwhile, or the lease is in doubt");
        } else if (!isReadByTarget(handover, board.hosted().snapshotVersion())) {
            stay(handover, UNREADABLE);
        } else {
            handover.enter(Step.SETTLING);
            board.enter(Phase.MOVING);
            parts.agent().schedule(SETTLE_TIME_MAX, () -> notSettled(handover));
            board.whenSettled(() -> settled(handover));
        }
    }

    private boolean isReadByTarget(Handover handover, int version) {
        String type = handover.board().type().name();
        return versions.isReadBy(handover.target(), type, version);
    }

    private void notSettled(Handover handover) {
        if (handover.step() == Step.SETTLING) {
            stay(handover, "joins or leaves took too long");
        }
    }

    private void settled(Handover handover) {
        if (handover.step() != Step.SETTLING) {
            return;
        }
        handover.enter(Step.FREEZING);
        parts.agent()
                .askHost(
                        () -> handover.board().hosted().freezeAfterStep(FRAME_SOON),
                        captured -> frozen(handover, captured),
                        failure -> stay(handover, "it could not be frozen: " + failure));
    }

    private void frozen(Handover handover, BoardSnapshot captured) {
        ServedBoard<?, ?> board = handover.board();
        parts.sync().remove(board.id());
        handover.freeze(new SnapshotStore.SaveRequest(
                board.id(),
                board.token(),
                new SnapshotStore.Snapshot(
                        captured.tick(), captured.rosterNumber(), captured.version(), captured.bytes()),
                board.repair().departedUntil(captured.tick()),
                Optional.empty()));
        Duration remaining = timeLeft(handover.call());
        if (board.phase() != Phase.MOVING || remaining.isZero() || !isConfirmed.getAsBoolean()) {
            stay(handover, "the time for the call is over, or the lease is in doubt");
            return;
        }
        if (!isReadByTarget(handover, captured.version())) {
            stay(handover, UNREADABLE);
            return;
        }
        handover.enter(Step.WRITING);
        handover.write(parts.agent().nowNs(), remaining);
        parts.agent()
                .askStore(
                        () -> parts.store().snapshots().handOver(handover.last(), handover.target(), remaining),
                        Unknown::new,
                        outcome -> written(handover, outcome));
    }

    private Duration timeLeft(Call<HandOverOutcome> call) {
        return shorter(call.remaining(), parts.options().storeTimeout());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void written(Handover handover, SnapshotStore.HandOverOutcome outcome) {
        if (outcome instanceof SnapshotStore.HandedOver handedOver) {
            moved(handover, handedOver.token());
        } else if (outcome instanceof Unknown) {
            parts.counters().countUnknown(StoreCall.HAND_OVER);
            look(handover, 0);
        } else if (outcome instanceof Fenced fenced) {
            lost(handover, fenced.holder());
        } else if (outcome instanceof Closed) {
            closed(handover);
        } else if (outcome instanceof Behind) {
            behind(handover);
        } else {
            if (outcome instanceof NotApplied) {
                parts.counters().countNotApplied(StoreCall.HAND_OVER);
            }
            stay(handover, "the store did not take it: " + outcome);
        }
    }

    private void look(Handover handover, int failures) {
        BoardId board = handover.board().id();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .tokens(List.of(board), parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> looked(handover, failures, outcome));
    }

    private void looked(Handover handover, int failures, AttachmentStore.TokensOutcome outcome) {
        ServedBoard<?, ?> board = handover.board();
        if (parts.agent().isStopped()) {
            return;
        }
        if (!(outcome instanceof AttachmentStore.Tokens known)) {
            parts.counters().countUnknown(StoreCall.READ_TOKENS);
            lookAgain(handover, failures, Backoff.delay(LOOK_AGAIN, failures));
            return;
        }
        Token token = known.tokens().get(board.id());
        Duration writeLeft = handover.writeLeft(parts.agent().nowNs());
        if (token != null && board.token().isFencedBy(token)) {
            if (token.holder().equals(handover.target())) {
                moved(handover, token);
            } else {
                lost(handover, token);
            }
        } else if (known.closed().containsKey(board.id())) {
            closed(handover);
        } else if (!writeLeft.isNegative() && !writeLeft.isZero()) {
            lookAgain(handover, failures, shorter(writeLeft, Backoff.delay(LOOK_AGAIN, failures)));
        } else if (board.token().equals(token)) {
            stay(handover, "the store did not get it");
        } else {
            behind(handover);
        }
    }

    private void lookAgain(Handover handover, int failures, Duration delay) {
        parts.agent().schedule(delay, () -> look(handover, failures + 1));
    }

    /** The board is the target's, and starts with the state that was written. */
    private void moved(Handover handover, Token token) {
        ServedBoard<?, ?> board = handover.board();
        LOG.log(Level.INFO, "board {0} was handed over to {1}", board.id(), token.holder());
        if (board.phase() == Phase.MOVING) {
            board.enter(Phase.LOST);
            parts.moved().add(board.id(), token);
            repairs.letGo(board, token);
        }
        parts.store().hints().publish(new StoreHints.Attached(board.id(), token));
        end(handover, HandOverResult.HANDED_OVER, new HandOverOutcome.HandedOver(token));
    }

    private void lost(Handover handover, Token token) {
        repairs.fenced(handover.board(), new Fenced(token));
        end(handover, HandOverResult.LOST, HandOverOutcome.NotHere.INSTANCE);
    }

    private void closed(Handover handover) {
        stay(handover, "the board has closed");
        repairs.closedInStore(handover.board());
    }

    private void behind(Handover handover) {
        stay(handover, "the store has forgotten the board");
        assertions.behind(handover.board());
    }

    /** The board goes on here, as if nothing had been. */
    private void stay(Handover handover, String reason) {
        ServedBoard<?, ?> board = handover.board();
        boolean wasFrozen = handover.isFrozen();
        boolean isMoving = handover.step() != Step.SAVING; // before, the board is as it was
        if (isMoving && board.isHosted()) {
            board.hosted().resume();
        }
        if (isMoving && board.phase() == Phase.MOVING) {
            board.enter(Phase.OPEN);
            repairs.request(board);
        }
        boolean isHere = board.phase() == Phase.OPEN || board.phase() == Phase.QUARANTINED;
        if (wasFrozen && isHere) {
            saves.accept(board);
        }
        LOG.log(Level.INFO, "board {0} was not handed over: {1}", board.id(), reason);
        end(
                handover,
                wasFrozen ? HandOverResult.RESUMED : HandOverResult.REFUSED,
                isHere ? new HandOverOutcome.Refused(reason) : HandOverOutcome.NotHere.INSTANCE);
    }

    private void end(Handover handover, HandOverResult result, HandOverOutcome outcome) {
        handover.enter(Step.ENDED);
        underWay.remove(handover.board().id(), handover);
        parts.counters().countHandOver(result);
        handover.call().answer(outcome);
    }
}
