package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One board on one of several gameservers behind a proxy, over real sockets, and a client of the proxy. */
final class ProxyRig implements AutoCloseable {

    static final BoardId BOARD = new BoardId(7, 7);
    static final TallyType TYPE = new TallyType();

    final EventLoops loops = EventLoops.create(2);
    final Tickets tickets = Tickets.of(List.of(GrpcRig.secret(1)), InstantSource.system());
    final ClusterCredentials credentials = ClusterCredentials.of(List.of(GrpcRig.secret(1)), InstantSource.system());
    final ScriptedRoutes routes = new ScriptedRoutes();
    final GrpcGameserverLinks links;
    final GrpcServer proxy;
    final OrbstrikeClient client;
    private final List<Node> nodes = new ArrayList<>();
    private @Nullable ManagedChannel channel;
    private long epoch;

    /** A gameserver. */
    final class Node {
        final EventLoops ownLoops = EventLoops.create(1);
        final BoardHost host = BoardHost.builder().threads(1).build();
        final GrpcServer server;
        final Relay relay;
        private final Incarnation incarnation = new Incarnation(9, nodes.size());
        private volatile OptionalLong movedTo = OptionalLong.empty();
        private volatile @Nullable CompletableFuture<Void> arrival;

        Node() {
            host.start();
            server = GrpcServer.builder()
                    .gameserver(new ScriptedGameserver(), incarnation, credentials)
                    .boards(boards())
                    .tickets(tickets)
                    .eventLoops(ownLoops)
                    .options(GrpcServerOptions.builder()
                            .closeGrace(Duration.ofMillis(200))
                            .build())
                    .build()
                    .start();
            relay = Relay.to(server.address().getPort());
            nodes.add(this);
        }

        /** From now on it says that the board goes on elsewhere, in the present epoch. */
        void sayThatTheBoardHasMoved() {
            movedTo = OptionalLong.of(epoch);
        }

        /** From now on it says that the board is under way to it, until that is completed. */
        CompletableFuture<Void> expectTheBoard() {
            CompletableFuture<Void> expected = new CompletableFuture<>();
            arrival = expected;
            return expected;
        }

        private Boards boards() {
            return new Boards() {
                @Override
                public Optional<HostedBoard<?, ?>> board(BoardId id) {
                    return host.board(id);
                }

                @Override
                public Optional<CompletionStage<Void>> arrival(BoardId id) {
                    return Optional.ofNullable(arrival);
                }

                @Override
                public OptionalLong movedTo(BoardId id) {
                    return movedTo;
                }
            };
        }

        /** The way to the board here, over the relay. */
        Route route() {
            Token token = new Token(new Epoch(epoch), incarnation);
            return new Route(BOARD, token, new GameserverAddress(incarnation, relay.target()));
        }

        HostedBoard<?, ?> board() {
            return host.board(BOARD).orElseThrow();
        }

        private void close() {
            relay.close();
            server.close();
            host.close();
            ownLoops.close();
        }
    }

    ProxyRig(GrpcServerOptions options) {
        links = GrpcGameserverLinks.builder()
                .eventLoops(loops)
                .credentials(credentials)
                .build();
        proxy = GrpcServer.builder()
                .lobby(new ScriptedGameserver())
                .proxy(routes, links)
                .tickets(tickets)
                .eventLoops(loops)
                .options(options)
                .build()
                .start();
        client = OrbstrikeClient.builder()
                .target(target())
                .eventLoops(loops)
                .options(ClientOptions.builder()
                        .reconnectDelayMin(Duration.ofMillis(5))
                        .reconnectDelayMax(Duration.ofMillis(50))
                        .build())
                .build();
    }

    static ProxyRig start() {
        return new ProxyRig(GrpcServerOptions.DEFAULT);
    }

    Node newNode() {
        return new Node();
    }

    /** Makes the board on a gameserver, without telling where it is. */
    void create(Node node, TallyType.Rules rules) {
        epoch = 1;
        GrpcRig.await(node.host.create(BOARD, TYPE, rules, BoardSettings.of(1).withEpoch(epoch)));
    }

    /** Takes the board from a gameserver to another, in the next epoch, without telling where it is. */
    void move(Node from, Node to) {
        BoardSnapshot snapshot = GrpcRig.await(from.board().detach());
        restore(to, snapshot);
    }

    void restore(Node to, BoardSnapshot snapshot) {
        epoch++;
        GrpcRig.await(to.host.restore(
                BOARD, TYPE, snapshot.bytes(), BoardSettings.of(1).withEpoch(epoch)));
    }

    @SuppressWarnings("unchecked") // a board of this rig's type
    Seat join(Node node, String name) {
        HostedBoard<String, String> board = (HostedBoard<String, String>) node.board();
        ReserveOutcome.Reserved reserved = (ReserveOutcome.Reserved) GrpcRig.await(board.reserve(name));
        PlayerId player = requireNonNull(GrpcRig.await(board.join(reserved.reservation())));
        BoardFacts facts = new BoardFacts(BOARD, TYPE.name(), 1, 4, board.tickInterval(), board.epoch(), false);
        return new Seat(
                facts,
                player,
                requireNonNull(GrpcRig.await(board.indexOf(player))),
                tickets.sign(Ticket.of(BOARD, player)));
    }

    String target() {
        return "127.0.0.1:" + proxy.address().getPort();
    }

    /** A plain channel to the proxy, as any gRPC client has one. */
    ManagedChannel channel() {
        ManagedChannel present = channel;
        if (present == null) {
            present = NettyChannelBuilder.forTarget(target())
                    .usePlaintext()
                    .flowControlWindow(64 * 1024)
                    .build();
            channel = present;
        }
        return present;
    }

    @Override
    public void close() {
        client.close();
        if (channel != null) {
            channel.shutdownNow();
        }
        proxy.close();
        links.close();
        nodes.forEach(Node::close);
        loops.close();
    }
}
