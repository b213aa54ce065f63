package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.cluster.leader.Leader;
import io.orbstrike.cluster.leader.OrchestratorCounters;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.orchestrator.BoardPlacing;
import io.orbstrike.cluster.orchestrator.HeldBackGameservers;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.cluster.orchestrator.LobbyCounters;
import io.orbstrike.cluster.orchestrator.Placements;
import io.orbstrike.cluster.orchestrator.ReachReports;
import io.orbstrike.cluster.orchestrator.RouteCounters;
import io.orbstrike.cluster.orchestrator.RouteTable;
import io.orbstrike.cluster.orchestrator.RoutedLobby;
import io.orbstrike.cluster.orchestrator.RoutedOperations;
import io.orbstrike.cluster.placement.LeastLoadedPlacement;
import io.orbstrike.cluster.placement.Placement;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.cluster.scale.ScaleAdvice;
import io.orbstrike.cluster.scale.ScaleAdviser;
import io.orbstrike.cluster.scale.ScalePolicy;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.StoreHints;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator: it knows where boards are, serves a lobby of the whole cluster, and takes part in the election; while it
 * leads it attaches boards whose gameservers do not live to ones that do. One without links to gameservers serves nobody.
 *
 * <p>Thread-safe.
 */
public final class Orchestrator implements AutoCloseable {

    private final Agent agent;
    private final ClusterOptions options;
    private final Incarnation incarnation;
    private final OrchestratorCounters counters = new OrchestratorCounters();
    private final Leader leader;
    private final RouteCounters routeCounters = new RouteCounters();
    private final LobbyCounters lobbyCounters = new LobbyCounters();
    private final ClusterStore store;
    private final KnownGameservers gameservers;
    private final HeldBackGameservers heldBack;
    private final RouteTable routes;
    private final @Nullable ReachReports reports;
    private final LobbyCalls calls;
    private final ScaleAdviser adviser;
    private volatile ScaleAdvice advice = ScaleAdvice.NONE;
    private final @Nullable Lobby lobby;
    private final @Nullable ClusterOperations operations;
    private volatile StoreHints.@Nullable Subscription hints;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final @Nullable ScheduledExecutorService ownExecutor;

    private Orchestrator(Builder from) {
        ScheduledExecutorService given = from.executor;
        ownExecutor = given == null ? Agent.singleThread(from.threadFactory) : null;
        agent = new Agent(given == null ? requireNonNull(ownExecutor) : given, from.clock, counters.agentFailures);
        options = from.options;
        incarnation = from.ids.incarnation();
        store = requireNonNull(from.store, "store");
        gameservers = new KnownGameservers(agent, store.leases(), options, counters.storeUnknown);
        heldBack = new HeldBackGameservers(options.leaseTtl());
        gameservers.onLeases(leases -> heldBack.look(leases, agent.nowNs()));
        routes = new RouteTable(agent, store, gameservers, routeCounters, options.leaseTtl());
        GameserverOptions bounds = GameserverOptions.defaults();
        calls = new LobbyCalls(agent, "the orchestrator", bounds.callsInFlightMax(), bounds.callTimeMax());
        adviser = new ScaleAdviser(from.scale, agent.nowNs());
        GameserverLinks links = from.links;
        reports = links == null ? null : reports(links);
        lobby = links == null || reports == null ? null : lobby(from, links, reports, bounds.retryAfter());
        operations = links == null
                ? null
                : new RoutedOperations(agent, calls, store, gameservers, links, bounds.retryAfter());
        leader = new Leader(agent, store, options, counters, gameservers, heldBack, Optional.ofNullable(links));
    }

    private ReachReports reports(GameserverLinks links) {
        ReachReports made = new ReachReports(
                agent,
                store.election(),
                options,
                gameservers,
                links,
                heldBack,
                counters.storeUnknown,
                counters.storeNotApplied);
        routes.onUnreached(made::doubt);
        return made;
    }

    private Lobby lobby(Builder from, GameserverLinks links, ReachReports reports, Duration retryAfter) {
        Placement chosen = from.placement;
        Placement placement = chosen == null ? new LeastLoadedPlacement(new SplittableRandom(from.ids.seed())) : chosen;
        Placements placements =
                new Placements(placement, options.renewInterval().multipliedBy(2));
        BoardPlacing placing = new BoardPlacing(
                agent, gameservers, heldBack, placements, links, routes, reports, lobbyCounters, retryAfter);
        return new RoutedLobby(agent, calls, store.boards(), routes, links, placing, lobbyCounters, retryAfter);
    }

