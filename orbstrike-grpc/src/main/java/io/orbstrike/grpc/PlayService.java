package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.Frame;
import io.orbstrike.host.NanoClock;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable CredentialCheck proxies;
    private final GrpcServerOptions options;
    private final GrpcCounters counters;
    private final EventLoops eventLoops;
    private final AcceptedConnections connections;
    private final NanoClock clock;
    private final PlayStreams streams;

    /** With {@code proxies} only who passes that check may play. */
    PlayService(
            Boards boards,
            Tickets tickets,
            @Nullable CredentialCheck proxies,
            GrpcServerOptions options,
            GrpcCounters counters,
            EventLoops eventLoops,
            AcceptedConnections connections,
            NanoClock clock,
            PlayStreams streams) {
        this.boards = boards;
        this.tickets = tickets;
        this.proxies = proxies;
        this.options = options;
        this.counters = counters;
        this.eventLoops = eventLoops;
        this.connections = connections;
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

    Boards boards() {
        return boards;
    }

    Tickets tickets() {
        return tickets;
    }

    /** Null if anybody with a ticket may play. */
    @Nullable
    CredentialCheck proxies() {
        return proxies;
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
        streams.onGone(stream);
    }

    private ServerCall.Listener<byte[]> startCall(ServerCall<byte[], Frame> call, Metadata headers) {
        PlayStream stream = new PlayStream(this, call, eventLoops.lane());
        if (streams.admit(stream)) {
            stream.open(headers);
        }
        return stream;
    }
}
