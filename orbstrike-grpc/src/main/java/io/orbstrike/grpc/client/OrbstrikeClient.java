package io.orbstrike.grpc.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.BoardPage;
import io.orbstrike.cluster.Lobby.ListQuery;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.PlayMetadata;
import io.orbstrike.grpc.v1.BoardInfo;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.ListBoardsResponse;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.SecureIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of boards over gRPC: creates, finds, joins and leaves them, and plays. It holds connections to one or more
 * targets, shared by many streams, and goes on to the next target when one fails. No thread belongs to a stream.
 *
 * <p>Calls of the lobby are repeated with the same idempotency key while that can help, so that each happens at most once.
 * Their stages complete on a transport thread, exceptionally with {@link CallFailedException}; whoever continues them
 * there must not block.
 *
 * <p>Thread-safe.
 */
public final class OrbstrikeClient implements AutoCloseable {

    private final List<Connections> connections = new ArrayList<>();
    private final Set<PlaySession<?>> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final EventLoops eventLoops;
    private final boolean ownsEventLoops;
    private final ClientOptions options;
    private final NanoClock clock;
    private final SecureIds ids;
    private volatile boolean isClosed;

    private OrbstrikeClient(Builder builder) {
        this.options = builder.options;
        this.clock = builder.clock;
        this.ids = builder.ids;
        this.ownsEventLoops = builder.eventLoops == null;
        this.eventLoops = builder.eventLoops == null ? EventLoops.create(1) : builder.eventLoops;
        List<String> targets = List.copyOf(builder.targets);
        ChannelSource channels =
                builder.channels == null ? new NettyChannels(eventLoops, options, builder.tls) : builder.channels;
        for (EventExecutor executor : eventLoops.workers()) {
            connections.add(new Connections((EventLoop) executor, targets, options, channels));
        }
        turn.set(random().nextInt(targets.size()));
    }

    /**
     * Starts from the defaults.
     *
     * @return confined to one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a board.
     *
     * @param type the game
     * @param rules what the board is created with
     * @param how its lifetime, whether lists show it, and which gameservers may hold it
     * @param <R> the game's rules
     * @return the board when it ticks
     */
    public <R> CompletionStage<BoardFacts> createBoard(BoardType<R, ?, ?> type, R rules, CreateOptions how) {
        CreateBoardRequest.Builder request = CreateBoardRequest.newBuilder()
                .setIdempotencyKey(drawKey())
                .setType(type.name())
                .setRules(ByteString.copyFrom(type.rulesCodec().encode(rules)))
                .setListed(how.isListed())
                .putAllRequiredLabels(how.requiredLabels().labels());
        how.lifetime().ifPresent(lifetime -> request.setLifetimeSeconds(lifetime.toSeconds()));
        return call(
                LobbyGrpc.getCreateBoardMethod(),
                request.build(),
                Metadata::new,
                response -> facts(response.getBoard()));
    }

    /**
     * Joins a board.
     *
     * @param type the game
     * @param board which board
     * @param joinData what the player brings
     * @param <J> what a player of the game brings
     * @return the player's seat when the join is durable
     */
    public <J> CompletionStage<Seat> joinBoard(BoardType<?, J, ?> type, BoardId board, J joinData) {
        return joinBoard(type, board, joinData, ids.secret());
    }

    /**
     * Joins a board with a secret of the caller's own: whoever joins with it again, also from another process or after a
     * restart, is the same player for as long as he stays.
     *
     * @param type the game
     * @param board which board
     * @param joinData what the player brings
     * @param secret 16 to 64 bytes that nobody else can guess, for this player on this board alone; copied
     * @param <J> what a player of the game brings
     * @return the player's seat when the join is durable; fails with NOT_FOUND if the secret's player has left
     */
    public <J> CompletionStage<Seat> joinBoard(BoardType<?, J, ?> type, BoardId board, J joinData, byte[] secret) {
        JoinBoardRequest request = JoinBoardRequest.newBuilder()
                .setBoardId(board.toString())
                .setIdempotencyKey(ByteString.copyFrom(secret))
                .setJoinData(ByteString.copyFrom(type.joinDataCodec().encode(joinData)))
                .build();
        return call(LobbyGrpc.getJoinBoardMethod(), request, Metadata::new, OrbstrikeClient::seat);
    }

    /**
     * Ends a player's stay.
     *
     * @param seat as the join gave it
     * @return null when the leave is durable
     */
    public CompletionStage<@Nullable Void> leaveBoard(Seat seat) {
        return call(
                LobbyGrpc.getLeaveBoardMethod(),
                LeaveBoardRequest.getDefaultInstance(),
                () -> PlayMetadata.ofTicket(seat.ticket()),
                response -> null);
    }

    /**
     * Describes a board.
     *
     * @param board which board
     * @return facts; fails with NOT_FOUND if there is no such board
     */
    public CompletionStage<BoardFacts> getBoard(BoardId board) {
        GetBoardRequest request =
                GetBoardRequest.newBuilder().setBoardId(board.toString()).build();
        return call(LobbyGrpc.getGetBoardMethod(), request, Metadata::new, response -> facts(response.getBoard()));
    }

    /**
     * Lists listed boards.
     *
     * @param query which page
     * @return the page
     */
    public CompletionStage<BoardPage> listBoards(ListQuery query) {
        ListBoardsRequest request = ListBoardsRequest.newBuilder()
                .setPageSize(query.pageSize())
                .setPageToken(query.pageToken())
                .setType(query.type())
                .build();
        return call(LobbyGrpc.getListBoardsMethod(), request, Metadata::new, OrbstrikeClient::page);
    }

