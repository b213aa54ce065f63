package io.orbstrike.testkit.cluster;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store that notes how much time each read of the leases has. */
final class LeaseReads implements ClusterStore, LeaseStore {

    private final ClusterStore behind;
    private final List<Duration> times = new ArrayList<>();

    LeaseReads(ClusterStore behind) {
        this.behind = behind;
    }

    /** How much time each had, in the order in which they were asked. */
    List<Duration> times() {
        return List.copyOf(times);
    }

    @Override
    public CompletionStage<LeaseStore.ReadOutcome> read(Duration remaining) {
        times.add(remaining);
        return behind.leases().read(remaining);
    }

    @Override
    public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
        return behind.leases().login(lease, ttl, remaining);
    }

    @Override
    public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
        return behind.leases().logout(gameserver, remaining);
    }

    @Override
    public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
        return behind.leases().end(gameserver, remaining);
    }

    @Override
    public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
        return behind.leases().forget(gameserver, remaining);
    }

    @Override
    public LeaseStore leases() {
        return this;
    }

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
    public StoreHints hints() {
        return behind.hints();
    }

    @Override
    public void close() {
        behind.close();
    }
}
