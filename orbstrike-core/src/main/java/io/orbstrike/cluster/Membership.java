package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A gameserver's part in the cluster: its lease, the boards that are attached to it, and its end in order.
 *
 * <p>Thread-safe.
 */
final class Membership {

    private static final Logger LOG = System.getLogger(Membership.class.getName());

    /** The versions of the internal protocol that this build speaks. */
    private static final Lease.Protocols PROTOCOLS = new Lease.Protocols(1, 1);

    private final GameserverParts parts;
    private final BoardIndex index;
    private final String build;
    private final LoadMeter load;
    private final LeaseKeeper lease;
    private final AgreedVersions versions;
    private final AtomicReference<@Nullable String> address = new AtomicReference<>();
    private volatile StoreHints.@Nullable Subscription hints;

    Membership(GameserverParts parts, BoardIndex index, AgreedVersions versions, String build) {
        this.parts = parts;
        this.index = index;
        this.versions = versions;
        this.build = build;
        this.load = new LoadMeter(parts);
        this.lease = new LeaseKeeper(
                parts.agent(), parts.store().leases(), parts.cluster(), parts.counters(), this::describe, () -> {
                    index.enter();
                    index.look();
                });
    }

    CompletionStage<Void> login(String advertised) {
        if (!address.compareAndSet(null, advertised)) {
            throw new IllegalStateException("the gameserver has logged in as " + address.get());
        }
        hints = parts.store().hints().subscribe(index);
        parts.agent().execute(() -> {
            versions.start(index::run);
            lease.start();
        });
        return lease.firstLogin();
    }

    CompletionStage<Boolean> adoptBoards() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        parts.agent().execute(() -> index.look(done));
        return done.minimalCompletionStage();
    }

    boolean isConfirmed() {
        return lease.isConfirmed();
    }

    /** How long ago the last answered renewal was sent; on the agent's thread. */
    long unansweredNs() {
        return lease.unansweredNs();
    }

    /** Takes no more boards, and says so to whoever leads, so that those that are here are handed over. */
    void startDraining() {
        parts.boards().drain();
        parts.agent().execute(() -> {
            if (address.get() != null) {
                lease.renew();
            }
        });
    }

    CompletionStage<Void> drain() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        parts.boards().drain();
        parts.agent().execute(() -> {
            if (address.get() == null) {
                save(done);
            } else {
                lease.renew();
                new Drain(parts, versions, () -> save(done)).begin();
            }
        });
        return done.minimalCompletionStage();
    }

    void close() {
        StoreHints.Subscription subscription = hints;
        if (subscription != null) {
            subscription.close();
        }
    }

    private void save(CompletableFuture<Void> done) {
        parts.boards().leave();
        parts.agent().askHost(() -> parts.sync().flushAll(), saved -> endLease(done), failure -> endLease(done));
    }

    /* A lease that has ended stays readable, so that whoever leads finds the boards; one without boards is forgotten. */
    private void endLease(CompletableFuture<Void> done) {
        lease.stop();
        if (address.get() == null) {
            done.complete(null);
            return;
        }
        Duration remaining = parts.options().storeTimeout();
        parts.agent()
                .askStore(
                        () -> parts.store().leases().end(parts.incarnation(), remaining),
                        Unknown::new,
                        outcome -> ended(outcome, done));
    }

    private void ended(LeaseStore.EndOutcome outcome, CompletableFuture<Void> done) {
        if (!(outcome instanceof LeaseStore.Ended)) {
            LOG.log(Level.WARNING, "the lease was not ended, and ends by itself: {0}", outcome);
            done.complete(null);
        } else if (parts.boards().size() > 0) {
            done.complete(null);
        } else {
            forgetIfEmpty(done);
        }
    }

    /* Nothing is attached to a lease that has ended; what was attached just before is in the index. */
    private void forgetIfEmpty(CompletableFuture<Void> done) {
        Duration remaining = parts.options().storeTimeout();
        parts.agent()
                .<AttachmentStore.IndexOutcome>askStore(
                        () -> parts.store().attachments().index(parts.incarnation(), "", remaining),
                        Unknown::new,
                        outcome -> {
                            if (outcome instanceof AttachmentStore.IndexPage page
                                    && page.boards().isEmpty()) {
                                logout(done);
                            } else {
                                done.complete(null);
                            }
                        });
    }

    private void logout(CompletableFuture<Void> done) {
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .leases()
                                .logout(parts.incarnation(), parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> done.complete(null));
    }

    private Lease describe() {
        return new Lease(
                parts.incarnation(),
                requireNonNull(address.get(), "address"),
                build,
                parts.labels(),
                parts.types().snapshotVersions(),
                PROTOCOLS,
                new Lease.Capacity(parts.options().boardsMax(), parts.options().placesMax()),
                load.measure(),
                parts.boards().isDraining());
    }
}
