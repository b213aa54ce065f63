package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.Token;
import io.orbstrike.sync.BoardSync;
import io.orbstrike.sync.SyncOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gameserver: boards that live in this process, and are kept in a store. It creates them, lets players join and leave
 * once that is durable, and tells the store of their ends.
 *
 * <p>Thread-safe.
 */
public final class Gameserver implements AutoCloseable {

    private final BoardHost host;
    private final GameserverParts parts;
    private final Lobby lobby;
    private final LocalLink link;
    private final Membership membership;
    private final @Nullable ScheduledExecutorService ownExecutor;

    private Gameserver(Builder from) {
        GameserverCounters counters = new GameserverCounters();
        this.host = from.host.build();
        ScheduledExecutorService given = from.executor;
        this.ownExecutor = given == null ? Agent.singleThread(from.threadFactory) : null;
        ScheduledExecutorService executor = given == null ? requireNonNull(ownExecutor) : given;
        Agent agent = new Agent(executor, from.clock, counters.agentFailures);
        ClusterStore store = requireNonNull(from.store, "store");
        BoardSync sync = BoardSync.builder()
                .store(store.snapshots())
                .executor(executor)
                .clock(from.clock)
                .random(new SplittableRandom(from.ids.seed()))
                .options(from.sync)
                .build();
        this.parts = new GameserverParts(
                agent,
                new LobbyCalls(agent, "the gameserver", from.options.callsInFlightMax(), from.options.callTimeMax()),
                store,
                host,
                sync,
                new ServedBoards(),
                new MovedBoards(from.clock),
                new BoardArrivals(agent),
                new LastStates(agent),
                new BoardTypes(from.types),
                Map.copyOf(from.labels),
                from.options,
                from.cluster,
                counters,
                from.ids.incarnation(),
                from.ids);
        RosterRepairs repairs = new RosterRepairs(parts);
        BoardAssertions assertions = new BoardAssertions(parts, repairs);
        BoardMarks marks = new BoardMarks(parts, repairs, assertions);
        BoardEnds ends = new BoardEnds(parts, marks);
        AgreedVersions versions = new AgreedVersions(parts);
        Consumer<ServedBoard<?, ?>> saves = board -> {
            versions.apply(board);
            sync.add(new ServedBoardSync(board, repairs, assertions));
        };
        AdoptionPace pace = new AdoptionPace(agent, host.metrics(), from.cluster);
        BoardAdoptions adoptions = new BoardAdoptions(
                parts,
                ends,
                repairs,
                saves,
                marks,
                new SuspectBoards(parts, repairs, assertions),
                pace,
                new PreviousHolders(parts, Optional.ofNullable(from.links)));
        BoardCreations creations = new BoardCreations(parts, ends, repairs, adoptions, saves);
        BoardIndex index =
                new BoardIndex(parts, adoptions, new HeldBoards(parts, repairs, assertions), creations::isUnderWay);
        this.membership = new Membership(parts, index, versions, from.build);
        pace.renewals(membership::unansweredNs);
        this.lobby = new LocalLobby(
                parts,
                creations,
                new BoardJoins(parts, repairs, assertions),
                new BoardLeaves(parts, repairs, assertions));
        BoardHandovers handovers = new BoardHandovers(parts, repairs, assertions, versions, saves);
        handovers.confirmedBy(membership::isConfirmed);
        this.link = new LocalLink(
                parts, lobby, handovers, new BoardYields(parts, repairs, saves, handovers::isUnderWay), membership);
    }

    /**
     * Starts a gameserver's description.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the tick threads of the host. Not to be called where the host's loops are run by the embedder. */
    public void start() {
        host.start();
    }

    /**
     * Takes part in the cluster from now on: takes a lease and renews it, and adopts boards that are attached to this
     * gameserver. A store that cannot be reached is asked again until it can. May be called once.
     *
     * @param advertised where others reach this process, host and port
     * @return completes when the lease is held for the first time, on any thread
     * @throws IllegalStateException if it was called before
     */
    public CompletionStage<Void> login(String advertised) {
        return membership.login(requireNonNull(advertised, "advertised"));
    }

    /**
     * Looks for boards that are attached to this gameserver, and adopts them, without waiting for the next look.
     *
     * @return completes when what was found has been adopted or refused, on any thread; with false if the store could not
     *     be read
     */
    public CompletionStage<Boolean> adoptBoards() {
        return membership.adoptBoards();
    }

