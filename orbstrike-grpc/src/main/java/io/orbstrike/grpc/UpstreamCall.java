package io.orbstrike.grpc;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.util.concurrent.ScheduledFuture;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.grpc.GameserverConnections.Connection;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One call to a gameserver that carries a client's stream, in one epoch (ROUTE-1), and the following of its board.
 *
 * <p>Confined to the stream's lane.
 */
final class UpstreamCall extends ClientCall.Listener<byte[]> {

    private final ProxiedStream stream;
    private final Route route;
    private final Connection connection;
    private final ClientCall<byte[], byte[]> call;
    private Routes.@Nullable Following following;
    private @Nullable ScheduledFuture<?> followTimer;
    private boolean isFrameAskedFor;
    private boolean hasClosed;

    UpstreamCall(ProxiedStream stream, Route route, Connection connection) {
        this.stream = stream;
        this.route = route;
        this.connection = connection;
        Context caller = Context.ROOT.attach();
        try {
            this.call = connection.channel.newCall(PlayProxy.PLAY, CallOptions.DEFAULT);
        } finally {
            Context.ROOT.detach(caller);
        }
    }

    Route route() {
        return route;
    }

    boolean isReady() {
        return call.isReady();
    }

    /** Opens the call; it may have ended when this returns. */
    void start(Metadata headers, byte @Nullable [] firstMessage, boolean isHalfClosed) {
        call.start(this, headers);
        if (hasClosed) {
            return;
        }
        if (firstMessage != null) {
            call.sendMessage(firstMessage);
        }
        if (isHalfClosed) {
            call.halfClose();
        }
        follow();
        askForFrame();
    }

    void send(byte[] message) {
        call.sendMessage(message);
    }

    void halfClose() {
        call.halfClose();
    }

    /** Asks for a frame if none is under way and the client is ready for it; for the first one in any case. */
    void askForFrame() {
        if (!isFrameAskedFor && !hasClosed && stream.isClientReady()) {
            isFrameAskedFor = true;
            call.request(1);
        }
    }

    /** Follows the board again, after a while, since what was told of it did not lead elsewhere. */
    void followLater() {
        stopFollowing();
        long delayNs = stream.proxy().options().retryAfter().toNanos();
        followTimer = stream.connections().loop().schedule(this::follow, delayNs, NANOSECONDS);
    }

    /** Drops the call: nothing of it reaches the client any more. */
    void leave() {
        stopFollowing();
        call.cancel("left by the proxy", null);
    }

    @Override
    public void onHeaders(Metadata headers) {
        guarded(() -> {
            if (!stream.onUpstreamOpened(epochOf(headers))) {
                call.cancel("of an epoch that is over", null);
                hasClosed = true;
                stopFollowing();
                stream.onUpstreamEnd(this, UpstreamEnd.of(RouteFailure.NOT_THERE));
            }
        });
    }

    @Override
    public void onMessage(byte[] frame) {
        isFrameAskedFor = false;
        guarded(() -> {
            stream.onFrame(frame);
            askForFrame();
        });
    }

    @Override
    public void onReady() {
        guarded(stream::askClient);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        hasClosed = true;
        stopFollowing();
        UpstreamEnd end = UpstreamEnd.of(status, trailers);
        if (end.isConnectionBroken()) {
            stream.connections().releaseBroken(connection);
        } else {
            stream.connections().release(connection);
        }
        guarded(() -> stream.onUpstreamEnd(this, end));
    }

    private void follow() {
        followTimer = null;
        following = stream.proxy().routes().follow(route, this::onMoved);
    }

    /** Any thread. */
    private void onMoved() {
        try {
            stream.lane().execute(() -> guarded(() -> stream.onMoved(this)));
        } catch (RejectedExecutionException e) {
            return; // the lane has ended, and the stream with it
        }
    }

    private void stopFollowing() {
        Routes.Following ended = following;
        following = null;
        if (ended != null) {
            ended.close();
        }
        ScheduledFuture<?> timer = followTimer;
        followTimer = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static long epochOf(Metadata headers) {
        try {
            return PlayMetadata.epoch(headers);
        } catch (InvalidValueException e) {
            return -1;
        }
    }

    /** Runs what comes of this call while it is the one that carries the stream. */
    private void guarded(Runnable callback) {
        if (!stream.isCarriedBy(this)) {
            return;
        }
        try {
            callback.run();
        } catch (RuntimeException e) {
            stream.failInternally(e);
        } catch (Error e) {
            EventLoops.tell(e);
            throw e;
        }
    }
}
