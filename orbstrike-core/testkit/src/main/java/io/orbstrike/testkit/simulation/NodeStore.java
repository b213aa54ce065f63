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

/**
 * The store as one process has it, with its own connection for hints.
 *
 * <p>Confined to the simulation's thread.
 */
record NodeStore(ClusterStore behind, StoreHints hints) implements ClusterStore {

    @Override
    public BoardStore boards() {
        return behind.boards();
    }

    @Override
    public RosterStore rosters() {
        return behind.rosters();
    }

    @Override
    public QuotaStore quotas() {
        return behind.quotas();
    }

    @Override
    public LeaseStore leases() {
        return behind.leases();
    }

    @Override
    public ElectionStore election() {
        return behind.election();
    }

    @Override
    public AttachmentStore attachments() {
        return behind.attachments();
    }

    @Override
    public SnapshotStore snapshots() {
        return behind.snapshots();
    }

    @Override
    public void close() {
        behind.close();
    }
}
