package io.orbstrike.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.BoardHost;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A whole gameserver on the in-memory store behind a gRPC server on loopback, and clients of it. */
final class GrpcRig implements AutoCloseable {

    static final TallyType TYPE = new TallyType();
    static final TallyType.Rules RULES = new TallyType.Rules(4, 5, 0);

    private static final long CALL_SECONDS_MAX = 20;

    final EventLoops loops = EventLoops.create(2);
    final Tickets tickets;
    final InMemoryClusterStore store = InMemoryClusterStore.create(InstantSource.system());
    final Gameserver gameserver;
    final GrpcServer server;
    final OrbstrikeClient client;

    /** How often a ticket was signed or checked: each time reads the clock once. */
    final AtomicInteger ticketTimes = new AtomicInteger();

    private @Nullable ManagedChannel channel;

    private GrpcRig(
            GrpcServerOptions options,
            GameserverOptions gameserverOptions,
            int port,
            BiFunction<GrpcRig, GrpcServer.Builder, GrpcServer.Builder> choose) {
        tickets = Tickets.of(List.of(secret(1)), () -> {
            ticketTimes.incrementAndGet();
            return InstantSource.system().instant();
        });
        gameserver = Gameserver.builder()
                .store(store)
                .boardType(TYPE)
                .host(BoardHost.builder().threads(1))
                .options(gameserverOptions)
                .label("zone", "a")
                .label("gpu", "yes")
                .build();
        gameserver.start();
        GrpcServer.Builder builder = GrpcServer.builder()
                .lobby(gameserver.lobby())
                .boards(gameserver::board)
                .tickets(tickets)
                .eventLoops(loops)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .options(options);
        server = choose.apply(this, builder).build().start();
        client = client(ClientOptions.DEFAULT);
    }

    static GrpcRig start() {
        return start(UnaryOperator.identity());
    }

    static GrpcRig start(UnaryOperator<GrpcServer.Builder> choose) {
        return new GrpcRig(
                GrpcServerOptions.DEFAULT, GameserverOptions.defaults(), 0, (rig, builder) -> choose.apply(builder));
    }

    static GrpcRig start(GrpcServerOptions options) {
        return new GrpcRig(options, GameserverOptions.defaults(), 0, (rig, builder) -> builder);
    }

    static GrpcRig start(GameserverOptions options) {
        return new GrpcRig(GrpcServerOptions.DEFAULT, options, 0, (rig, builder) -> builder);
    }

    /** Serves operators, too, who have the same secret. */
    static GrpcRig startWithAdmin(ClusterCredentials credentials) {
        return new GrpcRig(
                GrpcServerOptions.DEFAULT,
                GameserverOptions.defaults(),
                0,
                (rig, builder) -> builder.admin(AdminView.of(rig.gameserver, rig.store), credentials));
    }

    static RootSecret secret(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return RootSecret.of(bytes);
    }

    String target() {
        return "127.0.0.1:" + server.address().getPort();
    }

    OrbstrikeClient client(ClientOptions options) {
        return OrbstrikeClient.builder()
                .target(target())
                .eventLoops(loops)
                .options(options)
                .build();
    }

    /** A plain channel, as any gRPC client has one. */
    ManagedChannel channel() {
        ManagedChannel present = channel;
        if (present == null) {
            present = NettyChannelBuilder.forTarget(target())
                    .usePlaintext()
                    .flowControlWindow(64 * 1024)
                    .maxInboundMessageSize(64 << 20)
                    .build();
            channel = present;
        }
        return present;
    }

    BoardFacts createBoard() {
        return createBoard(RULES);
    }

    BoardFacts createBoard(TallyType.Rules rules) {
        return await(client.createBoard(TYPE, rules, CreateOptions.DEFAULT));
    }

    Seat join(BoardId board, String name) {
        return await(client.joinBoard(TYPE, board, name));
    }

    /** Waits for a stage; what it fails with is thrown as it is. */
    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CallFailedException failed) {
                throw failed;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
        if (channel != null) {
            channel.shutdownNow();
        }
        server.close();
        gameserver.close();
        loops.close();
    }
}
