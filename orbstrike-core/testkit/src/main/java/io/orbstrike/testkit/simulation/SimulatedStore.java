package io.orbstrike.testkit.simulation;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The database: it can be away, its clock can be set, it can forget what it did last, and can come back empty.
 *
 * <p>Confined to the simulation's thread.
 */
final class SimulatedStore implements ClusterStore {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final EventQueue queue;
    private final InstantSource clock = this::instant;
    private final BoardStore boards = forwarding(BoardStore.class, ClusterStore::boards);
    private final RosterStore rosters = forwarding(RosterStore.class, ClusterStore::rosters);
    private final QuotaStore quotas = forwarding(QuotaStore.class, ClusterStore::quotas);
    private final LeaseStore leases = forwarding(LeaseStore.class, ClusterStore::leases);
    private final ElectionStore election = forwarding(ElectionStore.class, ClusterStore::election);
    private final AttachmentStore attachments = forwarding(AttachmentStore.class, ClusterStore::attachments);
    private final SnapshotStore snapshots = forwarding(SnapshotStore.class, ClusterStore::snapshots);
    private final List<Write> writes = new ArrayList<>();
    private ClusterStore behind = InMemoryClusterStore.create(clock);
    private Instant start = START;
    private Instant repeated = Instant.EPOCH;
    private boolean isRepeating;
    private boolean isAway;

    /** A call that was applied, to be applied again to a store that has forgotten only later ones. */
    private record Write(long timeNs, Instant instant, Runnable call) {}

    SimulatedStore(EventQueue queue) {
        this.queue = queue;
    }

    private Instant instant() {
        return isRepeating ? repeated : start.plusNanos(queue.nowNs());
    }

    InstantSource clock() {
        return clock;
    }

    boolean isAway() {
        return isAway;
    }

    /** Whether writes are repeated that were seen before. */
    boolean isRepeating() {
        return isRepeating;
    }

    void goAway() {
        isAway = true;
    }

    void comeBack() {
        isAway = false;
    }

    /** Sets its clock forward or back. */
    void step(Duration time) {
        start = start.plus(time);
    }

    /** Keeps what was applied just now. */
    <T> void keep(Function<Duration, T> call) {
        writes.add(new Write(queue.nowNs(), instant(), () -> {
            T unused = call.apply(LONG_ENOUGH);
        }));
    }

    /** Forgets what was written within a time. */
    void forget(Duration last) {
        behind = InMemoryClusterStore.create(clock);
        writes.removeIf(write -> queue.nowNs() - write.timeNs <= last.toNanos());
        isRepeating = true;
        for (Write write : writes) {
            repeated = write.instant;
            write.call.run();
        }
        isRepeating = false;
    }

    /** Forgets everything. */
    void forgetAll() {
        behind = InMemoryClusterStore.create(clock);
        writes.clear();
    }

    private <T> T forwarding(Class<T> type, Function<ClusterStore, T> part) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(part.apply(behind), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    @Override
    public BoardStore boards() {
        return boards;
    }

    @Override
    public RosterStore rosters() {
        return rosters;
    }

    @Override
    public QuotaStore quotas() {
        return quotas;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public ElectionStore election() {
        return election;
    }

    @Override
    public AttachmentStore attachments() {
        return attachments;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    /* Hints are not kept, and each process has its own connection for them. */
    @Override
    public StoreHints hints() {
        return behind.hints();
    }

    @Override
    public void close() {
        behind.close();
    }
}
