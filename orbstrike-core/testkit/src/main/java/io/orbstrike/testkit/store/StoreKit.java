package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbstrike.board.PlayerId;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * What the kits of all store interfaces share. Each test draws ids of its own, so a store may hold what other tests left.
 *
 * <p>Confined to the test's thread.
 */
public abstract class StoreKit {

    /** The time that the kits' calls have left. */
    protected static final Duration REMAINING = Duration.ofSeconds(10);

    /** Longer than any test lasts. */
    static final Duration LONG = Duration.ofHours(1);

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

    /** As many labels, and as long ones, as a board may require. */
    static RequiredLabels mostLabels() {
        RequiredLabels labels = RequiredLabels.NONE;
        for (int i = 0; i < RequiredLabels.LABELS_MAX; i++) {
            String name = "orbstrike.io/kit_" + i + "-".repeat(RequiredLabels.CHARACTERS_MAX);
            String value = i == 0 ? "" : "Z9" + "z".repeat(RequiredLabels.CHARACTERS_MAX - 2);
            labels = labels.with(name.substring(0, RequiredLabels.CHARACTERS_MAX), value);
        }
        return labels;
    }

    final BoardRecord created(BoardSpec spec) {
        return created(spec, incarnation());
    }

    final BoardRecord created(BoardSpec spec, Incarnation holder) {
        return answerAs(BoardStore.Created.class, store().boards().create(spec, holder, REMAINING))
                .board();
    }

    static SnapshotStore.Snapshot snapshot(long tick) {
        return new SnapshotStore.Snapshot(tick, 0, 1, new byte[] {(byte) tick, 0, -1});
    }

    static SnapshotStore.SaveRequest save(
            BoardRecord board, Token token, SnapshotStore.Snapshot snapshot, PlayerId... leaving) {
        return new SnapshotStore.SaveRequest(board.spec().id(), token, snapshot, List.of(leaving), Optional.empty());
    }

    final SnapshotStore.SaveOutcome saveAlone(SnapshotStore.SaveRequest save) {
        List<SnapshotStore.SaveOutcome> outcomes = answer(store().snapshots().save(List.of(save), REMAINING));
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    final SnapshotStore.Loaded loaded(BoardRecord board) {
        return answerAs(
                SnapshotStore.Loaded.class,
                store().snapshots().load(board.spec().id(), REMAINING));
    }

    final CompletionStage<RosterStore.JoinOutcome> join(BoardRecord board, IdempotencyKey key) {
        RosterStore.JoinRequest request = new RosterStore.JoinRequest(key, 2, new byte[] {7, 0, -1}, 0);
        return store().rosters().join(board.spec().id(), board.token(), request, REMAINING);
    }

    final RosterEntry joined(BoardRecord board, IdempotencyKey key) {
        return answerAs(RosterStore.Joined.class, join(board, key)).entry();
    }

    final List<BoardSummary> listed(String type) {
        List<BoardSummary> found = new ArrayList<>();
        String cursor = "";
        do {
            BoardStore.Page page = answerAs(
                    BoardStore.Page.class,
                    store().boards().list(new BoardStore.ListQuery(100, cursor, type), REMAINING));
            found.addAll(page.boards());
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        return found;
    }

    /** What a gameserver says of itself. */
    static Lease lease(Incarnation gameserver) {
        return new Lease(
                gameserver,
                "gameserver.example:10187",
                "build 7",
                Map.of("zone", "north", "größe", "2"),
                Map.of("kit", new SnapshotVersions(1, 3)),
                new Lease.Protocols(1, 2),
                new Lease.Capacity(500, 50_000),
                new Lease.Load(3, 300, 20, 125, new Lease.Delays(40, 1_900, 250)),
                false);
    }

    /** A gameserver whose lease holds for longer than a test lasts. */
    final Incarnation loggedIn() {
        Incarnation gameserver = incarnation();
        answerAs(LeaseStore.LoggedIn.class, store().leases().login(lease(gameserver), LONG, REMAINING));
        return gameserver;
    }

    final BoardRecord found(BoardRecord board) {
        return answerAs(
                        BoardStore.Found.class,
                        store().boards().get(board.spec().id(), REMAINING))
                .board();
    }

    final Closed closed(BoardRecord board) {
        return answerAs(Closed.class, store().boards().close(board.spec().id(), board.token(), REMAINING));
    }

    /** Asserts a board on which nobody is, and of which no state was captured. */
    final void asserted(BoardRecord board) {
        RosterStore.Roster nobody = new RosterStore.Roster(board.token(), 0, List.of());
        assertThat(answer(store().snapshots()
                        .assertBoard(new SnapshotStore.Assertion(board, nobody, Optional.empty()), REMAINING)))
                .isEqualTo(new SnapshotStore.Asserted(0));
    }

    /** Attaches a board to a gameserver that has just logged in. */
    final Token attachedElsewhere(BoardRecord board) {
        return answerAs(
                        AttachmentStore.Attached.class,
                        store().attachments().attach(board.spec().id(), board.token(), loggedIn(), REMAINING))
                .token();
    }

    /** Lets so much of the store's time pass, by moving its clock or by waiting, until something holds. */
    final void within(Duration time, ThrowingRunnable assertion) {
        boolean moved = advanceStoreClock(time);
        await(moved ? REMAINING : time.plus(REMAINING), assertion);
    }

    /** Waits for what a store does after it has answered. */
    static void eventually(ThrowingRunnable assertion) {
        await(REMAINING, assertion);
    }

    private static void await(Duration atMost, ThrowingRunnable assertion) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(atMost)
                .untilAsserted(assertion);
    }

    /** The store in front of which a call goes wrong. */
    final FaultyClusterStore faulty(StoreCall call, StoreFault fault) {
        FaultyClusterStore faulty = new FaultyClusterStore(store(), this::storeTime);
        faulty.fail(call, fault);
        return faulty;
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

    /** The write came after its time, so the store has not applied it, whether that is known or not. */
    static void refused(CompletionStage<?> stage) {
        assertThat((Object) answer(stage)).isInstanceOfAny(NotApplied.class, Unknown.class);
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
