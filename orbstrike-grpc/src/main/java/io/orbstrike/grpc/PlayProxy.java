package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.NanoClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The Play service of a process that holds no boards: each stream is carried on to the gameserver that holds its board,
 * as bytes that nobody here looks into.
 *
 * <p>Thread-safe; a stream lives on the lane of its connection, with its calls to gameservers.
 */
final class PlayProxy {

    static final MethodDescriptor<byte[], byte[]> PLAY = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(PlayGrpc.getPlayMethod().getFullMethodName())
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .setSchemaDescriptor(PlayGrpc.getPlayMethod().getSchemaDescriptor())
            .build();

    private static final Logger LOG = System.getLogger(PlayProxy.class.getName());

    private final Routes routes;
    private final GrpcGameserverLinks gameservers;
    private final Tickets tickets;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final EventLoops eventLoops;
    private final NanoClock clock;
    private final PlayStreams streams;
    private final AtomicBoolean hasLoggedRefusal = new AtomicBoolean();

    PlayProxy(
            Routes routes,
            GrpcGameserverLinks gameservers,
            Tickets tickets,
            GrpcServerOptions options,
            GrpcCounters counters,
            EventLoops eventLoops,
            NanoClock clock,
            PlayStreams streams) {
        this.routes = routes;
        this.gameservers = gameservers;
        this.tickets = tickets;
        this.options = options;
        this.counters = counters;
        this.eventLoops = eventLoops;
        this.clock = clock;
        this.streams = streams;
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

    Routes routes() {
        return routes;
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

    NanoClock clock() {
        return clock;
    }

    /** What proves to gameservers that this process belongs to the cluster. */
    String credential() {
        return gameservers.playCredential().text();
    }

    /** A gameserver does not accept this process: said once, for it is one secret or clock that is wrong. */
    void onCredentialRefused(Failure refusal) {
        gameservers.playCredential().forget();
        if (!hasLoggedRefusal.getAndSet(true)) {
            LOG.log(Level.ERROR, "a gameserver refuses streams of this process: {0}", refusal.message());
        }
    }

    void onStreamGone(ProxiedStream stream) {
        streams.onGone(stream);
    }

    private ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        GameserverConnections connections = gameservers.streamsHere();
        connections.connectAhead(routes::gameservers);
        ProxiedStream stream = new ProxiedStream(this, call, eventLoops.lane(), connections, headers);
        if (streams.admit(stream)) {
            stream.open();
        }
        return stream;
    }
}
