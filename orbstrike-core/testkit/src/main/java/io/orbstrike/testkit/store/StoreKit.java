package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the kits of all store interfaces share. Each test draws ids of its own, so a store may hold what other tests left.
 *
 * <p>Confined to the test's thread.
 */
public abstract class StoreKit {

    /** The time that the kits' calls have left. */
    protected static final Duration REMAINING = Duration.ofSeconds(10);

    private static final int RACERS = 8;

    private final SecureIds ids = SecureIds.create();

    /** For kits alone. */
    StoreKit() {}

    /**
     * The store under test.
     *
     * @return the same during one test
     */
    protected abstract ClusterStore store();

    /**
     * The store's clock, as near as can be told from outside.
     *
     * @return its time
     */
    protected abstract Instant storeTime();

    /**
     * Moves the store's clock, or shortens what waits for it.
     *
     * @param time how far
     * @return false if that cannot be done: then the test is skipped
     */
    protected boolean advanceStoreClock(Duration time) {
        return false;
    }

    final void advance(Duration time) {
        assumeTrue(advanceStoreClock(time), "the store's clock cannot be moved");
    }

    final IdempotencyKey key() {
        return IdempotencyKey.of(ids.secret());
    }

    final Incarnation incarnation() {
        return ids.incarnation();
    }

    final Creator creator() {
        return new Creator("creator-" + ids.incarnation());
    }

    final BoardSpec spec(IdempotencyKey key) {
        return spec(key, "kit", 4);
    }

    final BoardSpec spec(IdempotencyKey key, String type, int maxPlayers) {
        return new BoardSpec(
                key.boardId(),
                type,
                new byte[] {1, 2, (byte) 255},
                ids.seed(),
                true,
                Duration.ofHours(3),
                creator(),
                maxPlayers,
                Duration.ofNanos(15_625_000));
    }

    final BoardRecord created(BoardSpec spec) {
        return created(spec, incarnation());
    }

    final BoardRecord created(BoardSpec spec, Incarnation holder) {
        return answerAs(BoardStore.Created.class, store().boards().create(spec, holder, REMAINING))
                .board();
    }

    /** The same epoch with another holder. */
    final Token otherHolder(Token token) {
        return new Token(token.epoch(), incarnation());
    }

    static Token withEpoch(Token token, long difference) {
        return new Token(new Epoch(token.epoch().value() + difference), token.holder());
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(2 * REMAINING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a store's stage completes in time and not exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static <T> T answerAs(Class<T> type, CompletionStage<? super T> stage) {
        Object outcome = answer(stage);
        assertThat(outcome).isInstanceOf(type);
        return type.cast(outcome);
    }

    /** Makes some calls at once, each on a thread of its own. */
    static <T> List<T> race(List<? extends Callable<? extends CompletionStage<? extends T>>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try {
            List<Future<T>> answers = new ArrayList<>();
            for (Callable<? extends CompletionStage<? extends T>> call : calls) {
                answers.add(threads.submit(() -> {
                    start.await(REMAINING.toSeconds(), TimeUnit.SECONDS);
                    return StoreKit.<T>answer(call.call().thenApply(value -> value));
                }));
            }
            List<T> outcomes = new ArrayList<>();
            for (Future<T> answer : answers) {
                outcomes.add(answer.get(3 * REMAINING.toSeconds(), TimeUnit.SECONDS));
            }
            return outcomes;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a call of a race failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    static int racers() {
        return RACERS;
    }
}
