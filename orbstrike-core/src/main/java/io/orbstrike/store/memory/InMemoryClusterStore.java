package io.orbstrike.store.memory;

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
import java.util.concurrent.Executor;

/**
 * The embedded store: it lives and dies with its process, so durable means known to this object. Its calls are done by the
 * time they return, unless it is given an executor.
 *
 * <p>Thread-safe. It keeps at most 131,072 boards, 1 GiB of their snapshots, 262,144 tombstones (beyond them the oldest are
 * forgotten), 524,288 entries of indexes, 4,096 leases, per board 65,536 keys of players that are gone, and per day 131,072
 * creators; what does not fit is not applied. It has at most 4,096 listeners to hints; 1,024 hints wait for each, beyond
 * them it hears of a gap.
 */
public final class InMemoryClusterStore implements ClusterStore {

    private static final int BOARDS_MAX = 1 << 17;
    private static final int TOMBSTONES_MAX = 1 << 18;
    private static final int REMEMBERED_KEYS_MAX = 1 << 16;
    private static final int CREATORS_MAX = 1 << 17;
    private static final int INDEX_ENTRIES_MAX = 1 << 19;
    private static final int LEASES_MAX = 1 << 12;
    private static final int LISTENERS_MAX = 1 << 12;
    private static final long SNAPSHOT_BYTES_MAX = 1 << 30;

    private final StoreCalls calls;
    private final BoardStore boards;
    private final RosterStore rosters;
    private final QuotaStore quotas;
    private final LeaseStore leases;
    private final ElectionStore election;
    private final AttachmentStore attachments;
    private final SnapshotStore snapshots;
    private final MemoryHints hints;

    private InMemoryClusterStore(StoreCalls calls, Executor executor) {
        GameserverIndexes indexes = new GameserverIndexes(INDEX_ENTRIES_MAX);
        GameserverLeases gameservers = new GameserverLeases(LEASES_MAX);
        SnapshotRoom room = new SnapshotRoom(SNAPSHOT_BYTES_MAX);
        BoardStripes stripes = new BoardStripes(BOARDS_MAX, TOMBSTONES_MAX, REMEMBERED_KEYS_MAX, room, indexes);
        this.calls = calls;
        this.boards = new MemoryBoardStore(calls, stripes);
        this.rosters = new MemoryRosterStore(calls, stripes);
        this.quotas = new MemoryQuotaStore(calls, new CreatorQuotas(CREATORS_MAX));
        this.leases = new MemoryLeaseStore(calls, gameservers, indexes);
        this.election = new MemoryElectionStore(calls);
        this.attachments = new MemoryAttachmentStore(calls, stripes, indexes, gameservers);
        this.snapshots = new MemorySnapshotStore(calls, stripes, gameservers);
        this.hints = new MemoryHints(executor, LISTENERS_MAX);
    }

    /**
     * An empty store whose calls are done on the calling thread.
     *
     * @param clock the store's clock
     * @return a new store
     */
    public static InMemoryClusterStore create(InstantSource clock) {
        return create(clock, Runnable::run);
    }

    /**
     * An empty store whose calls are done by an executor.
     *
     * @param clock the store's clock
     * @param executor does the calls, on any of its threads, and completes their stages; it calls listeners to hints, too
     * @return a new store
     */
    public static InMemoryClusterStore create(InstantSource clock, Executor executor) {
        requireNonNull(executor, "executor");
        return new InMemoryClusterStore(new StoreCalls(clock, executor), executor);
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
        calls.close();
        hints.close();
    }
}
