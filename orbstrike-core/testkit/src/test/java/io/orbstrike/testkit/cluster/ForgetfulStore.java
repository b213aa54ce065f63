package io.orbstrike.testkit.cluster;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A store that can be exchanged for another one, as a database that was restarted empty. */
final class ForgetfulStore implements ClusterStore {

    private final BoardStore boards = forwarding(BoardStore.class, ClusterStore::boards);
    private final RosterStore rosters = forwarding(RosterStore.class, ClusterStore::rosters);
    private final QuotaStore quotas = forwarding(QuotaStore.class, ClusterStore::quotas);
    private final LeaseStore leases = forwarding(LeaseStore.class, ClusterStore::leases);
    private final ElectionStore election = forwarding(ElectionStore.class, ClusterStore::election);
    private final AttachmentStore attachments = forwarding(AttachmentStore.class, ClusterStore::attachments);
    private final SnapshotStore snapshots = forwarding(SnapshotStore.class, ClusterStore::snapshots);
    private final StoreHints passedOn = forwarding(StoreHints.class, ClusterStore::hints);
    private final List<StoreHints.Listener> listeners = new ArrayList<>();
    private final StoreHints hints = new StoreHints() {
        @Override
        public void publish(Hint hint) {
            passedOn.publish(hint);
        }

        @Override
        public Subscription subscribe(Listener listener) {
            listeners.add(listener);
            return passedOn.subscribe(listener);
        }
    };
    private ClusterStore behind;

    ForgetfulStore(ClusterStore behind) {
        this.behind = behind;
    }

    /** Everything is forgotten that the other one does not know. */
    void replace(ClusterStore other) {
        behind = other;
    }

    /** Whoever ever listened hears that he may have missed something. */
    void interruptHints() {
        listeners.forEach(StoreHints.Listener::onGap);
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

    @Override
    public StoreHints hints() {
        return hints;
    }

    @Override
    public void close() {
        behind.close();
    }
}
