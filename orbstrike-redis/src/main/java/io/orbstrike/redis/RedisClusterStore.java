package io.orbstrike.redis;

import io.orbstrike.redis.RedisCounters.CallResult;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The store of a cluster on Redis 6.2 and newer, or Valkey: one server, a master that sentinels watch, or a Redis Cluster.
 *
 * <p>It connects with the first call, and again whenever that is needed; a database that is away makes calls fail, and
 * nothing else. Calls are made by threads of the store's own, of which leases and election, attachments, boards with their
 * rosters, and snapshots have some for themselves.
 *
 * <p>Thread-safe.
 */
public final class RedisClusterStore implements ClusterStore {

    private final RedisIo io;
    private final RedisCounters counters;
    private final ScheduledExecutorService topologyWatch;
    private final String description;
    private final BoardStore boards;
    private final RosterStore rosters;
    private final QuotaStore quotas;
    private final LeaseStore leases;
    private final ElectionStore election;
    private final AttachmentStore attachments;
    private final SnapshotStore snapshots;
    private final RedisHints hints;

    RedisClusterStore(
            RedisIo io,
            RedisCounters counters,
            RedisHints hints,
            ScheduledExecutorService topologyWatch,
            String description) {
        this.io = io;
        this.counters = counters;
        this.hints = hints;
        this.topologyWatch = topologyWatch;
        this.description = description;
        BoardList list = new BoardList(io.keys());
        BoardIndex index = new BoardIndex(io.keys());
        this.boards = new RedisBoards(io, list, index);
        this.rosters = new RedisRosters(io);
        this.quotas = new RedisQuotas(io);
        this.leases = new RedisLeases(io, index);
        this.election = new RedisElection(io);
        this.attachments = new RedisAttachments(io, index);
        this.snapshots = new RedisSnapshots(io, list, index);
    }

    /**
     * Begins to describe a store.
     *
     * @param uri {@code redis://HOST:PORT/DATABASE}, {@code rediss://…} for TLS,
     *     {@code redis-sentinel://HOST:PORT,…/MASTER} or {@code redis-cluster://HOST:PORT,…}; hosts may be preceded by
     *     {@code USER:PASSWORD@}, percent-encoded
     * @return a builder with defaults for the rest
     * @throws IllegalArgumentException if it is none of these; the message holds no password
     */
    public static RedisClusterStoreBuilder builder(String uri) {
        return new RedisClusterStoreBuilder(RedisUri.parse(uri));
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
        hints.close();
        topologyWatch.shutdownNow();
        io.close();
    }

    /** Shows where the database is, and neither user nor password. */
    @Override
    public String toString() {
        return "RedisClusterStore " + description;
    }

    RedisCounters counters() {
        return counters;
    }

    int queueDepth(IoLane.Purpose purpose) {
        return io.depth(purpose);
    }

    long callCount(IoLane.Purpose purpose, CallResult result) {
        return counters.calls(purpose, result).sum();
    }
}
