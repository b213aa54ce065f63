package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.host.Frame;
import io.orbstrike.host.StreamNumber;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client's stream at an orchestrator, carried to gameservers as the real proxy does it: one upstream call at a time, and
 * another when a call or a route does not serve any more.
 *
 * <p>Confined to the simulation's thread.
 */
final class ProxiedPlay {

    private static final Duration ROUTE_WAIT = Duration.ofSeconds(15);

    private final OrchestratorNode at;
    private final Connection client;
    private final CountingClient.Stream near;
    private final PlayRequest request;
    private @Nullable UpstreamPlay upstream;
    private @Nullable Object search;
    private @Nullable Object wait;
    private @Nullable ClientMessage lastMessage;
    private long waitEndNs;
    private long epochMin;
    private int attempts;
    private int failures;
    private boolean hasEnded;

    ProxiedPlay(OrchestratorNode at, Connection client, CountingClient.Stream near, PlayRequest request) {
        this.at = at;
        this.client = client;
        this.near = near;
        this.request = request;
        this.epochMin = request.seenEpoch();
        client.onBroken(at, this::end);
    }

    SimulatedNode node() {
        return at;
    }

    Routes routes() {
        return at.orchestrator().routes();
    }

    void open() {
        startWaiting();
        await(routes().find(request.board(), epochMin, remaining()));
    }

    void onMessage(ClientMessage message) {
        lastMessage = message;
        if (upstream != null) {
            upstream.send(message);
        }
    }

    /** The gameserver has the stream; false if in an epoch that must not be shown any more. */
    boolean onOpened(UpstreamPlay by, long epoch) {
        if (upstream != by) {
            return true;
        }
        if (epoch < epochMin) {
            return false;
        }
        epochMin = epoch;
        wait = null;
        return true;
    }

    void onFrame(UpstreamPlay by, Incarnation gameserver, Frame frame) {
        if (!hasEnded && (upstream == by || !at.isFenced())) {
            failures = 0;
            client.send(near.node(), () -> near.onFrame(gameserver, frame));
        }
    }

    void onUpstreamEnd(UpstreamPlay by, PlayEnd end, GameserverNode from) {
        if (hasEnded || upstream != by) {
            return;
        }
        upstream = null;
        switch (end) {
            case NOT_THERE -> searchAfter(by.route(), RouteFailure.NOT_THERE);
            case UNAVAILABLE -> searchAfter(by.route(), RouteFailure.UNREACHED);
            default -> finish(end, from);
        }
    }

    /** The board that a call shows has another token, or is gone. */
    void onMoved(UpstreamPlay moved) {
        if (!hasEnded && upstream == moved && search == null) {
            await(routes().findAfter(moved.route(), RouteFailure.NOT_THERE, 1, epochMin, ROUTE_WAIT));
        }
    }

    private void searchAfter(Route failed, RouteFailure failure) {
        failures++;
        startWaiting();
        if (search == null) {
            await(routes().findAfter(failed, failure, failures, epochMin, remaining()));
        }
    }

    private void await(CompletionStage<RouteOutcome> stage) {
        Object asked = new Object();
        search = asked;
        stage.whenCompleteAsync(
                (outcome, failure) -> {
                    if (!hasEnded && search == asked && outcome != null) {
                        search = null;
                        onAnswer(outcome);
                    }
                },
                at);
    }

    private void onAnswer(RouteOutcome outcome) {
        if (outcome instanceof Route route) {
            onRoute(route);
        } else if (outcome instanceof RouteOutcome.NoSuchBoard) {
            if (upstream == null) {
                finish(PlayEnd.NO_SUCH_BOARD, null);
            }
        } else if (upstream != null) {
            upstream.followLater();
        } else {
            finish(PlayEnd.UNAVAILABLE, null);
        }
    }

    private void onRoute(Route route) {
        UpstreamPlay older = upstream;
        if (older != null && older.route().token().equals(route.token())) {
            older.followLater();
            return;
        }
        if (older != null) {
            upstream = null;
            if (at.isFenced()) {
                older.leave();
            }
            startWaiting();
        }
        attempts++;
        upstream = at.openUpstream(this, route, attempts > 1);
        upstream.start(
                new PlayRequest(request.board(), request.player(), request.number(), epochMin),
                new StreamNumber(request.number(), attempts),
                lastMessage);
    }

    private void startWaiting() {
        if (wait == null) {
            Object started = new Object();
            wait = started;
            waitEndNs = at.clock().nanoTime() + ROUTE_WAIT.toNanos();
            at.later(ROUTE_WAIT, () -> {
                if (wait == started && !hasEnded) {
                    finish(PlayEnd.UNAVAILABLE, null);
                }
            });
        }
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, waitEndNs - at.clock().nanoTime()));
    }

    private void finish(PlayEnd end, @Nullable GameserverNode from) {
        end();
        client.send(near.node(), () -> near.onEnd(end, from));
    }

    /** The client's side has ended it, or the connection is broken. */
    void end() {
        hasEnded = true;
        UpstreamPlay left = upstream;
        upstream = null;
        if (left != null) {
            left.leave();
        }
    }
}
