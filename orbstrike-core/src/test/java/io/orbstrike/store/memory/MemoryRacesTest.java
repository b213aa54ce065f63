package io.orbstrike.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Calls from many threads in a tight loop: what a lock that is missing would break. */
class MemoryRacesTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final Duration REMAINING = Duration.ofSeconds(10);
    private static final Incarnation HOLDER = new Incarnation(1, 2);

    @Test
    void shouldGiveEachTermOnce() throws Exception {
        ElectionStore election =
                InMemoryClusterStore.create(() -> Instant.EPOCH).election();
        Set<Long> terms = ConcurrentHashMap.newKeySet();
        Set<Long> doubled = ConcurrentHashMap.newKeySet();
        inThreads(thread -> {
            ElectionStore.Candidate candidate =
                    new ElectionStore.Candidate(new Incarnation(thread, thread), "here:" + thread);
            for (int i = 0; i < ROUNDS; i++) {
                ElectionStore.CampaignOutcome outcome =
                        now(election.campaign(candidate, REMAINING, REMAINING).toCompletableFuture());
                if (outcome instanceof ElectionStore.Elected elected) {
                    if (!terms.add(elected.term())) {
                        doubled.add(elected.term());
                    }
                    election.resign(candidate, elected.term(), REMAINING);
                }
            }
        });
        assertThat(terms).isNotEmpty();
        assertThat(doubled).isEmpty();
    }

    @Test
    void shouldAccountForEachByteOfASnapshot() throws Exception {
        int roomBytes = 100;
        BoardStripe stripe = new BoardStripe(2, 2, 1, new SnapshotRoom(roomBytes), new GameserverIndexes(10));
        BoardSpec spec = spec(1);
        Token token = created(stripe, spec);
        inThreads(thread -> {
            for (int i = 0; i < ROUNDS; i++) {
                stripe.save(save(spec, token, 1, 1 + (i * THREADS + thread) % (roomBytes / 2)), 1);
            }
        });
        stripe.close(spec.id(), token, 1);

        BoardSpec next = spec(2);
        Token nextToken = created(stripe, next);
        assertThat(stripe.save(save(next, nextToken, 1, roomBytes), 1)).isEqualTo(new SnapshotStore.Saved(0));
        assertThat(stripe.save(save(next, nextToken, 2, roomBytes + 1), 1)).isNotInstanceOf(SnapshotStore.Saved.class);
    }

    private static void inThreads(IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Callable<Void> task = () -> {
                    start.await(10, TimeUnit.SECONDS);
                    work.accept(thread);
                    return null;
                };
                ends.add(threads.submit(task));
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T now(CompletableFuture<T> answer) {
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private static Token created(BoardStripe stripe, BoardSpec spec) {
        return ((BoardStore.Created) stripe.create(spec, HOLDER, 1)).board().token();
    }

    private static SnapshotStore.SaveRequest save(BoardSpec spec, Token token, long tick, int sizeBytes) {
        SnapshotStore.Snapshot snapshot = new SnapshotStore.Snapshot(tick, 0, 1, new byte[sizeBytes]);
        return new SnapshotStore.SaveRequest(spec.id(), token, snapshot, List.of(), Optional.empty());
    }

    private static BoardSpec spec(long id) {
        return new BoardSpec(
                new BoardId(0, id),
                "counter",
                new byte[0],
                1,
                true,
                Duration.ZERO,
                new Creator("somebody"),
                4,
                Duration.ofMillis(20));
    }
}
