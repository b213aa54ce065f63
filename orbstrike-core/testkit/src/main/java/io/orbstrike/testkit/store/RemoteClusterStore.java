package io.orbstrike.testkit.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;

/**
 * A store that is reached by a transport, which decides what becomes of each call.
 *
 * <p>Thread-safe if the store and the transport are.
 */
public final class RemoteClusterStore implements ClusterStore {

    private final ClusterStore store;
    private final BoardStore boards;
    private final RosterStore rosters;
    private final QuotaStore quotas;
    private final LeaseStore leases;
    private final ElectionStore election;
    private final AttachmentStore attachments;
    private final SnapshotStore snapshots;
    private final StoreHints hints;

    /**
     * Puts a transport in front of a store.
     *
     * @param store the one behind; closed with this one
     * @param transport carries every call
     */
    public RemoteClusterStore(ClusterStore store, StoreTransport transport) {
        this.store = requireNonNull(store, "store");
        requireNonNull(transport, "transport");
        this.boards = new RemoteBoards(store.boards(), transport);
        this.rosters = new RemoteRosters(store.rosters(), transport);
        this.quotas = new RemoteQuotas(store.quotas(), transport);
        this.leases = new RemoteLeases(store.leases(), transport);
        this.election = new RemoteElection(store.election(), transport);
        this.attachments = new RemoteAttachments(store.attachments(), transport);
        this.snapshots = new RemoteSnapshots(store.snapshots(), transport);
        this.hints = new RemoteHints(store.hints(), transport);
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
        store.close();
    }
}
