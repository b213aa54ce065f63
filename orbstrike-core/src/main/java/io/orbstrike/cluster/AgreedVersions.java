package io.orbstrike.cluster;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps boards writing the newest snapshot version that every live gameserver with their type can read, so that a rollback
 * strands none (SNAP-2).
 *
 * <p>Confined to the agent's thread.
 */
final class AgreedVersions {

    /* Until the leases were read for the first time, boards that are created write the oldest version, which is the one that
     * most can read. Boards are adopted only afterwards, so that none of them is written in an older version than it must.
     */

    private final GameserverParts parts;
    private Map<String, Integer> agreed = Map.of();
    private Runnable onFirstRead = () -> {};
    private boolean isRead;

    AgreedVersions(GameserverParts parts) {
        this.parts = parts;
    }

    /** Looks now and at each lease TTL, and more often until the leases were read; tells of the first time. */
    void start(Runnable whenRead) {
        onFirstRead = whenRead;
        Map<String, Integer> oldest = new HashMap<>();
        parts.types().snapshotVersions().forEach((type, own) -> oldest.put(type, own.oldest()));
        agree(oldest);
        run();
    }

    private void run() {
        if (!parts.agent().isStopped()) {
            parts.agent()
                    .schedule(
                            isRead
                                    ? parts.cluster().leaseTtl()
                                    : parts.cluster().renewInterval(),
                            this::run);
            parts.agent()
                    .askStore(() -> parts.store().leases().read(parts.cluster().leaseTtl()), Unknown::new, this::read);
        }
    }

    /** Makes a board write what is agreed on for its type. */
    void apply(ServedBoard<?, ?> board) {
        Integer version = agreed.get(board.type().name());
        if (version != null && board.isHosted()) {
            board.hosted().snapshotVersion(version);
        }
    }

    private void read(LeaseStore.ReadOutcome outcome) {
        if (!(outcome instanceof LeaseStore.Leases leases)) {
            parts.counters().countUnknown(StoreCall.READ_LEASES);
            return;
        }
        agree(agreedBy(leases));
        if (!isRead) {
            isRead = true;
            onFirstRead.run();
        }
    }

    private void agree(Map<String, Integer> now) {
        if (!now.equals(agreed)) {
            agreed = now;
            parts.boards().after(null).forEach(this::apply);
        }
    }

    /** For each type of ours the newest version that all can read; our oldest where there is none. */
    private Map<String, Integer> agreedBy(LeaseStore.Leases leases) {
        Map<String, Integer> versions = new HashMap<>();
        parts.types().snapshotVersions().forEach((type, own) -> {
            int newest = own.newest();
            for (Lease.Recorded recorded : leases.leases()) {
                SnapshotVersions theirs = recorded.lease().types().get(type);
                if (theirs != null && recorded.isLiveAt(leases.storeTime())) {
                    newest = Math.min(newest, theirs.newest());
                }
            }
            versions.put(type, Math.max(newest, own.oldest()));
        });
        return versions;
    }
}
