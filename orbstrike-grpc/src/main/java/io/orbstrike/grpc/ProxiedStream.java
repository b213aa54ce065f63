package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.grpc.GameserverConnections.Connection;
import io.orbstrike.grpc.ticket.TicketCheck;
import io.orbstrike.host.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One client's Play stream that is carried to gameservers: one upstream call at a time, another when a call or a route
 * does not serve any more.
 *
 * <p>Confined to its lane, which drives the client's connection and those to gameservers.
 */
final class ProxiedStream extends ServerCall.Listener<byte[]> implements PlayStreams.Stream {

    /* Searching (no upstream call; a route is asked for, and a timer runs), carried (an upstream call; a route may be asked
     * for beside it, because the board is said to have moved), ended.
     *
     * Fence: what comes of an upstream call that is not `upstream` is dropped.
     *
     * Flow (I7): one frame at a time is asked of the gameserver, while the client is ready for it; one message at a time
     * of the client, while the gameserver is. So a slow client holds what fits into the windows, and a client without a
     * gameserver is asked for nothing. The last message alone is kept: it restores the player at the next one (ROUTE-4).
     */

    private static final Logger LOG = System.getLogger(ProxiedStream.class.getName());

    private final PlayProxy proxy;
    private final ServerCall<byte[], byte[]> call;
    private final Lane lane;
    private final GameserverConnections connections;
    private final Metadata headers;
    private final InputRate rate;
    private final RouteSearch search;
    private @Nullable BoardId board;
    private @Nullable UpstreamCall upstream;
    private byte @Nullable [] lastMessage;
    private long seenEpoch;
    private long epochMin;
    private int attempts;
    private boolean isMessageAskedFor;
    private boolean hasSentHeaders;
    private boolean hasHalfClosed;
    private boolean hasEnded;

    ProxiedStream(
            PlayProxy proxy,
            ServerCall<byte[], byte[]> call,
            Lane lane,
            GameserverConnections connections,
            Metadata headers) {
        this.proxy = proxy;
        this.call = call;
        this.lane = lane;
        this.connections = connections;
        this.headers = headers;
        this.search = new RouteSearch(this, proxy, connections.loop());
        GrpcServerOptions options = proxy.options();
        this.rate = new InputRate(
                options.clientFramesPerSecond(),
                options.clientFramesBurst(),
                proxy.clock().nanoTime());
    }

    @Override
    public Lane lane() {
        return lane;
    }

    GameserverConnections connections() {
        return connections;
    }

    PlayProxy proxy() {
        return proxy;
    }

    /** Checks what the call brings and looks for the board, or ends the stream. */
    void open() {
        TicketCheck check = proxy.tickets().check(PlayMetadata.bearer(headers));
        if (check instanceof TicketCheck.Accepted accepted) {
            try {
                PlayMetadata.streamNumber(headers);
                seenEpoch = Math.max(0, PlayMetadata.seenEpoch(headers));
            } catch (InvalidValueException e) {
                fail(Failure.of(e));
                return;
            }
            call.setOnReadyThreshold(proxy.options().onReadyThresholdBytes());
            BoardId wanted = accepted.ticket().board();
            board = wanted;
            epochMin = seenEpoch;
            search.find(wanted, epochMin);
        } else if (check instanceof TicketCheck.Refused refused) {
            fail(Failure.of(ErrorReason.BAD_TICKET, refused.refusal().message()));
        }
    }

