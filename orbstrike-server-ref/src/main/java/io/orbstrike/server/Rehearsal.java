package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.FailoverOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.grpc.AdminView;
import io.orbstrike.grpc.Boards;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GameserverLinkOptions;
import io.orbstrike.grpc.GrpcGameserverLinks;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.GrpcServerOptions;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small cluster in this process on a store in memory, in which boards are created, played and handed over, and a
 * gameserver is lost, before the process serves: so the JVM has loaded that code, and compiled some of it, when players
 * wait for it.
 *
 * <p>Confined to the main thread.
 */
final class Rehearsal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final NanoClock CLOCK = SystemNanoClock.INSTANCE;
    private static final OrbType ORB = new OrbType();

    /** Whose lines are not logged: that a gameserver is gone, is part of the play. */
    static final String THREAD = "orbstrike-rehearsal";

    /** After so few the times hardly fall any more. */
    private static final int BOARDS = 10;

    /** Half of them are at the gameserver that is lost, so that a leader has more than one to attach. */
    private static final int BOARDS_AT_LOSS = 40;

    /** A leader does not wait for further gameservers, since none comes. */
    private static final ClusterOptions TIMES = ClusterOptions.builder()
            .failover(FailoverOptions.builder().coldStartQuiet(Duration.ZERO).build())
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts = new Parts();
    private final RootSecret secret = RootSecret.of(SecureIds.create().secret());
    private final ClusterStore store = InMemoryClusterStore.create(Clock.systemUTC());
    private final EventLoops loops = EventLoops.create(1);
    private final ScheduledThreadPoolExecutor agent = RoleProcess.newAgent(THREAD);
    private final ScheduledThreadPoolExecutor agentOfFirst = RoleProcess.newAgent(THREAD);
    private final List<GrpcServer> servers = new ArrayList<>();
    private final List<Gameserver> gameservers = new ArrayList<>();
    private final long endNs;
    private int boardsPlayed;

    private Rehearsal(long endNs) {
        this.endNs = endNs;
        parts.add(agent::shutdownNow);
        parts.add(agentOfFirst::shutdownNow);
        parts.add(loops);
        parts.add(store);
    }

    /**
     * Plays {@link #BOARDS} boards, one after the other; blocks. What goes wrong is logged, and the process goes on without.
     *
     * @param timeMax after which none is begun; 0 for no rehearsal
     * @return how many boards were played
     */
    static int play(Duration timeMax) {
        if (timeMax.isZero()) {
            return 0;
        }
        try (Rehearsal rehearsal = new Rehearsal(CLOCK.nanoTime() + timeMax.toNanos())) {
            rehearsal.play();
            return rehearsal.boardsPlayed;
        }
    }

    private void play() {
        try {
            playBoards();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("the rehearsal went wrong, so the first boards may be slow: {}", e.toString());
        }
    }

    private void playBoards() throws InterruptedException, ExecutionException, TimeoutException {
        gameservers.add(gameserver(agentOfFirst));
        gameservers.add(gameserver(agent));
        Orchestrator orchestrator = orchestrator();
        GrpcServer players = serve(GrpcServer.builder()
                .lobby(orchestrator.lobby())
                .proxy(orchestrator.routes(), links())
                .tickets(tickets()));
        String address = HostPort.of(players.address()).toString();
        CompletionStage<Void> unused = orchestrator.start(address);
        OrbstrikeClient client =
                OrbstrikeClient.builder().target(address).eventLoops(loops).build();
        parts.add(client);
        while (boardsPlayed < BOARDS && CLOCK.nanoTime() < endNs) {
            playOneBoard(client, orchestrator);
            boardsPlayed++;
        }
        if (boardsPlayed == BOARDS && CLOCK.nanoTime() < endNs) {
            loseGameserver(client);
        }
    }

    private void playOneBoard(OrbstrikeClient client, Orchestrator orchestrator)
            throws InterruptedException, ExecutionException, TimeoutException {
        Seat seat = await(seat(client));
        BoardId board = seat.board().id();
        Epochs epochs = new Epochs();
        try (Play<OrbInput> play = client.play(ORB, seat, ORB.view(), epochs)) {
            epochs.awaitNext();
            long unused = play.offer(OrbInput.of(1, false));
            for (Gameserver target : gameservers) {
                if (target.board(board).isEmpty()) {
                    await(orchestrator.operations().move(board, target.incarnation(), PATIENCE));
                    epochs.awaitNext();
                }
            }
        }
        await(client.leaveBoard(seat));
    }

    private static CompletionStage<Seat> seat(OrbstrikeClient client) {
        return client.createBoard(ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT)
                .thenCompose(board -> client.joinBoard(ORB, board.id(), new OrbPlayer("rehearsal", 0)));
    }

    /** The first one says no more, and cannot be reached. */
    private void loseGameserver(OrbstrikeClient client)
            throws InterruptedException, ExecutionException, TimeoutException {
        Gameserver lost = gameservers.get(0);
        List<CompletableFuture<Seat>> seats = new ArrayList<>();
        for (int i = 0; i < BOARDS_AT_LOSS; i++) {
            seats.add(seat(client).toCompletableFuture());
        }
        List<Play<OrbInput>> plays = new ArrayList<>();
        try {
            List<Epochs> moving = new ArrayList<>();
            for (CompletableFuture<Seat> pending : seats) {
                Seat seat = await(pending);
                Epochs epochs = new Epochs();
                plays.add(client.play(ORB, seat, ORB.view(), epochs));
                epochs.awaitNext();
                if (lost.board(seat.board().id()).isPresent()) {
                    moving.add(epochs);
                }
            }
            agentOfFirst.shutdownNow();
            servers.get(0).close();
            for (Epochs epochs : moving) {
                epochs.awaitNext();
            }
        } finally {
            plays.forEach(Play::close);
        }
    }

    private Gameserver gameserver(ScheduledThreadPoolExecutor its)
            throws InterruptedException, ExecutionException, TimeoutException {
        Gameserver gameserver = Gameserver.builder()
                .store(store)
                .links(links())
                .boardType(ORB)
                .host(BoardHost.builder().threads(1))
                .cluster(TIMES)
                .executor(its)
                .build();
        parts.add(gameserver);
        gameserver.start();
        GrpcServer grpc = serve(GrpcServer.builder()
                .boards(Boards.of(gameserver))
                .tickets(tickets())
                .gameserver(gameserver.link(), gameserver.incarnation(), credentials())
                .admin(AdminView.of(gameserver, store), credentials()));
        servers.add(grpc);
        await(gameserver.login(HostPort.of(grpc.address()).toString()));
        return gameserver;
    }

    private Orchestrator orchestrator() {
        Orchestrator orchestrator = Orchestrator.builder()
                .store(store)
                .links(links())
                .options(TIMES)
                .executor(agent)
                .build();
        parts.add(orchestrator);
        return orchestrator;
    }

    private GrpcGameserverLinks links() {
        GrpcGameserverLinks links = GrpcGameserverLinks.builder()
                .options(GameserverLinkOptions.builder()
                        .connectAheadMax(0) // so that many connections are made
                        .idleAfter(Duration.ofMillis(1))
                        .build())
                .eventLoops(loops)
                .credentials(credentials())
                .build();
        parts.add(links);
        return links;
    }

    private GrpcServer serve(GrpcServer.Builder server) {
        GrpcServer grpc = server.options(GrpcServerOptions.builder()
                        .closeGrace(Duration.ofMillis(1))
                        .build())
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .eventLoops(loops)
                .build();
        parts.add(grpc);
        grpc.bind();
        return grpc;
    }

    private Tickets tickets() {
        return Tickets.of(List.of(secret), Clock.systemUTC());
    }

    private ClusterCredentials credentials() {
        return ClusterCredentials.of(List.of(secret), Clock.systemUTC());
    }

    private <T extends @Nullable Object> T await(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE.toNanos(), NANOSECONDS);
    }

    @Override
    public void close() {
        parts.close();
    }

    /** In which epochs frames have come. */
    private static final class Epochs implements PlayListener {

        private final BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
        private long newest = -1;

        @Override
        public void onFrame(FrameInfo frame) {
            if (frame.epoch() != newest) {
                newest = frame.epoch();
                begun.add(newest);
            }
        }

        void awaitNext() throws InterruptedException, TimeoutException {
            if (begun.poll(PATIENCE.toNanos(), NANOSECONDS) == null) {
                throw new TimeoutException("no frame for " + PATIENCE);
            }
        }
    }
}
