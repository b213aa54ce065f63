package io.orbstrike.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes calls of a store and waits for what comes of them. */
final class StoreUser {

    static final Duration REMAINING = Duration.ofSeconds(3);

    private static final int PATIENCE_S = 20;
    private static final Duration LEASE_TTL = Duration.ofMinutes(1);

    private final ClusterStore store;
    private final SecureIds ids = SecureIds.create();

    StoreUser(ClusterStore store) {
        this.store = store;
    }

    IdempotencyKey key() {
        return IdempotencyKey.of(ids.secret());
    }

    BoardSpec spec() {
        return new BoardSpec(
                key().boardId(),
                "faults",
                new byte[] {1},
                ids.seed(),
                true,
                Duration.ZERO,
                new Creator("somebody"),
                8,
                Duration.ofMillis(50));
    }

    BoardStore.CreateOutcome create(BoardSpec spec) {
        return answer(store.boards().create(spec, ids.incarnation(), REMAINING));
    }

    BoardRecord created() {
        BoardStore.CreateOutcome outcome = create(spec());
        assertThat(outcome).isInstanceOf(BoardStore.Created.class);
        return ((BoardStore.Created) outcome).board();
    }

    BoardStore.GetOutcome get(BoardRecord board) {
        return answer(store.boards().get(board.spec().id(), REMAINING));
    }

    AttachmentStore.TokensOutcome tokens(List<BoardRecord> boards) {
        List<BoardId> ids = boards.stream().map(board -> board.spec().id()).toList();
        return answer(store.attachments().tokens(ids, REMAINING));
    }

    CompletionStage<RosterStore.JoinOutcome> join(BoardRecord board, IdempotencyKey key, Duration remaining) {
        return store.rosters()
                .join(board.spec().id(), board.token(), new RosterStore.JoinRequest(key, 0, new byte[0], 0), remaining);
    }

    RosterStore.JoinOutcome join(BoardRecord board, IdempotencyKey key) {
        return answer(join(board, key, REMAINING));
    }

    RosterStore.Roster roster(BoardRecord board) {
        RosterStore.ReadOutcome outcome =
                answer(store.rosters().read(board.spec().id(), REMAINING));
        assertThat(outcome).isInstanceOf(RosterStore.Roster.class);
        return (RosterStore.Roster) outcome;
    }

    SnapshotStore.SaveOutcome save(BoardRecord board, long tick, Duration remaining) {
        return answer(store.snapshots().save(List.of(saving(board, board.token(), tick)), remaining))
                .get(0);
    }

    SnapshotStore.SaveOutcome save(BoardRecord board, long tick) {
        return save(board, tick, REMAINING);
    }

    static SnapshotStore.SaveRequest saving(BoardRecord board, Token token, long tick) {
        SnapshotStore.Snapshot snapshot =
                new SnapshotStore.Snapshot(tick, 0, 1, Long.toString(tick).getBytes(US_ASCII));
        return new SnapshotStore.SaveRequest(board.spec().id(), token, snapshot, List.<PlayerId>of(), Optional.empty());
    }

    SnapshotStore.Loaded loaded(BoardRecord board) {
        SnapshotStore.LoadOutcome outcome =
                answer(store.snapshots().load(board.spec().id(), REMAINING));
        assertThat(outcome).isInstanceOf(SnapshotStore.Loaded.class);
        return (SnapshotStore.Loaded) outcome;
    }

    SnapshotStore.AssertOutcome assertAgain(BoardRecord board, RosterStore.Roster roster, long tick) {
        SnapshotStore.Snapshot snapshot = saving(board, board.token(), tick).snapshot();
        return answer(store.snapshots()
                .assertBoard(new SnapshotStore.Assertion(board, roster, Optional.of(snapshot)), REMAINING));
    }

    /** A gameserver whose lease holds for a minute. */
    Incarnation loggedIn() {
        Incarnation gameserver = ids.incarnation();
        Lease lease = new Lease(
                gameserver,
                "gameserver.example:1",
                "",
                Map.of(),
                Map.of(),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(1, 1),
                Lease.Load.NONE,
                false);
        assertThat(answer(store.leases().login(lease, LEASE_TTL, REMAINING))).isEqualTo(LeaseStore.LoggedIn.TAKEN);
        return gameserver;
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a store's stage completes in time and not exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