    @Override
    public void fail(Failure failure) {
        if (!hasEnded) {
            StatusRuntimeException status = failure.toException();
            Metadata trailers = status.getTrailers();
            finish(status.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    void failInternally(@Nullable Throwable failure) {
        LOG.log(Level.ERROR, "a proxied Play stream failed", failure);
        fail(Failure.of(ErrorReason.INTERNAL, "the stream failed at the proxy, which has logged why"));
    }

    @Override
    public void onMessage(byte[] message) {
        isMessageAskedFor = false;
        if (hasEnded) {
            return;
        }
        proxy.counters().onClientFrame();
        if (!rate.tryTake(proxy.clock().nanoTime())) {
            proxy.counters().onClientFrameRefused();
            fail(PlayStream.tooManyMessages(proxy.options()));
        } else if (message.length > PlayStream.CLIENT_FRAME_BYTES_MAX) {
            fail(Failure.of(PlayStream.tooLong(message.length)));
        } else {
            lastMessage = message;
            UpstreamCall carrying = upstream;
            if (carrying != null) {
                carrying.send(message);
                askClient();
            }
        }
    }

    @Override
    public void onReady() {
        UpstreamCall carrying = upstream;
        if (carrying != null) {
            carrying.askForFrame();
        }
    }

    @Override
    public void onHalfClose() {
        hasHalfClosed = true;
        UpstreamCall carrying = upstream;
        if (carrying != null) {
            carrying.halfClose();
        }
    }

    @Override
    public void onCancel() {
        if (!hasEnded) {
            end(Status.Code.CANCELLED);
        }
        proxy.onStreamGone(this);
    }

    @Override
    public void onComplete() {
        proxy.onStreamGone(this);
    }

    /** Whether a call is the one whose frames the client gets. */
    boolean isCarriedBy(UpstreamCall asking) {
        return upstream == asking;
    }

    boolean isClientReady() {
        return call.isReady();
    }

    /** The gameserver has the stream, in an epoch; false if that is one that must not be shown any more. */
    boolean onUpstreamOpened(long epoch) {
        if (epoch < epochMin) {
            return false;
        }
        epochMin = epoch;
        search.stopWaiting();
        if (!hasSentHeaders) {
            hasSentHeaders = true;
            proxy.counters().onStreamOpened();
            Metadata told = new Metadata();
            told.put(PlayMetadata.EPOCH, Long.toString(epoch));
            call.sendHeaders(told);
        }
        return true;
    }

    void onFrame(byte[] frame) {
        search.onServed();
        call.sendMessage(frame);
    }

    /** Asks the client for a message if there is none under way and the gameserver is ready for it. */
    void askClient() {
        UpstreamCall carrying = upstream;
        if (!isMessageAskedFor && !hasHalfClosed && carrying != null && carrying.isReady()) {
            isMessageAskedFor = true;
            call.request(1);
        }
    }

    /** The upstream call has ended. */
    void onUpstreamEnd(UpstreamCall ended, UpstreamEnd end) {
        upstream = null;
        RouteFailure failure = end.routeFailure();
        if (failure != null) {
            epochMin = Math.max(epochMin, end.epochMin());
            searchAfter(ended.route(), failure);
        } else if (end.isOwnCredentialRefused()) {
            proxy.onCredentialRefused(requireNonNull(end.said(), "said"));
            fail(Failure.of(ErrorReason.INTERNAL, "the proxy was refused by a gameserver, and has logged why"));
        } else {
            finish(end.status(), end.trailers());
        }
    }

    /** The board that a call shows has another token, or is gone. */
    void onMoved(UpstreamCall moved) {
        if (upstream == moved) {
            search.findBeside(moved.route(), epochMin);
        }
    }

    private void searchAfter(Route failed, RouteFailure failure) {
        proxy.counters().onProxyUpstreamFailure();
        search.findAfter(failed, failure, epochMin);
    }

    /** A board is said to be there. */
    void onRoute(Route route) {
        UpstreamCall older = upstream;
        if (older != null && older.route().token().equals(route.token())) {
            older.followLater();
            return;
        }
        if (older != null) {
            upstream = null;
            older.leave();
            search.startWaiting();
        }
        Connection connection = connections.acquire(route.gameserver().address());
        if (connection == null) {
            searchAfter(route, RouteFailure.UNREACHED);
            return;
        }
        attempts++;
        if (attempts > 1) {
            proxy.counters().onProxySwitch();
        }
        UpstreamCall next = new UpstreamCall(this, route, connection);
        upstream = next;
        next.start(upstreamHeaders(), lastMessage, hasHalfClosed);
    }

    /** While a gameserver still shows the board, its own word is waited for. */
    void onNoSuchBoard() {
        if (upstream == null) {
            fail(Failure.of(ErrorReason.UNKNOWN_BOARD, "board " + board + ": there is none, or it has closed"));
        }
    }

    /** Nobody holds the board now, or that is not known. */
    void onNoRoute(String reason) {
        UpstreamCall carrying = upstream;
        if (carrying != null) {
            carrying.followLater();
        } else {
            failWithoutRoute(reason);
        }
    }

    /** Nobody was found who holds the board. */
    void failWithoutRoute(String reason) {
        proxy.counters().onProxyRouteWaitOver();
        fail(Failure.retryable(
                ErrorReason.UNAVAILABLE,
                "board " + board + " is not held now: " + reason,
                proxy.options().retryAfter()));
    }

    /** The client's own words, and what gameservers take from proxies alone. */
    private Metadata upstreamHeaders() {
        Metadata sent = new Metadata();
        copy(PlayMetadata.AUTHORIZATION, sent);
        copy(PlayMetadata.STREAM, sent);
        if (epochMin > seenEpoch) {
            sent.put(PlayMetadata.SEEN, epochMin + "/0");
        } else {
            copy(PlayMetadata.SEEN, sent);
        }
        sent.put(PlayMetadata.CLUSTER, proxy.credential());
        sent.put(PlayMetadata.ATTEMPT, Integer.toString(attempts));
        return sent;
    }

    private void copy(Metadata.Key<String> key, Metadata to) {
        String value = headers.get(key);
        if (value != null) {
            to.put(key, value);
        }
    }

    private void finish(Status status, Metadata trailers) {
        end(status.getCode());
        call.close(status, trailers);
    }

    private void end(Status.Code code) {
        hasEnded = true;
        proxy.counters().onStreamEnded(code);
        search.end();
        lastMessage = null;
        UpstreamCall left = upstream;
        upstream = null;
        if (left != null) {
            left.leave();
        }
    }
}
