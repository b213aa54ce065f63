package io.orbstrike.cluster;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.store.Incarnation;
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
     *
     * Who logged in after the last look was not heard. So before a board goes to one that is not known, it is looked again:
     * what is agreed on then counts that one, too.
     */

    private final GameserverParts parts;
    private final Map<Incarnation, Map<String, SnapshotVersions>> known = new HashMap<>();
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
            look(() -> {});
        }
    }

    private void look(Runnable next) {
        parts.agent()
                .<LeaseStore.ReadOutcome>askStore(
                        () -> parts.store().leases().read(parts.cluster().leaseTtl()), Unknown::new, outcome -> {
                            read(outcome);
                            next.run();
                        });
    }

    /** Goes on once a gameserver is known, or was looked for. */
    void lookFor(Incarnation gameserver, Runnable next) {
        if (known.containsKey(gameserver)) {
            next.run();
        } else {
            look(next);
        }
    }

    /** Whether a gameserver is known to read boards of a type in a version. */
    boolean isReadBy(Incarnation gameserver, String type, int version) {
        SnapshotVersions theirs = known.getOrDefault(gameserver, Map.of()).get(type);
        return theirs != null && theirs.contains(version);
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
        known.clear();
        leases.leases()
                .forEach(recorded -> known.put(
                        recorded.lease().gameserver(), recorded.lease().types()));
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
    Map<String, Integer> agreedBy(LeaseStore.Leases leases) {
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
