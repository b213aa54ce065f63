package io.orbstrike.cluster;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
     * Those that drain get no boards any more. So where those that stay do not all read what all agree on, it is agreed
     * among them: else boards would be left in a version that nobody reads who can take them. As long as all who stay read
     * what those that drain read, too, that is written.
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
            look(parts.cluster().leaseTtl(), () -> {});
        }
    }

    private void look(Duration remaining, Runnable next) {
        parts.agent()
                .<LeaseStore.ReadOutcome>askStore(
                        () -> parts.store().leases().read(remaining), Unknown::new, outcome -> {
                            read(outcome);
                            next.run();
                        });
    }

    /** Goes on once a gameserver is known, or was looked for as long as there is time. */
    void lookFor(Incarnation gameserver, Duration remaining, Runnable next) {
        if (known.containsKey(gameserver)) {
            next.run();
        } else {
            look(remaining, next);
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
        take(leases);
    }

    /**
     * Takes up what was read of the leases.
     *
     * @return for each type of ours the version that boards are written in from now on
     */
    Map<String, Integer> take(LeaseStore.Leases leases) {
        known.clear();
        leases.leases()
                .forEach(recorded -> known.put(
                        recorded.lease().gameserver(), recorded.lease().types()));
        agree(agreedBy(leases));
        if (!isRead) {
            isRead = true;
            onFirstRead.run();
        }
        return agreed;
    }

    private void agree(Map<String, Integer> now) {
        if (!now.equals(agreed)) {
            agreed = now;
            parts.boards().after(null).forEach(this::apply);
        }
    }

    private Map<String, Integer> agreedBy(LeaseStore.Leases leases) {
        List<Lease> live = leases.leases().stream()
                .filter(recorded -> recorded.isLiveAt(leases.storeTime()))
                .map(Lease.Recorded::lease)
                .toList();
        Map<String, Integer> versions = new HashMap<>();
        parts.types().snapshotVersions().forEach((type, own) -> versions.put(type, agreedBy(live, type, own)));
        return versions;
    }

    private static int agreedBy(List<Lease> live, String type, SnapshotVersions own) {
        int version = newestOf(read(live, type), own);
        List<Lease> undrained = live.stream().filter(lease -> !lease.draining()).toList();
        List<SnapshotVersions> staying = read(undrained, type);
        boolean isReadByThoseThatStay = staying.stream().allMatch(theirs -> theirs.contains(version));
        return isReadByThoseThatStay ? version : newestOf(staying, own);
    }

    private static List<SnapshotVersions> read(List<Lease> leases, String type) {
        List<SnapshotVersions> read = new ArrayList<>();
        for (Lease lease : leases) {
            SnapshotVersions theirs = lease.types().get(type);
            if (theirs != null) {
                read.add(theirs);
            }
        }
        return read;
    }

    /** The newest version that all can read; our oldest where there is none. */
    private static int newestOf(List<SnapshotVersions> read, SnapshotVersions own) {
        int newest = own.newest();
        for (SnapshotVersions theirs : read) {
            newest = Math.min(newest, theirs.newest());
        }
        return Math.max(newest, own.oldest());
    }
}
