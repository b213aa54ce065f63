package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The leases of the in-memory store, those that have ended included.
 *
 * <p>Thread-safe: one lock for all of it, taken within a stripe's.
 */
final class GameserverLeases {

    private final int leasesMax;
    private final Map<Incarnation, Lease.Recorded> leases = new HashMap<>();

    GameserverLeases(int leasesMax) {
        this.leasesMax = leasesMax;
    }

    synchronized LeaseStore.LoginOutcome login(Lease lease, Duration ttl, Instant now) {
        forgetOld(now);
        Lease.Recorded before = leases.get(lease.gameserver());
        if (before == null && leases.size() >= leasesMax) {
            return new NotApplied(new StoreException("too many gameservers", null));
        }
        leases.put(lease.gameserver(), new Lease.Recorded(lease, now.plus(ttl), Optional.empty()));
        return isLive(before, now) ? LeaseStore.LoggedIn.RENEWED : LeaseStore.LoggedIn.TAKEN;
    }

    synchronized LeaseStore.EndOutcome logout(Incarnation gameserver) {
        leases.remove(gameserver);
        return LeaseStore.Ended.INSTANCE;
    }

    synchronized LeaseStore.EndOutcome end(Incarnation gameserver, Instant now) {
        leases.computeIfPresent(
                gameserver,
                (same, held) -> held.isLiveAt(now) ? new Lease.Recorded(held.lease(), now, Optional.of(now)) : held);
        return LeaseStore.Ended.INSTANCE;
    }

    synchronized LeaseStore.EndOutcome forget(Incarnation gameserver, Instant now) {
        if (isLive(leases.get(gameserver), now)) {
            return LeaseStore.StillLive.INSTANCE;
        }
        leases.remove(gameserver);
        return LeaseStore.Ended.INSTANCE;
    }

    synchronized LeaseStore.Leases read(Instant now) {
        forgetOld(now);
        return new LeaseStore.Leases(now, new ArrayList<>(leases.values()));
    }

    synchronized boolean isLive(Incarnation gameserver, Instant now) {
        requireNonNull(gameserver, "gameserver");
        return isLive(leases.get(gameserver), now);
    }

    private static boolean isLive(Lease.@Nullable Recorded lease, Instant now) {
        return lease != null && lease.isLiveAt(now);
    }

    private void forgetOld(Instant now) {
        Instant keptSince = now.minus(LeaseStore.KEPT_AFTER_END);
        leases.values().removeIf(lease -> !lease.expiresAt().isAfter(keptSince));
    }
}