    /**
     * Tells whether the lease is held beyond doubt: the last renewal that was answered was sent at most a TTL ago
     * (ROUTE-3).
     *
     * @return false before the first login, and while the store does not answer
     */
    public boolean isConfirmed() {
        return membership.isConfirmed();
    }

    /**
     * Stops in order: takes no more boards, waits while others take over those that it has, saves what is left, and ends its
     * lease. It waits until no board is left, nobody can take one, or {@link ClusterOptions#drainDeadline()} has passed;
     * with no other gameserver not at all. Boards that are left tick on until {@link #close()}.
     *
     * @return completes when that was tried, on any thread
     */
    public CompletionStage<Void> drain() {
        return membership.drain();
    }

    /**
     * The lobby of this gameserver's boards.
     *
     * @return always the same object; it can be used before {@link #start()}, and answers when boards tick
     */
    public Lobby lobby() {
        return lobby;
    }

    /**
     * The way to this gameserver, for who is in the same process, and for a transport to serve.
     *
     * @return always the same object
     */
    public GameserverLink link() {
        return link;
    }

    /**
     * Under which token a board goes on that was here until lately (HAND-5).
     *
     * @param board which board
     * @return the token of its new holder, for 10 s; empty if the board was not here, or is again
     */
    public Optional<Token> movedTo(BoardId board) {
        return parts.moved().token(board);
    }

    /**
     * Tells when a board is here that is being fetched from the store. To be asked before {@link #board}. Who asks counts as one
     * who waits for the board: of those that may have ended their gameservers and are tried one by one it comes first.
     *
     * @param board which board
     * @return completes on any thread, when the board is here, is known not to come, or within 5 s, and then it may be asked for
     *     again; empty if none is on its way
     */
    public Optional<CompletionStage<Void>> arrival(BoardId board) {
        return parts.arrivals().await(board);
    }

    /**
     * A board of this process.
     *
     * @param id which board
     * @return the board, or empty if it is not here
     */
    public Optional<HostedBoard<?, ?>> board(BoardId id) {
        return host.board(id);
    }

    /**
     * Tells whether a board is kept here and not ticked: it threw, its state cannot be read, or its holders died.
     *
     * @param id which board
     * @return true if it is in quarantine here
     */
    public boolean isQuarantined(BoardId id) {
        ServedBoard<?, ?> board = parts.boards().get(id);
        return board != null && board.phase() == ServedBoard.Phase.QUARANTINED;
    }

    /**
     * A page of this gameserver's boards, for operators.
     *
     * @param after the last board of the page before, or null for the first page
     * @param boardsMax how many at most, 1 and above
     * @return by rising ids; empty after the last
     */
    public List<BoardOverview> boardsAfter(@Nullable BoardId after, int boardsMax) {
        return parts.boards().overviews(Optional.ofNullable(after), boardsMax);
    }

    /**
     * The host of the boards of this process: its loops, its health and its metrics.
     *
     * @return always the same object; closed with the gameserver
     */
    public BoardHost host() {
        return host;
    }

    /**
     * Who this process is in the store.
     *
     * @return drawn when the gameserver was built
     */
    public Incarnation incarnation() {
        return parts.incarnation();
    }

    /**
     * What the gameserver was built with.
     *
     * @return never null
     */
    public GameserverOptions options() {
        return parts.options();
    }

    GameserverCounters counters() {
        return parts.counters();
    }

    ServedBoards boards() {
        return parts.boards();
    }

    LobbyCalls calls() {
        return parts.calls();
    }

    BoardSync sync() {
        return parts.sync();
    }

    /**
     * Takes no more calls, answers those that wait as unavailable, and closes the host. What the store has stays there;
     * the store itself and an executor that was handed in are left open. May be called twice.
     */
    @Override
    public void close() {
        try {
            parts.agent().stop();
            parts.calls().stop();
            membership.close();
            parts.arrivals().endAll();
            parts.sync().close();
            host.close();
        } finally {
            if (ownExecutor != null) {
                ownExecutor.shutdown();
            }
        }
    }

