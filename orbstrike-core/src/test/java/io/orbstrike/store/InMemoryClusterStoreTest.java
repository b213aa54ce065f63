package io.orbstrike.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class InMemoryClusterStoreTest {

    private static final Duration REMAINING = Duration.ofSeconds(1);
    private static final Incarnation HOLDER = new Incarnation(1, 2);

    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void shouldDoCallsOnTheExecutorThatItIsGiven() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        ClusterStore store = InMemoryClusterStore.create(clock, tasks::add);
        CompletionStage<BoardStore.CreateOutcome> creation = create(store, "one board's secret");
        assertThat(creation.toCompletableFuture()).isNotDone();
        tasks.remove().run();
        assertThat(creation.toCompletableFuture()).isCompletedWithValueMatching(BoardStore.Created.class::isInstance);
    }

    @Test
    void shouldApplyNothingThatWaitedAtTheExecutorBeyondItsTime() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        ClusterStore store = InMemoryClusterStore.create(clock, tasks::add);
        CompletionStage<BoardStore.CreateOutcome> creation = create(store, "one board's secret");
        now = now.plus(REMAINING).plusMillis(1);
        tasks.remove().run();
        assertThat(creation.toCompletableFuture()).isCompletedWithValueMatching(NotApplied.class::isInstance);
    }

    @Test
    void shouldApplyNothingWhenItsExecutorTakesNoMore() {
        ClusterStore store = InMemoryClusterStore.create(clock, task -> {
            throw new RejectedExecutionException("planted");
        });
        assertThat(create(store, "one board's secret").toCompletableFuture())
                .isCompletedWithValueMatching(NotApplied.class::isInstance);
    }

    @Test
    void shouldApplyNothingAfterItsEnd() {
        ClusterStore store = InMemoryClusterStore.create(clock);
        store.close();
        store.close();
        assertThat(create(store, "one board's secret").toCompletableFuture())
                .isCompletedWithValueMatching(NotApplied.class::isInstance);
        assertThat(store.boards()
                        .get(IdempotencyKey.of(bytes("one board's secret")).boardId(), REMAINING)
                        .toCompletableFuture())
                .isCompletedWithValueMatching(Unknown.class::isInstance);
    }

    @Test
    void shouldRefuseBoardsBeyondItsBound() {
        BoardStripe stripe = new BoardStripe(1, 1, 1);
        assertThat(stripe.create(spec("the first board's secret"), HOLDER, 1)).isInstanceOf(BoardStore.Created.class);
        assertThat(stripe.create(spec("the second board's secret"), HOLDER, 1)).isInstanceOf(NotApplied.class);
    }

    @Test
    void shouldForgetTheOldestTombstonesBeyondItsBound() {
        BoardStripe stripe = new BoardStripe(1, 1, 1);
        BoardSpec first = spec("the first board's secret");
        BoardSpec second = spec("the second board's secret");
        Token token = new Token(new Epoch(1), HOLDER);
        stripe.close(first.id(), token, 1);
        assertThat(stripe.get(first.id(), 1)).isInstanceOf(Closed.class);
        stripe.close(second.id(), token, 1);
        assertThat(stripe.get(first.id(), 1)).isEqualTo(Absent.INSTANCE);
        assertThat(stripe.get(second.id(), 1)).isInstanceOf(Closed.class);
    }

    @Test
    void shouldJoinNobodyWhenItRemembersTooManyKeys() {
        BoardStripe stripe = new BoardStripe(1, 1, 1);
        BoardSpec spec = spec("the first board's secret");
        Token token =
                ((BoardStore.Created) stripe.create(spec, HOLDER, 1)).board().token();
        RosterStore.Joined joined = (RosterStore.Joined) stripe.join(spec.id(), token, request("a player's secret"), 1);
        stripe.leave(spec.id(), token, joined.entry().player(), 1);

        assertThat(stripe.join(spec.id(), token, request("another player's secret"), 1))
                .isInstanceOf(NotApplied.class);
        long laterMs = 1 + RosterStore.KEY_LIFETIME.toMillis();
        assertThat(stripe.join(spec.id(), token, request("another player's secret"), laterMs))
                .isInstanceOf(RosterStore.Joined.class);
    }

    @Test
    void shouldCountNoMoreCreatorsADayThanItsBound() {
        CreatorQuotas quotas = new CreatorQuotas(1);
        IdempotencyKey key = IdempotencyKey.of(bytes("one board's secret"));
        assertThat(quotas.enter(new Creator("one"), key.boardId(), 1, now)).isInstanceOf(QuotaStore.Entered.class);
        assertThat(quotas.enter(new Creator("two"), key.boardId(), 1, now)).isInstanceOf(NotApplied.class);
        assertThat(quotas.enter(new Creator("two"), key.boardId(), 1, now.plus(Duration.ofDays(1))))
                .isInstanceOf(QuotaStore.Entered.class);
    }

    private static CompletionStage<BoardStore.CreateOutcome> create(ClusterStore store, String secret) {
        return store.boards().create(spec(secret), HOLDER, REMAINING);
    }

    private static BoardSpec spec(String secret) {
        return new BoardSpec(
                IdempotencyKey.of(bytes(secret)).boardId(),
                "counter",
                new byte[0],
                1,
                true,
                Duration.ZERO,
                new Creator("somebody"),
                4,
                Duration.ofMillis(20));
    }

    private static RosterStore.JoinRequest request(String secret) {
        return new RosterStore.JoinRequest(IdempotencyKey.of(bytes(secret)), 0, new byte[0], 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
