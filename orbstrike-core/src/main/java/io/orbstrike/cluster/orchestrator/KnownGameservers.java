package io.orbstrike.cluster.orchestrator;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which gameservers live, as the store last said, by the store's own time (LEASE-4). While the store is silent the last
 * answer counts (I6).
 *
 * <p>Confined to the agent's thread, but for {@link #live}.
 */
public final class KnownGameservers {

    private static final int LOOKS_PER_TTL = 8;

    private final Agent agent;
    private final LeaseStore store;
    private final ClusterOptions options;
    private final LongAdder storeUnknown;
    private volatile Map<Incarnation, Lease> live = Map.of();
    private Runnable onChanged = () -> {};
    private Consumer<LeaseStore.Leases> onLeases = leases -> {};
    private boolean isReading;
    private boolean readAgain;
    private boolean hasRead;

    /**
     * Knows of none yet.
     *
     * @param agent of the orchestrator
     * @param store where the leases are
     * @param options the cluster's times
     * @param storeUnknown counts reads without an answer
     */
    public KnownGameservers(Agent agent, LeaseStore store, ClusterOptions options, LongAdder storeUnknown) {
        this.agent = agent;
        this.store = store;
        this.options = options;
        this.storeUnknown = storeUnknown;
    }

    /**
     * Sets who is told when other gameservers live than before.
     *
     * @param hearer called on the agent's thread
     */
    public void onChanged(Runnable hearer) {
        onChanged = hearer;
    }

    /**
     * Sets who is told of all leases that are read, those that have ended with them.
     *
     * @param hearer called on the agent's thread
     */
    public void onLeases(Consumer<LeaseStore.Leases> hearer) {
        onLeases = hearer;
    }

    /** Reads now and at each interval. */
    public void start() {
        if (!agent.isStopped()) {
            agent.schedule(options.leaseTtl().dividedBy(LOOKS_PER_TTL), this::start);
            read();
        }
    }

    /** Reads now, or once more after a read that is under way. */
    public void read() {
        if (isReading) {
            readAgain = true;
            return;
        }
        isReading = true;
        agent.askStore(() -> store.read(options.leaseTtl()), Unknown::new, this::onRead);
    }

    /**
     * Whether the store has said once who lives.
     *
     * @return false before its first answer
     */
    public boolean hasRead() {
        return hasRead;
    }

    /**
     * The leases that hold.
     *
     * @return an unmodifiable view, by gameserver
     */
    public Map<Incarnation, Lease> live() {
        return live;
    }

    /**
     * The leases that hold.
     *
     * @return in no particular order
     */
    public Collection<Lease> leases() {
        return live.values();
    }

    /**
     * Where a gameserver is.
     *
     * @param gameserver which
     * @return null if it does not live
     */
    public @Nullable GameserverAddress address(Incarnation gameserver) {
        Lease lease = live.get(gameserver);
        return lease == null ? null : new GameserverAddress(gameserver, lease.address());
    }

    private void onRead(LeaseStore.ReadOutcome outcome) {
        isReading = false;
        if (outcome instanceof LeaseStore.Leases leases) {
            take(leases);
        } else {
            storeUnknown.increment();
        }
        if (readAgain) {
            readAgain = false;
            read();
        }
    }

    private void take(LeaseStore.Leases leases) {
        Map<Incarnation, Lease> now = new HashMap<>();
        for (Lease.Recorded recorded : leases.leases()) {
            if (recorded.isLiveAt(leases.storeTime())) {
                now.put(recorded.lease().gameserver(), recorded.lease());
            }
        }
        boolean isOther = !hasRead || !now.keySet().equals(live.keySet());
        hasRead = true;
        live = Collections.unmodifiableMap(now);
        onLeases.accept(leases);
        if (isOther) {
            onChanged.run();
        }
    }
}
