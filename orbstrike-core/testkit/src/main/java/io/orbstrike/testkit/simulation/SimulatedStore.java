package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The database: it can be away, its clock can be set, and its shards can forget what they did last, or come back empty.
 *
 * <p>Confined to the simulation's thread.
 */
final class SimulatedStore {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final EventQueue queue;
    private final ShardedStore shards;
    private final List<Write> writes = new ArrayList<>();
    private Instant start = START;
    private Instant repeated = Instant.EPOCH;
    private boolean isRepeating;
    private boolean isKeeping;
    private boolean isAway;

    /** A call that was applied, to be applied again to a shard that has forgotten only later ones. */
    private record Write(long timeNs, Instant instant, Runnable call) {}

    SimulatedStore(EventQueue queue, int shardCount) {
        this.queue = queue;
        this.shards = new ShardedStore(this::instant, shardCount);
    }

    private Instant instant() {
        return isRepeating ? repeated : start.plusNanos(queue.nowNs());
    }

    /** What it has. */
    ClusterStore behind() {
        return shards;
    }

    boolean isAway() {
        return isAway;
    }

    /** Whether writes are repeated that were seen before. */
    boolean isRepeating() {
        return isRepeating;
    }

    void goAway() {
        isAway = true;
    }

    void comeBack() {
        isAway = false;
    }

    /** Sets its clock forward or back. */
    void step(Duration time) {
        start = start.plus(time);
    }

    /** The numbers of all shards. */
    Set<Integer> shards() {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < shards.count(); i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** Whether a board is in one of these shards. */
    boolean isIn(Set<Integer> some, BoardId board) {
        return some.contains(shards.numberOf(board));
    }

    /** From now on what is applied is kept, so that what was last can be forgotten. */
    void startKeeping() {
        isKeeping = true;
    }

    /** A call was applied just now. */
    <T> void onApplied(Function<Duration, T> call) {
        if (isKeeping) {
            writes.add(new Write(queue.nowNs(), instant(), () -> {
                T unused = call.apply(LONG_ENOUGH);
            }));
        }
    }

    /** Some shards forget what was written within a time. */
    void forget(Set<Integer> some, Duration last) {
        isRepeating = true;
        shards.lose(some, () -> {
            for (Write write : writes) {
                if (queue.nowNs() - write.timeNs > last.toNanos()) {
                    repeated = write.instant;
                    write.call.run();
                }
            }
        });
        isRepeating = false;
        stopKeeping();
    }

    /** Some shards forget everything. */
    void forgetAll(Set<Integer> some) {
        LeaseStore.Leases leases =
                (LeaseStore.Leases) WitnessedStore.answered(shards.leases().read(LONG_ENOUGH));
        shards.lose(some, () -> {});
        shards.loseIndexes(
                some,
                leases.leases().stream()
                        .map(Lease.Recorded::lease)
                        .map(Lease::gameserver)
                        .toList());
        stopKeeping();
    }

    private void stopKeeping() {
        isKeeping = false;
        writes.clear();
    }
}
