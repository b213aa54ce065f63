package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
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
    private final @Nullable ScheduledExecutorService ownExecutor;

    private Gameserver(Builder from) {
        GameserverCounters counters = new GameserverCounters();
        this.host = from.host.build();
        ScheduledExecutorService given = from.executor;
        this.ownExecutor = given == null ? singleThread(from.threadFactory) : null;
        Agent agent =
                new Agent(given == null ? requireNonNull(ownExecutor) : given, from.clock, from.options, counters);
        this.parts = new GameserverParts(
                agent,
                requireNonNull(from.store, "store"),
                host,
                new ServedBoards(),
                new BoardTypes(from.types),
                from.options,
                counters,
                from.ids.incarnation(),
                from.ids);
        RosterRepairs repairs = new RosterRepairs(parts);
        BoardEnds ends = new BoardEnds(parts);
        this.lobby = new LocalLobby(
                parts,
                new BoardCreations(parts, ends, repairs),
                new BoardJoins(parts, repairs),
                new BoardLeaves(parts, repairs));
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
     * The lobby of this gameserver's boards.
     *
     * @return always the same object; it can be used before {@link #start()}, and answers when boards tick
     */
    public Lobby lobby() {
        return lobby;
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

    Agent agent() {
        return parts.agent();
    }

    /**
     * Takes no more calls, answers those that wait as unavailable, and closes the host. What the store has stays there;
     * the store itself and an executor that was handed in are left open. May be called twice.
     */
    @Override
    public void close() {
        try {
            parts.agent().stop();
            host.close();
        } finally {
            if (ownExecutor != null) {
                ownExecutor.shutdown();
            }
        }
    }

    private static ScheduledExecutorService singleThread(ThreadFactory threadFactory) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threadFactory);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /**
     * Collects what a gameserver is made of.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private final List<BoardType<?, ?, ?>> types = new ArrayList<>();
        private @Nullable ClusterStore store;
        private BoardHost.Builder host = BoardHost.builder();
        private GameserverOptions options = GameserverOptions.defaults();
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
         * @throws IllegalArgumentException if two types have one name, or one has no valid name
         */
        public Gameserver build() {
            requireNonNull(store, "store");
            return new Gameserver(this);
        }
    }
}
