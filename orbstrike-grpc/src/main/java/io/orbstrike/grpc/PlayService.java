package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.Frame;
import io.orbstrike.host.Lane;
import io.orbstrike.host.NanoClock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * The Play service at byte level: frames leave as the arrays that the host shares, inputs arrive as bytes and are read by
 * hand.
 *
 * <p>Thread-safe; a stream lives on the lane of its connection.
 */
final class PlayService {

    private static final MethodDescriptor<byte[], Frame> PLAY = MethodDescriptor.<byte[], Frame>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(PlayGrpc.getPlayMethod().getFullMethodName())
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(FrameMarshaller.INSTANCE)
            .setSchemaDescriptor(PlayGrpc.getPlayMethod().getSchemaDescriptor())
            .build();

    private final Boards boards;
    private final Tickets tickets;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final EventLoops eventLoops;
    private final AcceptedConnections connections;
    private final NanoClock clock;
    private final Set<PlayStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosing;

    PlayService(
            Boards boards,
            Tickets tickets,
            GrpcServerOptions options,
            GrpcCounters counters,
            EventLoops eventLoops,
            AcceptedConnections connections,
            NanoClock clock) {
        this.boards = boards;
        this.tickets = tickets;
        this.options = options;
        this.counters = counters;
        this.eventLoops = eventLoops;
        this.connections = connections;
        this.clock = clock;
    }

    ServerServiceDefinition definition() {
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(PlayGrpc.SERVICE_NAME)
                .setSchemaDescriptor(PlayGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(PLAY)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(PLAY, this::startCall)
                .build();
    }

    /** How many streams are open or opening. */
    int streamCount() {
        return streams.size();
    }

    /** Ends every stream with UNAVAILABLE, each on its lane, and lets no new one in. */
    void close() {
        isClosing = true;
        streams.removeIf(stream -> !endOnItsLane(stream));
    }

    /** False if the lane has ended, and with it the connection. */
    private boolean endOnItsLane(PlayStream stream) {
        try {
            stream.lane().execute(() -> stream.fail(closing()));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    Boards boards() {
        return boards;
    }

    Tickets tickets() {
        return tickets;
    }

    GrpcServerOptions options() {
        return options;
    }

    GrpcCounters counters() {
        return counters;
    }

    AcceptedConnections connections() {
        return connections;
    }

    NanoClock clock() {
        return clock;
    }

    void onStreamGone(PlayStream stream) {
        streams.remove(stream);
    }

    private ServerCall.Listener<byte[]> startCall(ServerCall<byte[], Frame> call, Metadata headers) {
        Lane lane = eventLoops.lane();
        PlayStream stream = new PlayStream(this, call, lane);
        streams.add(stream);
        if (isClosing) {
            stream.fail(closing());
        } else if (streams.size() > options.playStreamsMax()) {
            stream.fail(Failure.retryable(
                    ErrorReason.TOO_MANY_STREAMS,
                    options.playStreamsMax() + " streams are open: this server takes no more",
                    options.retryAfter()));
        } else {
            stream.open(headers);
        }
        return stream;
    }

    private Failure closing() {
        return Failure.retryable(
                ErrorReason.SERVER_CLOSING,
                "the server is stopping: try again, elsewhere if you can",
                options.retryAfter());
    }
}
