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
import java.time.InstantSource;

/**
 * A store in front of another one, that fails as it is told to: per call, until it is told otherwise.
 *
 * <p>Thread-safe. Stages complete on the thread of the store behind, or of {@link #release()}.
 */
public final class FaultyClusterStore implements ClusterStore {

    private final ClusterStore store;
    private final StoreFaults faults;
    private final ClusterStore remote;

    /**
     * Creates a store without faults.
     *
     * @param store the one behind; closed with this one
     * @param clock that store's clock: a request that is held has less time left when it goes there
     */
    public FaultyClusterStore(ClusterStore store, InstantSource clock) {
        this.store = requireNonNull(store, "store");
        this.faults = new StoreFaults(clock);
        this.remote = new RemoteClusterStore(store, faults);
    }

    /**
     * Sets what goes wrong with one call from now on.
     *
     * @param call which one
     * @param fault what; of a call without an answer only the request can be lost or held
     */
    public void fail(StoreCall call, StoreFault fault) {
        faults.fail(call, fault);
    }

    /**
     * Sets what goes wrong with every call from now on.
     *
     * @param fault what
     */
    public void failAll(StoreFault fault) {
        for (StoreCall call : StoreCall.values()) {
            fail(call, fault);
        }
    }

    /**
     * How often a call was made, whatever came of it.
     *
     * @param call which one
     * @return 0 and above
     */
    public int calls(StoreCall call) {
        return faults.calls(call);
    }

    /**
     * Lets go of what is held, in its order, and on the calling thread. What the released requests and answers lead to is
     * subject to the faults of then.
     *
     * @return how many requests and answers were held
     */
    public int release() {
        return faults.release();
    }

    /**
     * The store without faults.
     *
     * @return the one behind
     */
    public ClusterStore behind() {
        return store;
    }

    @Override
    public BoardStore boards() {
        return remote.boards();
    }

    @Override
    public RosterStore rosters() {
        return remote.rosters();
    }

    @Override
    public QuotaStore quotas() {
        return remote.quotas();
    }

    @Override
    public LeaseStore leases() {
        return remote.leases();
    }

    @Override
    public ElectionStore election() {
        return remote.election();
    }

    @Override
    public AttachmentStore attachments() {
        return remote.attachments();
    }

    @Override
    public SnapshotStore snapshots() {
        return remote.snapshots();
    }

    @Override
    public StoreHints hints() {
        return remote.hints();
    }

    @Override
    public void close() {
        store.close();
    }
}
