package io.orbstrike.cluster;

import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Logs a gameserver in and renews its lease.
 *
 * <p>Confined to the agent's thread, but for {@link #isConfirmed} and {@link #firstLogin}.
 */
final class LeaseKeeper {

    /* A renewal is sent at each interval, whether or not the one before was answered, so that one lost answer costs nothing.
     * The lease counts from before the renewal was sent (LEASE-3). When the last answered one was sent longer than a TTL
     * ago, the lease is in doubt: the gameserver is unconfirmed, and goes on.
     */

    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final int IN_FLIGHT_MAX = 4;

    private final Agent agent;
    private final LeaseStore store;
    private final ClusterOptions options;
    private final GameserverCounters counters;
    private final Supplier<Lease> description;
    private final Runnable onTaken;
    private final CompletableFuture<Void> firstLogin = new CompletableFuture<>();
    private int inFlight;
    private volatile long confirmedNs;
    private boolean warned;
    private boolean stopped;

    /**
     * Creates a keeper that does nothing yet.
     *
     * @param description what the gameserver says of itself now
     * @param onTaken told when the lease was taken, for the first time or after it had ended
     */
    LeaseKeeper(
            Agent agent,
            LeaseStore store,
            ClusterOptions options,
            GameserverCounters counters,
            Supplier<Lease> description,
            Runnable onTaken) {
        this.agent = agent;
        this.store = store;
        this.options = options;
        this.counters = counters;
        this.description = description;
        this.onTaken = onTaken;
    }

    /** Completes when the lease is held for the first time. */
    CompletionStage<Void> firstLogin() {
        return firstLogin.minimalCompletionStage();
    }

    /** Whether the last renewal that was answered was sent at most a TTL ago (ROUTE-3). */
    boolean isConfirmed() {
        return firstLogin.isDone()
                && agent.nowNs() - confirmedNs <= options.leaseTtl().toNanos();
    }

    /** How long ago the last answered renewal was sent; 0 before the first one was answered, and once it renews no more. */
    long unansweredNs() {
        return firstLogin.isDone() && !stopped ? agent.nowNs() - confirmedNs : 0;
    }

    /** Sends a renewal now, and the next ones at their times. */
    void start() {
        confirmedNs = agent.nowNs();
        run();
    }

    private void run() {
        if (agent.isStopped() || stopped) {
            return;
        }
        agent.schedule(options.renewInterval(), this::run);
        judge();
        renew();
    }

    /** Renews no more. */
    void stop() {
        stopped = true;
    }

    /** Sends a renewal beside those at their times, since what the gameserver says of itself has changed. */
    void renew() {
        if (stopped || inFlight >= IN_FLIGHT_MAX) {
            return;
        }
        inFlight++;
        long sentNs = agent.nowNs();
        Duration ttl = options.leaseTtl();
        agent.askStore(
                () -> store.login(description.get(), ttl, ttl), Unknown::new, outcome -> answered(sentNs, outcome));
    }

    private void answered(long sentNs, LeaseStore.LoginOutcome outcome) {
        inFlight--;
        if (outcome instanceof LeaseStore.LoggedIn loggedIn) {
            boolean isFirst = !firstLogin.isDone();
            if (isFirst || sentNs - confirmedNs > 0) {
                confirmedNs = sentNs;
            }
            firstLogin.complete(null);
            judge();
            if (isFirst) {
                LOG.log(Level.INFO, "logged in as {0}", description.get().gameserver());
            }
            if (loggedIn == LeaseStore.LoggedIn.TAKEN) {
                counters.leasesTaken.increment();
                onTaken.run();
            }
        } else if (outcome instanceof NotApplied) {
            counters.countNotApplied(StoreCall.LOGIN);
        } else {
            counters.countUnknown(StoreCall.LOGIN);
        }
    }

    private void judge() {
        boolean isRecent = agent.nowNs() - confirmedNs <= options.leaseTtl().toNanos();
        if (!isRecent && !warned) {
            warned = true;
            if (firstLogin.isDone()) {
                counters.leasesInDoubt.increment();
            }
            LOG.log(
                    Level.WARNING,
                    "no login was answered for {0} ms: the lease is in doubt, and is asked for again",
                    options.leaseTtl().toMillis());
        } else if (isConfirmed() && warned) {
            warned = false;
            LOG.log(Level.INFO, "the lease is renewed again");
        }
    }
}
