package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.host.Frame;
import io.orbstrike.host.StreamNumber;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call to a gameserver that carries a client's stream, in one epoch (ROUTE-1), and the following of its board.
 *
 * <p>Confined to the simulation's thread.
 */
final class UpstreamPlay {

    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(1);

    private final ProxiedPlay stream;
    private final Route route;
    private final Connection connection;
    private final GameserverNode to;
    private final GameserverPlay far;
    private Routes.@Nullable Following following;
    private boolean hasEnded;

    UpstreamPlay(ProxiedPlay stream, Route route, Connection connection, GameserverNode to) {
        this.stream = stream;
        this.route = route;
        this.connection = connection;
        this.to = to;
        this.far = new GameserverPlay(to, connection, this);
        connection.onBroken(stream.node(), () -> onEnd(PlayEnd.UNAVAILABLE, to));
    }

    Route route() {
        return route;
    }

    SimulatedNode node() {
        return stream.node();
    }

    void start(PlayRequest request, StreamNumber number, @Nullable ClientMessage first) {
        connection.send(to, () -> far.open(request, number));
        if (first != null) {
            send(first);
        }
        follow();
    }

    void send(ClientMessage message) {
        connection.send(to, () -> to.execute(() -> far.onMessage(message)));
    }

    private void follow() {
        if (!hasEnded) {
            following = stream.routes().follow(route, () -> node().execute(() -> stream.onMoved(this)));
        }
    }

    /** Follows the board again, after a while, since what was told of it did not lead elsewhere. */
    void followLater() {
        stopFollowing();
        stream.node().later(FOLLOW_AGAIN, this::follow);
    }

    /** Drops the call: nothing of it reaches the client any more. */
    void leave() {
        hasEnded = true;
        stopFollowing();
        connection.send(to, () -> {
            far.close();
            connection.close();
        });
    }

    void onOpened(long epoch) {
        if (!stream.onOpened(this, epoch)) {
            leave();
            stream.onUpstreamEnd(this, PlayEnd.NOT_THERE, to);
        }
    }

    void onFrame(Incarnation gameserver, Frame frame) {
        stream.onFrame(this, gameserver, frame);
    }

    void onEnd(PlayEnd end, GameserverNode from) {
        if (!hasEnded) {
            hasEnded = true;
            stopFollowing();
            connection.close();
            stream.onUpstreamEnd(this, end, from);
        }
    }

    private void stopFollowing() {
        Routes.Following ended = following;
        following = null;
        if (ended != null) {
            ended.close();
        }
    }
}