    /**
     * Starts an orchestrator's description.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes part from now on. A store that cannot be reached is asked again until it can. May be called once.
     *
     * @param advertised where others reach this process, host and port
     * @return completes when every board of a gameserver that does not live was looked at once, or another orchestrator
     *     leads; on any thread
     * @throws IllegalStateException if it was called before
     */
    public CompletionStage<Void> start(String advertised) {
        Candidate self = new Candidate(incarnation, advertised);
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the orchestrator was started before: build another");
        }
        if (lobby != null) {
            hints = store.hints().subscribe(routes);
        }
        agent.execute(() -> {
            if (lobby != null && reports != null) {
                gameservers.start();
                routes.start();
                reports.start(self);
                advise();
            }
            leader.start(self);
            awaitSettled();
        });
        return settled.minimalCompletionStage();
    }

    /**
     * The lobby of the whole cluster.
     *
     * @return always the same object
     * @throws IllegalStateException if the orchestrator has no links to gameservers
     */
    public Lobby lobby() {
        if (lobby == null) {
            throw new IllegalStateException("the orchestrator has no links to gameservers: set them before build()");
        }
        return lobby;
    }

    /**
     * What operators see and do.
     *
     * @return always the same object
     * @throws IllegalStateException if the orchestrator has no links to gameservers
     */
    public ClusterOperations operations() {
        if (operations == null) {
            throw new IllegalStateException("the orchestrator has no links to gameservers: set them before build()");
        }
        return operations;
    }

    /**
     * Where boards are; kept up only by an orchestrator with links to gameservers.
     *
     * @return always the same object
     */
    public Routes routes() {
        return routes;
    }

    /**
     * The term under which this orchestrator leads.
     *
     * @return empty if it does not lead, as far as it knows
     */
    public OptionalLong term() {
        return leader.term();
    }

    /**
     * Who this process is in the election.
     *
     * @return drawn when the orchestrator was built
     */
    public Incarnation incarnation() {
        return incarnation;
    }

    OrchestratorCounters counters() {
        return counters;
    }

    RouteCounters routeCounters() {
        return routeCounters;
    }

    LobbyCounters lobbyCounters() {
        return lobbyCounters;
    }

    HeldBackGameservers heldBack() {
        return heldBack;
    }

    LobbyCalls calls() {
        return calls;
    }

    /**
     * How many gameservers there should be.
     *
     * @return what the leases of a moment ago lead to; {@link ScaleAdvice#NONE} before they were read once
     */
    public ScaleAdvice scale() {
        return advice;
    }

    private void advise() {
        if (!agent.isStopped()) {
            agent.schedule(options.renewInterval(), this::advise);
            if (gameservers.hasRead()) {
                advice = adviser.look(gameservers.leases(), agent.nowNs());
            }
        }
    }

    private void awaitSettled() {
        if (agent.isStopped()) {
            return;
        }
        if (leader.isSettled()) {
            settled.complete(null);
        } else {
            agent.schedule(options.lookInterval().dividedBy(4), this::awaitSettled);
        }
    }

    /** Gives a leadership up and takes part no more. Waits for nothing; may be called twice. */
    @Override
    public void close() {
        StoreHints.Subscription subscription = hints;
        if (subscription != null) {
            subscription.close();
        }
        ReachReports started = reports;
        agent.execute(() -> {
            if (started != null) {
                started.stop();
            }
            leader.resign();
        });
        calls.stop();
        routes.stop();
        agent.stop();
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }

    /**
     * Collects what an orchestrator is made of.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private @Nullable ClusterStore store;
        private ClusterOptions options = ClusterOptions.defaults();
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private SecureIds ids = SecureIds.create();
        private ThreadFactory threadFactory = task -> new Thread(task, "orbstrike-orchestrator");
        private @Nullable ScheduledExecutorService executor;
        private @Nullable GameserverLinks links;
        private @Nullable Placement placement;
        private ScalePolicy scale = ScalePolicy.DEFAULT;

        private Builder() {}

        /**
         * Sets the store. It must be set; the orchestrator does not close it.
         *
         * @param value the cluster's
         * @return this builder
         */
        public Builder store(ClusterStore value) {
            store = requireNonNull(value, "store");
            return this;
        }

        /**
         * Sets how gameservers are reached. Without that, the orchestrator has no lobby.
         *
         * @param value the transport; not closed by the orchestrator
         * @return this builder
         */
        public Builder links(GameserverLinks value) {
            links = requireNonNull(value, "links");
            return this;
        }

        /**
         * Sets what chooses gameservers for new boards.
         *
         * @param value used by this orchestrator alone; default a {@link LeastLoadedPlacement}
         * @return this builder
         */
        public Builder placement(Placement value) {
            placement = requireNonNull(value, "placement");
            return this;
        }

        /**
         * Sets how much is to stay free, from which {@link Orchestrator#scale()} follows.
         *
         * @param value default {@link ScalePolicy#DEFAULT}
         * @return this builder
         */
        public Builder scale(ScalePolicy value) {
            scale = requireNonNull(value, "scale");
            return this;
        }

        /**
         * Sets the times of the cluster, which all its processes share.
         *
         * @param value default: {@link ClusterOptions#defaults()}
         * @return this builder
         */
        public Builder options(ClusterOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /**
         * Sets the monotonic clock.
         *
         * @param value default: the machine's
         * @return this builder
         */
        public Builder clock(NanoClock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets where the incarnation comes from.
         *
         * @param value default: the machine's secure random
         * @return this builder
         */
        public Builder ids(SecureIds value) {
            ids = requireNonNull(value, "ids");
            return this;
        }

        /**
         * Sets the executor, which must run one task at a time. The orchestrator does not close it.
         *
         * @param value default: an own one, of a single thread of {@link #threadFactory}
         * @return this builder
         */
        public Builder executor(ScheduledExecutorService value) {
            executor = requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets what makes the thread, if no executor is handed in.
         *
         * @param value default: threads named orbstrike-orchestrator
         * @return this builder
         */
        public Builder threadFactory(ThreadFactory value) {
            threadFactory = requireNonNull(value, "threadFactory");
            return this;
        }

        /**
         * Makes the orchestrator.
         *
         * @return not started
         * @throws NullPointerException if no store was set
         */
        public Orchestrator build() {
            requireNonNull(store, "store");
            return new Orchestrator(this);
        }
    }
}
