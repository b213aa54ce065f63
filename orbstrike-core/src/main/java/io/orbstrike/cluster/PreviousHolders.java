package io.orbstrike.cluster;

import io.orbstrike.board.BoardType;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks whom a board was taken from for its newest state, which the store may not have (FAIL-3).
 *
 * <p>Confined to the agent's thread.
 */
final class PreviousHolders {

    /* A gameserver that lost only the store, or its lease, ticks on, and stops when it is asked for a board's state. Where it
     * is says its lease, which stays readable after its end; one that was ended early is proven dead, and not asked. Boards
     * that are adopted together share a read of the leases. Who did not answer in time is not asked again for a while, so
     * that the boards of a lost host wait for it once, and not one after another.
     */

    private static final Logger LOG = System.getLogger(PreviousHolders.class.getName());

    private static final Duration SILENT_FOR = Duration.ofSeconds(5);
    private static final Duration LEASES_USED_FOR = Duration.ofMillis(500);

    private final GameserverParts parts;
    private final Optional<GameserverLinks> links;
    private final Map<Incarnation, Long> silentSinceNs = new HashMap<>();
    private final List<Runnable> awaitingLeases = new ArrayList<>();
    private Map<Incarnation, GameserverAddress> askable = Map.of();
    private long leasesReadNs;
    private boolean isReading;
    private boolean wasRead;

    /**
     * Creates the part that asks.
     *
     * @param links the way to other gameservers; without it the store's states are the newest
     */
    PreviousHolders(GameserverParts parts, Optional<GameserverLinks> links) {
        this.parts = parts;
        this.links = links;
    }

    /** Goes on with the newest state of a board that is known to the store or to who held it before. */
    void newest(SnapshotStore.Loaded found, Consumer<Optional<SnapshotStore.Snapshot>> next) {
        Optional<Token> previous = found.board().previous().filter(token -> isToBeAsked(token, found));
        if (links.isEmpty() || previous.isEmpty()) {
            next.accept(found.snapshot());
        } else {
            withLeases(() -> ask(links.get(), previous.get(), found, next));
        }
    }

    /** Not if a state was saved under this attachment already: then all of it was here. */
    private boolean isToBeAsked(Token previous, SnapshotStore.Loaded found) {
        Token own = found.board().token();
        boolean isOwnState = found.writtenUnder().filter(own.epoch()::equals).isPresent();
        return !isOwnState && !previous.holder().equals(own.holder()) && !isSilent(previous.holder());
    }

    private boolean isSilent(Incarnation gameserver) {
        Long since = silentSinceNs.get(gameserver);
        return since != null && parts.agent().nowNs() - since < SILENT_FOR.toNanos();
    }

    private void withLeases(Runnable action) {
        if (wasRead && parts.agent().nowNs() - leasesReadNs < LEASES_USED_FOR.toNanos()) {
            action.run();
            return;
        }
        awaitingLeases.add(action);
        if (!isReading) {
            isReading = true;
            parts.agent()
                    .askStore(
                            () -> parts.store().leases().read(parts.options().storeTimeout()),
                            Unknown::new,
                            this::read);
        }
    }

    private void read(LeaseStore.ReadOutcome outcome) {
        isReading = false;
        if (outcome instanceof LeaseStore.Leases leases) {
            askable = askable(leases);
            leasesReadNs = parts.agent().nowNs();
            wasRead = true;
        } else {
            parts.counters().countUnknown(StoreCall.READ_LEASES);
        }
        List<Runnable> due = List.copyOf(awaitingLeases);
        awaitingLeases.clear();
        due.forEach(Runnable::run);
    }

    private static Map<Incarnation, GameserverAddress> askable(LeaseStore.Leases leases) {
        Map<Incarnation, GameserverAddress> addresses = new HashMap<>();
        for (Lease.Recorded recorded : leases.leases()) {
            Lease lease = recorded.lease();
            if (recorded.endedEarly().isEmpty()) {
                addresses.put(lease.gameserver(), new GameserverAddress(lease.gameserver(), lease.address()));
            }
        }
        return addresses;
    }

    private void ask(
            GameserverLinks ways,
            Token previous,
            SnapshotStore.Loaded found,
            Consumer<Optional<SnapshotStore.Snapshot>> next) {
        GameserverAddress address = askable.get(previous.holder());
        if (address == null || isSilent(previous.holder()) || parts.agent().isStopped()) {
            next.accept(found.snapshot());
            return;
        }
        long askedNs = parts.agent().nowNs();
        Duration timeout = parts.cluster().yieldTimeout();
        parts.agent()
                .<YieldOutcome>askStore(
                        () -> ways.link(address).yieldBoard(found.board().spec().id(), previous, timeout),
                        failure -> YieldOutcome.Unknown.INSTANCE,
                        outcome -> {
                            if (outcome instanceof YieldOutcome.Yielded yielded) {
                                next.accept(higher(previous, yielded.snapshot(), found));
                                return;
                            }
                            boolean isLate = parts.agent().nowNs() - askedNs >= timeout.toNanos();
                            if (outcome instanceof YieldOutcome.Unknown && isLate) {
                                noteSilent(previous.holder());
                            }
                            next.accept(found.snapshot());
                        });
    }

    private void noteSilent(Incarnation gameserver) {
        silentSinceNs.keySet().removeIf(other -> !isSilent(other));
        if (silentSinceNs.put(gameserver, parts.agent().nowNs()) == null) {
            parts.counters().holdersSilent.increment();
            LOG.log(Level.INFO, "{0} does not say what its boards are like: the store's states are taken", gameserver);
        }
    }

    /** Of what the previous holder gave and what the store has the state with the higher epoch and tick. */
    private Optional<SnapshotStore.Snapshot> higher(
            Token previous, SnapshotStore.Snapshot given, SnapshotStore.Loaded found) {
        if (!isReadable(given, found)) {
            return found.snapshot();
        }
        if (found.snapshot().isPresent() && found.writtenUnder().isPresent()) {
            int order = previous.epoch().compareTo(found.writtenUnder().get());
            if (order < 0
                    || (order == 0 && given.tick() <= found.snapshot().get().tick())) {
                return found.snapshot();
            }
        }
        parts.counters().boardsContinued.increment();
        return Optional.of(given);
    }

    private boolean isReadable(SnapshotStore.Snapshot given, SnapshotStore.Loaded found) {
        BoardType<?, ?, ?> type = parts.types().get(found.board().spec().type());
        return type != null && type.snapshotVersions().contains(given.version());
    }
}
