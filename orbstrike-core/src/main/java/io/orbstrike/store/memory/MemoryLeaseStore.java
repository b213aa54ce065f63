package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Leases of the in-memory store.
 *
 * <p>Thread-safe.
 */
record MemoryLeaseStore(StoreCalls calls, GameserverLeases leases, GameserverIndexes indexes) implements LeaseStore {

    @Override
    public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
        requireNonNull(lease, "lease");
        Ttl.requirePositive(ttl);
        return calls.call(remaining, NotApplied::new, now -> leases.login(lease, ttl, now));
    }

    @Override
    public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        return calls.call(remaining, NotApplied::new, now -> forgotten(gameserver, leases.logout(gameserver)));
    }

    @Override
    public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        return calls.call(remaining, NotApplied::new, now -> leases.end(gameserver, now));
    }

    @Override
    public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        return calls.call(remaining, NotApplied::new, now -> forgotten(gameserver, leases.forget(gameserver, now)));
    }

    private EndOutcome forgotten(Incarnation gameserver, EndOutcome outcome) {
        if (outcome instanceof Ended) {
            indexes.forget(gameserver);
        }
        return outcome;
    }

    @Override
    public CompletionStage<ReadOutcome> read(Duration remaining) {
        return calls.call(remaining, Unknown::new, leases::read);
    }
}
