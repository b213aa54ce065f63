package io.orbstrike.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        BoardStripe stripe = stripe();
        assertThat(stripe.create(spec("the first board's secret"), HOLDER, 1)).isInstanceOf(BoardStore.Created.class);
        assertThat(stripe.create(spec("the second board's secret"), HOLDER, 1)).isInstanceOf(NotApplied.class);
    }

    @Test
    void shouldForgetTheOldestTombstonesBeyondItsBound() {
        BoardStripe stripe = stripe();
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
        BoardStripe stripe = stripe();
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

    @Test
    void shouldRefuseABoardWhoseIndexIsFull() {
        GameserverIndexes indexes = new GameserverIndexes(1);
        BoardStripe stripe = new BoardStripe(2, 1, 1, new SnapshotRoom(10), indexes);
        BoardSpec first = spec("the first board's secret");
        Token token =
                ((BoardStore.Created) stripe.create(first, HOLDER, 1)).board().token();

        assertThat(stripe.create(spec("the second board's secret"), HOLDER, 1)).isInstanceOf(NotApplied.class);
        assertThat(stripe.attach(
                        first.id(), token, new Incarnation(3, 4), AttachmentStore.AttachReason.MOVED, () -> true, 1))
                .isInstanceOf(NotApplied.class);
        assertThat(record(stripe, first).token()).isEqualTo(token);
        assertThat(indexes.after(HOLDER, null, 10)).containsExactly(first.id());
    }

    @Test
    void shouldEnterAllOfSomeBoardsIntoAnIndexOrNone() {
        GameserverIndexes indexes = new GameserverIndexes(2);
        List<BoardId> three = List.of(
                spec("the first board's secret").id(),
                spec("the second board's secret").id(),
                spec("the third board's secret").id());

        assertThat(indexes.enterAll(HOLDER, three)).isFalse();
        assertThat(indexes.after(HOLDER, null, 10)).isEmpty();
        assertThat(indexes.enterAll(HOLDER, three.subList(0, 2))).isTrue();
        assertThat(indexes.enterAll(HOLDER, three.subList(0, 2))).isTrue();
        assertThat(indexes.enter(HOLDER, three.get(2))).isFalse();
        indexes.remove(HOLDER, three.get(0));
        assertThat(indexes.enter(HOLDER, three.get(2))).isTrue();
    }

    @Test
    void shouldTakeABoardThatALaterHolderClosesOutOfBothIndexes() {
        GameserverIndexes indexes = new GameserverIndexes(10);
        BoardStripe stripe = new BoardStripe(2, 2, 1, new SnapshotRoom(10), indexes);
        BoardSpec spec = spec("the first board's secret");
        stripe.create(spec, HOLDER, 1);
        Token later = new Token(new Epoch(9), new Incarnation(3, 4));
        indexes.enter(later.holder(), spec.id());

        assertThat(stripe.close(spec.id(), later, 1)).isEqualTo(new Closed(later.epoch()));
        assertThat(indexes.after(HOLDER, null, 10)).isEmpty();
        assertThat(indexes.after(later.holder(), null, 10)).isEmpty();
    }

    @Test
    void shouldSaveNothingBeyondTheRoomForSnapshots() {
        BoardStripe stripe = new BoardStripe(2, 2, 1, new SnapshotRoom(10), new GameserverIndexes(10));
        BoardSpec spec = spec("the first board's secret");
        Token token =
                ((BoardStore.Created) stripe.create(spec, HOLDER, 1)).board().token();
        assertThat(stripe.save(save(spec, token, 1, 6), 1)).isEqualTo(new SnapshotStore.Saved(0));
        assertThat(stripe.save(save(spec, token, 2, 11), 1)).isInstanceOf(NotApplied.class);
        assertThat(stripe.save(save(spec, token, 1, 10), 1)).isEqualTo(new SnapshotStore.Saved(0));

        BoardSpec other = spec("the second board's secret");
        BoardRecord lost = BoardRecord.created(other, token, now);
        SnapshotStore.Assertion assertion = new SnapshotStore.Assertion(
                lost,
                new RosterStore.Roster(token, 0, List.of()),
                Optional.of(save(other, token, 1, 1).snapshot()));
        assertThat(stripe.assertBoard(assertion, 1)).isInstanceOf(NotApplied.class);
        assertThat(stripe.get(other.id(), 1)).isEqualTo(Absent.INSTANCE);

        stripe.close(spec.id(), token, 1);
        assertThat(stripe.assertBoard(assertion, 1)).isEqualTo(new SnapshotStore.Asserted(0));
    }

    @Test
    void shouldTakeNoMoreLeasesThanItsBound() {
        GameserverLeases leases = new GameserverLeases(1);
        assertThat(leases.login(lease(HOLDER), REMAINING, now)).isEqualTo(LeaseStore.LoggedIn.TAKEN);
        assertThat(leases.login(lease(new Incarnation(3, 4)), REMAINING, now)).isInstanceOf(NotApplied.class);
        assertThat(leases.login(lease(HOLDER), REMAINING, now)).isEqualTo(LeaseStore.LoggedIn.RENEWED);
        Instant later = now.plus(REMAINING).plus(LeaseStore.KEPT_AFTER_END);
        assertThat(leases.login(lease(new Incarnation(3, 4)), REMAINING, later)).isEqualTo(LeaseStore.LoggedIn.TAKEN);
    }

    private static BoardRecord record(BoardStripe stripe, BoardSpec spec) {
        return ((BoardStore.Found) stripe.get(spec.id(), 1)).board();
    }

    private static SnapshotStore.SaveRequest save(BoardSpec spec, Token token, long tick, int sizeBytes) {
        return new SnapshotStore.SaveRequest(
                spec.id(),
                token,
                new SnapshotStore.Snapshot(tick, 0, 1, new byte[sizeBytes]),
                List.of(),
                Optional.empty());
    }

    private static Lease lease(Incarnation gameserver) {
        return new Lease(
                gameserver,
                "localhost:1",
                "test",
                Map.of(),
                Map.of(),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(1, 1),
                Lease.Load.NONE,
                false);
    }

    private static BoardStripe stripe() {
        return new BoardStripe(1, 1, 1, new SnapshotRoom(100), new GameserverIndexes(10));
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