    /**
     * Plays: opens a stream, and another whenever it breaks, until the stay ends, the server gives a final status, or the
     * play is closed.
     *
     * @param type the game
     * @param seat as the join gave it; one play of a seat at a time, a newer one takes over
     * @param view takes up the frames, used on the play's thread only
     * @param listener hears of frames, reconnects and the end
     * @param <I> what a player of the game wants
     * @return the play, which has begun
     * @throws IllegalStateException if the client is closed
     */
    public <I> Play<I> play(BoardType<?, ?, I> type, Seat seat, BoardView view, PlayListener listener) {
        requireOpen();
        int number = Math.floorMod(turn.getAndIncrement(), Integer.MAX_VALUE);
        Connections home = connections.get(number % connections.size());
        PlaySession<I> session = new PlaySession<>(
                home,
                number % home.targetCount(),
                type,
                seat,
                view,
                listener,
                options,
                clock,
                random(),
                sessions::remove);
        sessions.add(session);
        session.start();
        return session;
    }

    /**
     * Ends every play and drops every connection. Blocks at most 2 s for its own transport threads, not at all for those
     * handed in. May be called twice, not on a transport thread.
     */
    @Override
    public void close() {
        isClosed = true;
        sessions.forEach(PlaySession::close);
        for (Connections perLoop : connections) {
            try {
                perLoop.loop().execute(perLoop::close);
            } catch (RejectedExecutionException e) {
                isClosed = true; // its thread has ended, and with it its connections
            }
        }
        if (ownsEventLoops) {
            eventLoops.close();
        }
    }

    private <Q, P, T extends @Nullable Object> CompletionStage<T> call(
            MethodDescriptor<Q, P> method, Q request, Supplier<Metadata> headers, Function<P, T> read) {
        requireOpen();
        CompletableFuture<P> response = new CompletableFuture<>();
        Connections home = connections.get(0);
        LobbyCall<Q, P> call = new LobbyCall<>(
                home,
                Math.floorMod(turn.getAndIncrement(), home.targetCount()),
                method,
                request,
                headers,
                options.callDeadline(),
                clock,
                new Backoff(
                        options.reconnectDelayMin().toNanos(),
                        options.reconnectDelayMax().toNanos(),
                        random()),
                response);
        home.loop().execute(call::run);
        return response.thenApply(read);
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the client is closed: make another");
        }
    }

    private ByteString drawKey() {
        return ByteString.copyFrom(ids.secret());
    }

    private RandomGenerator random() {
        return new SplittableRandom(ids.seed());
    }

    private static Seat seat(JoinBoardResponse response) {
        return new Seat(
                facts(response.getBoard()),
                new PlayerId(response.getPlayerId()),
                response.getIndex(),
                response.getTicket());
    }

    private static BoardPage page(ListBoardsResponse response) {
        List<BoardFacts> boards =
                response.getBoardsList().stream().map(OrbstrikeClient::facts).toList();
        return new BoardPage(boards, response.getNextPageToken());
    }

    private static BoardFacts facts(BoardInfo info) {
        return new BoardFacts(
                BoardId.parse(info.getId()),
                info.getType(),
                info.getPlayers(),
                info.getMaxPlayers(),
                Duration.ofNanos(info.getTickIntervalNs()),
                info.getEpoch(),
                info.getListed(),
                info.getQuarantined());
    }

    /**
     * Collects what a client needs: at least one target; the rest has defaults.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private static final int TARGETS_MAX = 64;

        private final List<String> targets = new ArrayList<>();
        private ClientOptions options = ClientOptions.DEFAULT;
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private SecureIds ids = SecureIds.create();
        private @Nullable EventLoops eventLoops;
        private @Nullable SslContext tls;
        private @Nullable ChannelSource channels;

        private Builder() {}

        /**
         * Adds a target.
         *
         * @param value as gRPC names it: {@code host:port}, {@code dns:///host:port}
         * @return this
         */
        public Builder target(String value) {
            targets.add(requireNonNull(value, "target"));
            return this;
        }

        /**
         * Connects over TLS.
         *
         * @param value for clients, made by {@code GrpcSslContexts}
         * @return this
         */
        public Builder tls(SslContext value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * Sets what the client's channels come from, which then sees to TLS, windows and keep-alive itself.
         *
         * @param value gRPC's own Netty transport by default
         * @return this
         */
        public Builder channels(ChannelSource value) {
            channels = requireNonNull(value, "channels");
            return this;
        }

        /**
         * Sets the transport threads, which the client does not close.
         *
         * @param value may serve others too; by default the client has one of its own
         * @return this
         */
        public Builder eventLoops(EventLoops value) {
            eventLoops = requireNonNull(value, "eventLoops");
            return this;
        }

        /**
         * Sets the bounds.
         *
         * @param value {@link ClientOptions#DEFAULT} by default
         * @return this
         */
        public Builder options(ClientOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /**
         * Sets the clock that intervals are measured with.
         *
         * @param value the machine's by default
         * @return this
         */
        public Builder clock(NanoClock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets where idempotency keys and the seeds of delays are drawn from.
         *
         * @param value the machine's secure random by default
         * @return this
         */
        public Builder ids(SecureIds value) {
            ids = requireNonNull(value, "ids");
            return this;
        }

        /**
         * Makes a client; it connects when it is used.
         *
         * @return the client
         * @throws IllegalStateException if there is no target, or more than 64
         */
        public OrbstrikeClient build() {
            if (targets.isEmpty() || targets.size() > TARGETS_MAX) {
                throw new IllegalStateException(targets.size() + " targets: must be 1 to " + TARGETS_MAX);
            }
            return new OrbstrikeClient(this);
        }
    }
}
