package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.leader.Leader;
import io.orbstrike.cluster.leader.OrchestratorCounters;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore.Candidate;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator: it takes part in the election, and while it leads it attaches boards whose gameservers do not live to
 * ones that do.
 *
 * <p>Thread-safe.
 */
public final class Orchestrator implements AutoCloseable {

    private final Agent agent;
    private final ClusterOptions options;
    private final Incarnation incarnation;
    private final OrchestratorCounters counters = new OrchestratorCounters();
    private final Leader leader;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final @Nullable ScheduledExecutorService ownExecutor;

    private Orchestrator(Builder from) {
        ScheduledExecutorService given = from.executor;
        ownExecutor = given == null ? Agent.singleThread(from.threadFactory) : null;
        agent = new Agent(given == null ? requireNonNull(ownExecutor) : given, from.clock, counters.agentFailures);
        options = from.options;
        incarnation = from.ids.incarnation();
        ClusterStore store = requireNonNull(from.store, "store");
        leader = new Leader(agent, store, options, counters, new Candidate(incarnation, from.advertised));
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
     * @return completes when every board of a gameserver that does not live was looked at once, or another orchestrator
     *     leads; on any thread
     * @throws IllegalStateException if it was called before
     */
    public CompletionStage<Void> start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the orchestrator was started before: build another");
        }
        agent.execute(() -> {
            leader.start();
            awaitSettled();
        });
        return settled.minimalCompletionStage();
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
        agent.execute(leader::resign);
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
        private String advertised = "";
        private ClusterOptions options = ClusterOptions.defaults();
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private SecureIds ids = SecureIds.create();
        private ThreadFactory threadFactory = task -> new Thread(task, "orbstrike-orchestrator");
        private @Nullable ScheduledExecutorService executor;

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
         * Sets where others reach this process.
         *
         * @param value host and port; default empty
         * @return this builder
         */
        public Builder advertise(String value) {
            advertised = requireNonNull(value, "advertise");
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
