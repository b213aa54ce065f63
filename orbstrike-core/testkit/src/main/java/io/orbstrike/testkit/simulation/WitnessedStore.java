package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store whose accepted writes are seen by a witness.
 *
 * <p>Confined to the simulation's thread; the store behind has done a call when it returns.
 *
 * @param isRepeating whether calls are repeated that were seen before
 * @param onEnded hears of a lease that is ended
 */
record WitnessedStore(ClusterStore behind, Witness witness, BooleanSupplier isRepeating, Consumer<Incarnation> onEnded)
        implements ClusterStore {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    /** The token of a board, behind all faults. */
    @Nullable
    Token token(BoardId board) {
        AttachmentStore.TokensOutcome outcome = answered(behind.attachments().tokens(List.of(board), LONG_ENOUGH));
        return outcome instanceof AttachmentStore.Tokens known ? known.tokens().get(board) : null;
    }

    static <T> T answered(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private boolean isSeen() {
        return !isRepeating.getAsBoolean();
    }

    @Override
    public BoardStore boards() {
        return behind.boards();
    }

    @Override
    public RosterStore rosters() {
        return new Rosters(this, behind.rosters());
    }

    @Override
    public QuotaStore quotas() {
        return behind.quotas();
    }

    @Override
    public LeaseStore leases() {
        return new Leases(this, behind.leases());
    }

    @Override
    public ElectionStore election() {
        return behind.election();
    }

    @Override
    public AttachmentStore attachments() {
        return new Attachments(this, behind.attachments());
    }

    @Override
    public SnapshotStore snapshots() {
        return new Snapshots(this, behind.snapshots());
    }

    @Override
    public StoreHints hints() {
        return behind.hints();
    }

    @Override
    public void close() {
        behind.close();
    }

    private record Rosters(WitnessedStore seen, RosterStore store) implements RosterStore {

        @Override
        public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
            Token holder = seen.token(board);
            CompletionStage<JoinOutcome> stage = store.join(board, token, request, remaining);
            if (answered(stage) instanceof Joined && seen.isSeen()) {
                seen.witness.requireHolder("a join", board, token, requireNonNull(holder));
            }
            return stage;
        }

        @Override
        public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
            Token holder = seen.token(board);
            CompletionStage<LeaveOutcome> stage = store.leave(board, token, player, remaining);
            if (answered(stage) instanceof Left && seen.isSeen()) {
                seen.witness.requireHolder("a leave", board, token, requireNonNull(holder));
            }
            return stage;
        }

        @Override
        public CompletionStage<RosterStore.ReadOutcome> read(BoardId board, Duration remaining) {
            return store.read(board, remaining);
        }
    }

    private record Leases(WitnessedStore seen, LeaseStore store) implements LeaseStore {

        @Override
        public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
            return store.login(lease, ttl, remaining);
        }

        @Override
        public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
            return store.logout(gameserver, remaining);
        }

        @Override
        public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
            if (seen.isSeen()) {
                seen.onEnded.accept(gameserver);
            }
            return store.end(gameserver, remaining);
        }

        @Override
        public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
            return store.forget(gameserver, remaining);
        }

        @Override
        public CompletionStage<LeaseStore.ReadOutcome> read(Duration remaining) {
            return store.read(remaining);
        }
    }

    private record Attachments(WitnessedStore seen, AttachmentStore store) implements AttachmentStore {

        @Override
        public CompletionStage<AttachOutcome> attach(
                BoardId board, Token expected, Incarnation target, AttachReason reason, Duration remaining) {
            Token before = seen.token(board);
            CompletionStage<AttachOutcome> stage = store.attach(board, expected, target, reason, remaining);
            if (before != null && answered(stage) instanceof Attached attached && seen.isSeen()) {
                seen.witness.onAttached(board, before, attached.token());
            }
            return stage;
        }

        @Override
        public CompletionStage<TokensOutcome> tokens(List<BoardId> boards, Duration remaining) {
            return store.tokens(boards, remaining);
        }

        @Override
        public CompletionStage<IndexOutcome> index(Incarnation gameserver, String cursor, Duration remaining) {
            return store.index(gameserver, cursor, remaining);
        }

        @Override
        public CompletionStage<IndexedOutcome> enter(Incarnation gameserver, List<BoardId> boards, Duration remaining) {
            return store.enter(gameserver, boards, remaining);
        }

        @Override
        public CompletionStage<IndexedOutcome> remove(
                Incarnation gameserver, List<BoardId> boards, Duration remaining) {
            return store.remove(gameserver, boards, remaining);
        }

        @Override
        public CompletionStage<SweepOutcome> sweep(String cursor, Duration remaining) {
            return store.sweep(cursor, remaining);
        }

        @Override
        public CompletionStage<MarkOutcome> mark(BoardId board, Token token, String reason, Duration remaining) {
            return store.mark(board, token, reason, remaining);
        }

        @Override
        public CompletionStage<MarkOutcome> forgetDeaths(BoardId board, Token token, Duration remaining) {
            return store.forgetDeaths(board, token, remaining);
        }
    }

    private record Snapshots(WitnessedStore seen, SnapshotStore store) implements SnapshotStore {

        @Override
        public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
            List<@Nullable Token> holders = new ArrayList<>();
            saves.forEach(save -> holders.add(seen.token(save.board())));
            CompletionStage<List<SaveOutcome>> stage = store.save(saves, remaining);
            List<SaveOutcome> outcomes = answered(stage);
            for (int i = 0; i < saves.size() && seen.isSeen(); i++) {
                SaveRequest save = saves.get(i);
                Token holder = holders.get(i);
                if (outcomes.get(i) instanceof Saved && holder != null) {
                    seen.witness.onSaved(
                            save.board(), save.token(), holder, save.snapshot().tick());
                }
            }
            return stage;
        }

        @Override
        public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
            return store.load(board, remaining);
        }

        @Override
        public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
            CompletionStage<AssertOutcome> stage = store.assertBoard(assertion, remaining);
            if (answered(stage) instanceof Asserted && seen.isSeen()) {
                seen.witness.onAsserted(
                        assertion.board().spec().id(),
                        assertion.board().token(),
                        assertion.snapshot().map(Snapshot::tick).orElse(0L));
            }
            return stage;
        }

        @Override
        public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
            Token before = seen.token(last.board());
            CompletionStage<HandOverOutcome> stage = store.handOver(last, target, remaining);
            if (before != null && answered(stage) instanceof HandedOver handedOver && seen.isSeen()) {
                seen.witness.onHandedOver(last, before, handedOver.token());
            }
            return stage;
        }
    }
}
