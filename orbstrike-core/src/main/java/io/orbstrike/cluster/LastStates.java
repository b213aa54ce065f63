package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last states of boards that others hold since a moment ago, for their new holders to ask for (FAIL-3): who held a board
 * may hear of its new holder before that one asks.
 *
 * <p>Confined to the agent's thread.
 */
final class LastStates {

    private static final Duration KEPT = Duration.ofSeconds(5);

    /** States beyond are not kept: then the new holder goes on from the store's. */
    private static final long BYTES_MAX = 64L << 20;

    private final Agent agent;
    private final Map<BoardId, Kept> boards = new HashMap<>();
    private long bytes;

    LastStates(Agent agent) {
        this.agent = agent;
    }

    /** A board is about to end here, and its state to come. */
    void expect(BoardId board, Token token) {
        forget(board);
        Kept kept = new Kept(token);
        boards.put(board, kept);
        agent.schedule(KEPT, () -> {
            if (boards.get(board) == kept) {
                forget(board);
            }
        });
    }

    /** The state of a board that was expected. */
    void keep(BoardId board, BoardSnapshot captured) {
        Kept kept = boards.get(board);
        if (kept == null || kept.outcome != null) {
            return;
        }
        kept.answer(yielded(captured));
        if (bytes + captured.bytes().length > BYTES_MAX) {
            boards.remove(board);
        } else {
            kept.bytes = captured.bytes().length;
            bytes += kept.bytes;
        }
    }

    /** There is no state of a board, or none any more. */
    void forget(BoardId board) {
        Kept kept = boards.remove(board);
        if (kept != null) {
            bytes -= kept.bytes;
            kept.answer(YieldOutcome.NotHere.INSTANCE);
        }
    }

    /** Answers with the state of a board that was held under a token, once it is there. */
    void answer(BoardId board, Token token, Call<YieldOutcome> call) {
        Kept kept = boards.get(board);
        if (kept == null || !kept.token.equals(token)) {
            call.answer(YieldOutcome.NotHere.INSTANCE);
        } else if (kept.outcome == null) {
            kept.waiting.add(call);
        } else {
            call.answer(kept.outcome);
        }
    }

    /** What a new holder gets to know of a captured state. */
    static YieldOutcome yielded(BoardSnapshot captured) {
        return new YieldOutcome.Yielded(new SnapshotStore.Snapshot(
                captured.tick(), captured.rosterNumber(), captured.version(), captured.bytes()));
    }

    private static final class Kept {

        private final Token token;
        private final List<Call<YieldOutcome>> waiting = new ArrayList<>(1);
        private @Nullable YieldOutcome outcome;
        private int bytes;

        Kept(Token token) {
            this.token = token;
        }

        void answer(YieldOutcome given) {
            outcome = given;
            waiting.forEach(call -> call.answer(given));
            waiting.clear();
        }
    }
}
