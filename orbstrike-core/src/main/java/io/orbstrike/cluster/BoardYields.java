package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lets boards stand still whose next holder asks for their state (FAIL-3).
 *
 * <p>Confined to the agent's thread, but for {@link #yieldBoard}.
 */
final class BoardYields {

    /* Whoever asks holds the board by the store's word, or is about to. So the board stands still, and its record is read
     * until it names another: then it is let go as ever. If it does not within twice the lease's TTL, or the store does not
     * say, the board goes on: whatever the store takes from now on is still decided by the token.
     */

    private static final int LOOKS_PER_TTL = 8;
    private static final int TTLS_MAX = 2;

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final Consumer<ServedBoard<?, ?>> saves;
    private final Predicate<BoardId> isHandedOver;
    private final Map<BoardId, ServedBoard<?, ?>> yielded = new HashMap<>();

    /**
     * Creates the part that yields boards.
     *
     * @param saves begins to save a board that goes on here
     * @param isHandedOver whether a handover of a board is under way, which goes first
     */
    BoardYields(
            GameserverParts parts,
            RosterRepairs repairs,
            Consumer<ServedBoard<?, ?>> saves,
            Predicate<BoardId> isHandedOver) {
        this.isHandedOver = isHandedOver;
        this.parts = parts;
        this.repairs = repairs;
        this.saves = saves;
    }

    /** Takes the call from any thread. */
    CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining) {
        return parts.calls()
                .call(
                        remaining,
                        reason -> YieldOutcome.Unknown.INSTANCE,
                        outcome -> {},
                        call -> begin(board, token, call));
    }

    private void begin(BoardId id, Token token, Call<YieldOutcome> call) {
        ServedBoard<?, ?> board = parts.boards().get(id);
        if (board == null || !board.token().equals(token) || board.phase() == Phase.LOST) {
            parts.lastStates().answer(id, token, call);
        } else if (yielded.get(id) == board) {
            freeze(board, call); // asked again
        } else if (board.phase() == Phase.OPEN && !isHandedOver.test(id)) {
            board.enter(Phase.MOVING);
            yielded.put(id, board);
            parts.counters().boardsYielded.increment();
            freeze(board, call);
            long untilNs = parts.agent().nowNs() + parts.cluster().leaseTtl().toNanos() * TTLS_MAX;
            parts.agent().schedule(lookInterval(), () -> look(board, untilNs));
        } else if (board.phase() == Phase.OPEN || board.phase() == Phase.MOVING || board.phase() == Phase.STARTING) {
            call.answer(YieldOutcome.Unknown.INSTANCE);
        } else {
            call.answer(YieldOutcome.NotHere.INSTANCE);
        }
    }

    private Duration lookInterval() {
        return parts.cluster().leaseTtl().dividedBy(LOOKS_PER_TTL);
    }

    private void freeze(ServedBoard<?, ?> board, Call<YieldOutcome> call) {
        parts.agent()
                .askHost(
                        () -> board.hosted().freeze(),
                        captured -> frozen(board, captured, call),
                        failure -> call.answer(YieldOutcome.Unknown.INSTANCE));
    }

    private void frozen(ServedBoard<?, ?> board, BoardSnapshot captured, Call<YieldOutcome> call) {
        if (yielded.get(board.id()) == board) {
            parts.sync().remove(board.id());
            call.answer(LastStates.yielded(captured));
        } else {
            call.answer(YieldOutcome.Unknown.INSTANCE);
        }
    }

    private void look(ServedBoard<?, ?> board, long untilNs) {
        if (parts.agent().isStopped() || yielded.get(board.id()) != board) {
            return;
        }
        parts.agent()
                .askStore(
                        () -> parts.store().attachments().tokens(List.of(board.id()), lookInterval()),
                        Unknown::new,
                        outcome -> looked(board, untilNs, outcome));
    }

    private void looked(ServedBoard<?, ?> board, long untilNs, AttachmentStore.TokensOutcome outcome) {
        Token token = null;
        if (outcome instanceof AttachmentStore.Tokens known) {
            token = known.tokens().get(board.id());
        } else {
            parts.counters().countUnknown(StoreCall.READ_TOKENS);
        }
        if (token != null && board.token().isFencedBy(token)) {
            yielded.remove(board.id(), board);
            repairs.fenced(board, new Fenced(token));
        } else if (board.phase() != Phase.MOVING || parts.agent().nowNs() - untilNs >= 0) {
            goOn(board);
        } else {
            parts.agent().schedule(lookInterval(), () -> look(board, untilNs));
        }
    }

    private void goOn(ServedBoard<?, ?> board) {
        yielded.remove(board.id(), board);
        board.hosted().resume();
        if (board.phase() == Phase.MOVING) {
            board.enter(Phase.OPEN);
            saves.accept(board);
            repairs.request(board);
        }
    }
}
