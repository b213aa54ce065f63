package io.orbstrike.testkit.store;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The calls of leases, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteLeases(LeaseStore store, StoreTransport transport) implements LeaseStore {

    @Override
    public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
        return transport.write(
                StoreCall.LOGIN,
                remaining,
                left -> store.login(lease, ttl, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
        return transport.write(
                StoreCall.LOGOUT,
                remaining,
                left -> store.logout(gameserver, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
        return transport.write(
                StoreCall.END_LEASE,
                remaining,
                left -> store.end(gameserver, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
        return transport.write(
                StoreCall.FORGET_LEASE,
                remaining,
                left -> store.forget(gameserver, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ReadOutcome> read(Duration remaining) {
        return transport.read(StoreCall.READ_LEASES, remaining, left -> store.read(left), outcome -> outcome);
    }
}
