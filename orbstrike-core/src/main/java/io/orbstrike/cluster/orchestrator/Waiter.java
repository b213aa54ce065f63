package io.orbstrike.cluster.orchestrator;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for a route to a board.
 *
 * <p>Confined to the agent's thread, but for its stage.
 */
final class Waiter {

    private final BoardId board;
    private final long epochMin;
    private final @Nullable Token failed;
    private final Duration pause;
    private final long failedUntilNs;
    private final CompletableFuture<RouteOutcome> answer = new CompletableFuture<>();
    private volatile @Nullable Future<?> expiry;

    /**
     * Begins to wait.
     *
     * @param epochMin the least epoch that serves
     * @param failed the token that did not serve, or null
     * @param pause after which the same token may be tried again
     * @param nowNs from when on
     */
    Waiter(BoardId board, long epochMin, @Nullable Token failed, Duration pause, long nowNs) {
        this.board = board;
        this.epochMin = epochMin;
        this.failed = failed;
        this.pause = pause;
        this.failedUntilNs = nowNs + pause.toNanos();
    }

    BoardId board() {
        return board;
    }

    /** After which the token that did not serve may be tried again. */
    Duration pause() {
        return pause;
    }

    CompletionStage<RouteOutcome> stage() {
        return answer;
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    void expireBy(Future<?> timer) {
        expiry = timer;
    }

    /** Whether it has seen a frame of the board, so that the board being absent is no proof of its end. */
    boolean knowsBoard() {
        return epochMin > 0 || failed != null;
    }

    /** Whether a gameserver that served it is lost. */
    boolean hasLostRoute() {
        return failed != null;
    }

    boolean accepts(Token token, long nowNs) {
        return token.epoch().value() >= epochMin && (!token.equals(failed) || nowNs - failedUntilNs >= 0);
    }

    void answer(RouteOutcome outcome) {
        if (answer.complete(outcome)) {
            Future<?> timer = expiry;
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