    /**
     * Collects what a gameserver is made of.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private final List<BoardType<?, ?, ?>> types = new ArrayList<>();
        private @Nullable ClusterStore store;
        private @Nullable GameserverLinks links;
        private BoardHost.Builder host = BoardHost.builder();
        private GameserverOptions options = GameserverOptions.defaults();
        private ClusterOptions cluster = ClusterOptions.defaults();
        private SyncOptions sync = SyncOptions.defaults();
        private String build = "unknown";
        private final Map<String, String> labels = new HashMap<>();
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private SecureIds ids = SecureIds.create();
        private ThreadFactory threadFactory = task -> new Thread(task, "orbstrike-agent");
        private @Nullable ScheduledExecutorService executor;

        private Builder() {}

        /**
         * Sets the store. It must be set; the gameserver does not close it.
         *
         * @param value where boards and rosters are kept
         * @return this builder
         */
        public Builder store(ClusterStore value) {
            store = requireNonNull(value, "store");
            return this;
        }

        /**
         * Sets the way to other gameservers: a board that was taken from one that still ticks goes on from its state (FAIL-3).
         *
         * @param value not closed by the gameserver; default none: then boards go on from what the store has
         * @return this builder
         */
        public Builder links(GameserverLinks value) {
            links = requireNonNull(value, "links");
            return this;
        }

        /**
         * Adds a board type.
         *
         * @param type a game
         * @return this builder
         */
        public Builder boardType(BoardType<?, ?, ?> type) {
            types.add(requireNonNull(type, "type"));
            return this;
        }

        /**
         * Adds the board types that {@link ServiceLoader} finds.
         *
         * @param loader where to look
         * @return this builder
         * @throws java.util.ServiceConfigurationError if one is declared and cannot be made
         */
        @SuppressWarnings("rawtypes") // a service is declared by its raw type
        public Builder boardTypesFrom(ClassLoader loader) {
            for (BoardType type : ServiceLoader.load(BoardType.class, loader)) {
                types.add((BoardType<?, ?, ?>) type);
            }
            return this;
        }

        /**
         * Sets how boards are hosted. The gameserver builds the host, owns and closes it.
         *
         * @param value default: {@link BoardHost#builder()}
         * @return this builder
         */
        public Builder host(BoardHost.Builder value) {
            host = requireNonNull(value, "host");
            return this;
        }

        /**
         * Sets bounds and times.
         *
         * @param value default: {@link GameserverOptions#defaults()}
         * @return this builder
         */
        public Builder options(GameserverOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /**
         * Sets the times of the cluster, which all its processes share.
         *
         * @param value default: {@link ClusterOptions#defaults()}
         * @return this builder
         */
        public Builder cluster(ClusterOptions value) {
            cluster = requireNonNull(value, "cluster");
            return this;
        }

        /**
         * Sets how boards are saved. Two lease TTLs or {@link FailoverOptions#brakeMin()} must be a second longer than their
         * interval.
         *
         * @param value default: {@link SyncOptions#defaults()}
         * @return this builder
         */
        public Builder sync(SyncOptions value) {
            sync = requireNonNull(value, "sync");
            return this;
        }

        /**
         * Sets which build this is, for people.
         *
         * @param value default: unknown
         * @return this builder
         */
        public Builder build(String value) {
            build = requireNonNull(value, "build");
            return this;
        }

        /**
         * Adds a label: boards that require it can be here.
         *
         * @param name of the label
         * @param value of the label
         * @return this builder
         */
        public Builder label(String name, String value) {
            labels.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the monotonic clock of the control plane. The host has its own setting.
         *
         * @param value default: the machine's
         * @return this builder
         */
        public Builder clock(NanoClock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets where the incarnation and the boards' seeds come from.
         *
         * @param value default: the machine's secure random
         * @return this builder
         */
        public Builder ids(SecureIds value) {
            ids = requireNonNull(value, "ids");
            return this;
        }

        /**
         * Sets the executor of the control plane, which must run one task at a time. The gameserver does not close it.
         *
         * @param value default: an own one, of a single thread of {@link #threadFactory}
         * @return this builder
         */
        public Builder executor(ScheduledExecutorService value) {
            executor = requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets what makes the control plane's thread, if no executor is handed in.
         *
         * @param value default: threads named orbstrike-agent
         * @return this builder
         */
        public Builder threadFactory(ThreadFactory value) {
            threadFactory = requireNonNull(value, "threadFactory");
            return this;
        }

        /**
         * Makes the gameserver.
         *
         * @return not started
         * @throws NullPointerException if no store was set
         * @throws IllegalArgumentException if two types have one name, or one has no valid name, or if boards might be moved
         *     before they are saved
         */
        public Gameserver build() {
            requireNonNull(store, "store");
            cluster.requireBrakeAbove(sync.interval());
            return new Gameserver(this);
        }
    }
}
