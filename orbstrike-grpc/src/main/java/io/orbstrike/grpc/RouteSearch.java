package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a proxied stream asks where its board is, and how long it waits for that.
 *
 * <p>Confined to the stream's lane.
 */
final class RouteSearch {

    /* One question at a time: what comes of one that is not `asked` is dropped. The timer runs from the loss of a call to the
     * headers of the next one, however many calls fail in between.
     */

    private static final Cases<RouteOutcome, ProxiedStream> FINDING = Cases.<RouteOutcome, ProxiedStream>of(
                    RouteOutcome.class)
            .on(Route.class, (route, stream) -> stream.onRoute(route))
            .on(RouteOutcome.NoSuchBoard.class, (none, stream) -> stream.onNoSuchBoard())
            .on(RouteOutcome.Unavailable.class, (unavailable, stream) -> stream.onNoRoute(unavailable.reason()))
            .build();

    private final ProxiedStream stream;
    private final PlayProxy proxy;
    private final EventLoop loop;
    private @Nullable Object asked;
    private @Nullable ScheduledFuture<?> waitTimer;
    private long waitEndNs;
    private int failures;

    RouteSearch(ProxiedStream stream, PlayProxy proxy, EventLoop loop) {
        this.stream = stream;
        this.proxy = proxy;
        this.loop = loop;
    }

    /** Looks for the board of a stream that nobody carries yet. */
    void find(BoardId board, long epochMin) {
        startWaiting();
        await(proxy.routes().find(board, epochMin, remaining()));
    }

    /** Looks for the board after a call has failed, unless it is looked for already. */
    void findAfter(Route failed, RouteFailure failure, long epochMin) {
        failures++;
        startWaiting();
        if (asked == null) {
            await(proxy.routes().findAfter(failed, failure, failures, epochMin, remaining()));
        }
    }

    /** Looks for the board beside a call that still carries it, unless it is looked for already. */
    void findBeside(Route carrying, long epochMin) {
        if (asked == null) {
            await(proxy.routes()
                    .findAfter(
                            carrying,
                            RouteFailure.NOT_THERE,
                            1,
                            epochMin,
                            proxy.options().routeWait()));
        }
    }

    /** Frames come: the next failure is the first one in a row. */
    void onServed() {
        failures = 0;
    }

    /** The time that is waited for the next call runs from now on, if it does not yet. */
    void startWaiting() {
        if (waitTimer == null) {
            long waitNs = proxy.options().routeWait().toNanos();
            waitEndNs = proxy.clock().nanoTime() + waitNs;
            waitTimer = loop.schedule(this::onWaitOver, waitNs, NANOSECONDS);
        }
    }

    void stopWaiting() {
        ScheduledFuture<?> timer = waitTimer;
        waitTimer = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** The stream has ended: nothing is heard any more. */
    void end() {
        stopWaiting();
        asked = null;
    }

    private void await(CompletionStage<RouteOutcome> stage) {
        Object question = new Object();
        asked = question;
        stage.whenCompleteAsync((outcome, failure) -> onAnswer(question, outcome, failure), stream.lane()::execute);
    }

    private void onAnswer(Object question, @Nullable RouteOutcome outcome, @Nullable Throwable failure) {
        if (asked != question) {
            return;
        }
        asked = null;
        if (outcome == null) {
            stream.failInternally(failure);
            return;
        }
        try {
            FINDING.handle(outcome, stream);
        } catch (RuntimeException e) {
            stream.failInternally(e);
        }
    }

    private void onWaitOver() {
        waitTimer = null;
        stream.failWithoutRoute("nobody was found in time who holds it");
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, waitEndNs - proxy.clock().nanoTime()));
    }
}
