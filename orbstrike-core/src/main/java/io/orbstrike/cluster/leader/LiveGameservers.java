package io.orbstrike.cluster.leader;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which gameservers live and which do not, as the store last said, and what was given to each lately.
 *
 * <p>Confined to the agent's thread.
 */
final class LiveGameservers {

    /* A gameserver tells its load with each renewal, and a board enters it only once it is adopted. So what was given counts
     * on top of the load of before, until nothing was given for two TTLs; if it tells more than that, that counts.
     *
     * One that has missed renewals may be dead already, and is given nothing: the boards of one that died with it would lose
     * two holders by one stroke (FAIL-4). It renews its lease at least three times in a TTL.
     */

    private final Duration overdueBelow;
    private final long givenCountsNs;
    private final Map<Incarnation, Lease.Recorded> live = new HashMap<>();
    private final Map<Incarnation, Lease.Recorded> ended = new HashMap<>();
    private final Map<Incarnation, Given> given = new HashMap<>();
    private Instant storeTime = Instant.EPOCH;

    LiveGameservers(Duration leaseTtl) {
        this.overdueBelow = leaseTtl.dividedBy(2);
        this.givenCountsNs = leaseTtl.multipliedBy(2).toNanos();
    }

    /**
     * What a gameserver was given.
     *
     * @param boards how many boards it has with that
     * @param places how many places they have
     * @param atNs when it was given the last of them
     */
    private record Given(int boards, int places, long atNs) {}

    /** Takes up what the store says, judged by the store's own time (LEASE-4). */
    void update(LeaseStore.Leases leases, long nowNs) {
        storeTime = leases.storeTime();
        live.clear();
        ended.clear();
        for (Lease.Recorded recorded : leases.leases()) {
            Incarnation gameserver = recorded.lease().gameserver();
            if (recorded.isLiveAt(leases.storeTime())) {
                live.put(gameserver, recorded);
            } else {
                ended.put(gameserver, recorded);
            }
        }
        given.values().removeIf(last -> nowNs - last.atNs() > givenCountsNs);
        given.keySet().retainAll(live.keySet());
    }

    Set<Incarnation> live() {
        return new LinkedHashSet<>(live.keySet());
    }

    /** What a live gameserver says of itself. */
    @Nullable
    Lease lease(Incarnation gameserver) {
        Lease.Recorded recorded = live.get(gameserver);
        return recorded == null ? null : recorded.lease();
    }

    /** When the lease of a live gameserver runs out, by the store's clock; each renewal puts it off. */
    Optional<Instant> expiry(Incarnation gameserver) {
        return Optional.ofNullable(live.get(gameserver)).map(Lease.Recorded::expiresAt);
    }

    boolean isLive(Incarnation gameserver) {
        return live.containsKey(gameserver);
    }

    boolean hasEnded(Incarnation gameserver) {
        return ended.containsKey(gameserver);
    }

    /** Whether a gameserver lost its lease without having begun to stop. */
    boolean hasDied(Incarnation gameserver) {
        Lease.Recorded recorded = ended.get(gameserver);
        return recorded != null && !recorded.lease().draining();
    }

    List<Incarnation> ended() {
        return List.copyOf(ended.keySet());
    }

    /** The one with the fewest boards that can have the board, has room, and missed no renewal of late. */
    Optional<Incarnation> choose(BoardSpec board, OptionalInt snapshotVersion, Predicate<Incarnation> isHeldBack) {
        return live.values().stream()
                .filter(recorded -> !isOverdue(recorded))
                .map(Lease.Recorded::lease)
                .filter(lease -> !lease.draining() && canHave(lease, board, snapshotVersion))
                .filter(lease -> boards(lease) < lease.capacity().boards()
                        && (long) places(lease) + board.maxPlayers()
                                <= lease.capacity().places())
                .filter(lease -> !isHeldBack.test(lease.gameserver()))
                .min(Comparator.comparingInt(this::boards)
                        .thenComparing(lease -> lease.gameserver().toString()))
                .map(Lease::gameserver);
    }

    private boolean isOverdue(Lease.Recorded recorded) {
        return recorded.expiresAt().isBefore(storeTime.plus(overdueBelow));
    }

    /** Whether a gameserver has the labels that a board requires and its type, and reads its snapshot's version. */
    static boolean canHave(Lease lease, BoardSpec board, OptionalInt snapshotVersion) {
        SnapshotVersions versions = lease.types().get(board.type());
        return versions != null
                && (snapshotVersion.isEmpty() || versions.contains(snapshotVersion.getAsInt()))
                && board.requiredLabels().areAmong(lease.labels());
    }

    /** A board was given to a live one. */
    void give(Incarnation gameserver, int places, long nowNs) {
        Lease lease = lease(gameserver);
        if (lease != null) {
            given.put(gameserver, new Given(boards(lease) + 1, places(lease) + places, nowNs));
        }
    }

    private int boards(Lease lease) {
        Given last = given.get(lease.gameserver());
        return last == null ? lease.load().boards() : Math.max(lease.load().boards(), last.boards());
    }

    private int places(Lease lease) {
        Given last = given.get(lease.gameserver());
        return last == null ? lease.load().places() : Math.max(lease.load().places(), last.places());
    }
}
