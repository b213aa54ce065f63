package io.orbstrike.benchmarks.cluster;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.grpc.PlayMetadata;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.SecureIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands where a gameserver would, has one board, and sends each message of a Play stream back: what is left to be measured
 * is the way there and back.
 *
 * <p>Thread-safe.
 */
final class EchoGameserver implements AutoCloseable {

    private static final String TYPE = "echo";
    private static final Duration LEASE_TTL = Duration.ofSeconds(2);
    private static final Duration CALL_TIME = Duration.ofSeconds(5);
    private static final int STREAMS_PER_CONNECTION_MAX = 1_000;

    /** A Play stream, its messages as bytes. */
    static final MethodDescriptor<byte[], byte[]> PLAY = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(PlayGrpc.getPlayMethod().getFullMethodName())
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();

    private final Server server;
    private final BoardRecord board;
    private final ScheduledExecutorService renewals;

    private EchoGameserver(Server server, BoardRecord board, ScheduledExecutorService renewals) {
        this.server = server;
        this.board = board;
        this.renewals = renewals;
    }

    /** Logs in and has its board when this returns; blocks. */
    static EchoGameserver start(ClusterStore store) throws IOException {
        SecureIds ids = SecureIds.create();
        Incarnation incarnation = ids.incarnation();
        BoardSpec spec = new BoardSpec(
                IdempotencyKey.of(ids.secret()).boardId(),
                TYPE,
                new byte[0],
                ids.seed(),
                false,
                Duration.ZERO,
                new Creator("benchmark"),
                1,
                Duration.ofMillis(15));
        BoardStore.CreateOutcome created = store.boards()
                .create(spec, incarnation, CALL_TIME)
                .toCompletableFuture()
                .join();
        if (!(created instanceof BoardStore.Created there)) {
            throw new IllegalStateException("no board was created: " + created);
        }
        Echo echo = new Echo(there.board().token().epoch().value());
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION_MAX)
                .addService(ServerServiceDefinition.builder(PlayGrpc.SERVICE_NAME)
                        .addMethod(PLAY, echo)
                        .build())
                .build()
                .start();
        Lease lease = new Lease(
                incarnation,
                "127.0.0.1:" + server.getPort(),
                "echo",
                Map.of(),
                Map.of(TYPE, SnapshotVersions.FIRST),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(1, 1),
                Lease.Load.NONE,
                false);
        LeaseStore leases = store.leases();
        ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
        Future<?> unused = renewals.scheduleAtFixedRate(
                () -> leases.login(lease, LEASE_TTL, CALL_TIME), 0, LEASE_TTL.toMillis() / 4, TimeUnit.MILLISECONDS);
        return new EchoGameserver(server, there.board(), renewals);
    }

    BoardRecord board() {
        return board;
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        server.shutdownNow();
    }

    /** Sends back what comes, one message at a time. */
    private record Echo(long epoch) implements ServerCallHandler<byte[], byte[]> {

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
            Metadata told = new Metadata();
            told.put(PlayMetadata.EPOCH, Long.toString(epoch));
            call.sendHeaders(told);
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(byte[] message) {
                    call.sendMessage(message);
                    call.request(1);
                }

                @Override
                public void onHalfClose() {
                    call.close(Status.OK, new Metadata());
                }
            };
        }
    }
}
