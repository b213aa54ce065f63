package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store of several shards: all about one board is in the shard that its id says, and what is not about boards is in the
 * first. A shard can lose what it has while the others keep theirs.
 *
 * <p>Confined to the simulation's thread; a shard has done a call when it returns.
 */
final class ShardedStore implements ClusterStore {

    /* The index of a gameserver has entries in each shard, beside their boards. It is read as one, and lost as one. */

    private static final int FIRST = 0;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final InMemoryClusterStore[] shards;
    private final Boards boards = new Boards(this);
    private final Rosters rosters = new Rosters(this);
    private final Quotas quotas = new Quotas(this);
    private final Leases leases = new Leases(this);
    private final Election election = new Election(this);
    private final AttachmentStore attachments = new ShardedAttachments(this);
    private final Snapshots snapshots = new Snapshots(this);

    ShardedStore(InstantSource clock, int count) {
        this.clock = clock;
        this.shards = new InMemoryClusterStore[count];
        empty();
    }

    private void empty() {
        for (int i = 0; i < shards.length; i++) {
            shards[i] = InMemoryClusterStore.create(clock);
        }
    }

    int count() {
        return shards.length;
    }

    int numberOf(BoardId board) {
        return (int) Math.floorMod(board.low(), (long) shards.length);
    }

    /** Whether what is not about boards is in a shard. */
    static boolean isFirst(int shard) {
        return shard == FIRST;
    }

    /** Some shards lose what they have, and then get what is written; the others stay as they are. */
    void lose(Set<Integer> some, Runnable written) {
        InMemoryClusterStore[] before = shards.clone();
        empty();
        written.run();
        for (int i = 0; i < shards.length; i++) {
            if (!some.contains(i)) {
                shards[i] = before[i];
            }
        }
    }

    /** The indexes of gameservers that some shards have are lost, also where they name boards of other shards. */
    void loseIndexes(Set<Integer> some, List<Incarnation> gameservers) {
        for (Incarnation gameserver : gameservers) {
            if (some.contains((int) Math.floorMod(gameserver.low(), (long) shards.length))) {
                for (InMemoryClusterStore shard : shards) {
                    AttachmentStore index = shard.attachments();
                    AttachmentStore.IndexPage page =
                            (AttachmentStore.IndexPage) answered(index.index(gameserver, "", LONG_ENOUGH));
                    answered(index.remove(gameserver, page.boards(), LONG_ENOUGH));
                }
            }
        }
    }

    List<InMemoryClusterStore> all() {
        return List.of(shards);
    }

    InMemoryClusterStore of(BoardId board) {
        return shards[numberOf(board)];
    }

    private ClusterStore first() {
        return shards[FIRST];
    }

    private static <T> T answered(CompletionStage<T> stage) {
        return WitnessedStore.answered(stage);
    }

    /* Whoever attaches a board to a gameserver reads its lease just before, where the board is in another shard. */
    InMemoryClusterStore withLease(BoardId board, Incarnation gameserver) {
        InMemoryClusterStore shard = of(board);
        if (shard != first() && answered(first().leases().read(LONG_ENOUGH)) instanceof LeaseStore.Leases known) {
            answered(shard.leases().end(gameserver, LONG_ENOUGH));
            for (Lease.Recorded lease : known.leases()) {
                if (lease.lease().gameserver().equals(gameserver) && lease.isLiveAt(known.storeTime())) {
                    Duration left = Duration.between(known.storeTime(), lease.expiresAt());
                    answered(shard.leases().login(lease.lease(), left, LONG_ENOUGH));
                }
            }
        }
        return shard;
    }

    @Override
    public BoardStore boards() {
        return boards;
    }

    @Override
    public RosterStore rosters() {
        return rosters;
    }

    @Override
    public QuotaStore quotas() {
        return quotas;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public ElectionStore election() {
        return election;
    }

    @Override
    public AttachmentStore attachments() {
        return attachments;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public StoreHints hints() {
        throw new UnsupportedOperationException("each process has its own connection for hints");
    }

    @Override
    public void close() {
        for (InMemoryClusterStore shard : shards) {
            shard.close();
        }
    }

    private record Boards(ShardedStore all) implements BoardStore {

        @Override
        public CompletionStage<CreateOutcome> create(BoardSpec spec, Incarnation holder, Duration remaining) {
            return all.of(spec.id()).boards().create(spec, holder, remaining);
        }

        @Override
        public CompletionStage<GetOutcome> get(BoardId board, Duration remaining) {
            return all.of(board).boards().get(board, remaining);
        }

        @Override
        public CompletionStage<CloseOutcome> close(BoardId board, Token token, Duration remaining) {
            return all.of(board).boards().close(board, token, remaining);
        }

        @Override
        public CompletionStage<ListOutcome> list(ListQuery query, Duration remaining) {
            throw new UnsupportedOperationException("nobody asks for a list in a simulation");
        }
    }

    private record Rosters(ShardedStore all) implements RosterStore {

        @Override
        public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
            return all.of(board).rosters().join(board, token, request, remaining);
        }

        @Override
        public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
            return all.of(board).rosters().leave(board, token, player, remaining);
        }

        @Override
        public CompletionStage<RosterStore.ReadOutcome> read(BoardId board, Duration remaining) {
            return all.of(board).rosters().read(board, remaining);
        }
    }

    private record Quotas(ShardedStore all) implements QuotaStore {

        @Override
        public CompletionStage<EnterOutcome> enter(Creator creator, BoardId board, long quota, Duration remaining) {
            return all.first().quotas().enter(creator, board, quota, remaining);
        }

        @Override
        public CompletionStage<TakeBackOutcome> takeBack(
                Creator creator, LocalDate day, BoardId board, Duration remaining) {
            return all.first().quotas().takeBack(creator, day, board, remaining);
        }
    }

    private record Leases(ShardedStore all) implements LeaseStore {

        @Override
        public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
            return all.first().leases().login(lease, ttl, remaining);
        }

        /* A gameserver's index goes with its lease. */
        @Override
        public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
            CompletionStage<EndOutcome> stage = all.first().leases().logout(gameserver, remaining);
            return withoutIndex(gameserver, stage);
        }

        @Override
        public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
            return all.first().leases().end(gameserver, remaining);
        }

        @Override
        public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
            CompletionStage<EndOutcome> stage = all.first().leases().forget(gameserver, remaining);
            return withoutIndex(gameserver, stage);
        }

        private CompletionStage<EndOutcome> withoutIndex(Incarnation gameserver, CompletionStage<EndOutcome> stage) {
            if (answered(stage) instanceof Ended) {
                for (int i = 1; i < all.count(); i++) {
                    answered(all.shards[i].leases().logout(gameserver, LONG_ENOUGH));
                }
            }
            return stage;
        }

        @Override
        public CompletionStage<LeaseStore.ReadOutcome> read(Duration remaining) {
            return all.first().leases().read(remaining);
        }
    }

    private record Election(ShardedStore all) implements ElectionStore {

        @Override
        public CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining) {
            return all.first().election().campaign(candidate, ttl, remaining);
        }

        @Override
        public CompletionStage<ReportOutcome> report(
                Candidate candidate, Set<Incarnation> unreached, Duration ttl, Duration remaining) {
            return all.first().election().report(candidate, unreached, ttl, remaining);
        }

        @Override
        public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
            return all.first().election().resign(candidate, term, remaining);
        }

        @Override
        public CompletionStage<LeaderOutcome> leader(Duration remaining) {
            return all.first().election().leader(remaining);
        }
    }

    private record Snapshots(ShardedStore all) implements SnapshotStore {

        @Override
        public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
            List<SaveOutcome> outcomes = new ArrayList<>(saves.size());
            for (SaveRequest save : saves) {
                outcomes.addAll(answered(all.of(save.board()).snapshots().save(List.of(save), remaining)));
            }
            return CompletableFuture.completedStage(outcomes);
        }

        @Override
        public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
            return all.of(board).snapshots().load(board, remaining);
        }

        @Override
        public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
            return all.of(assertion.board().spec().id()).snapshots().assertBoard(assertion, remaining);
        }

        @Override
        public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
            return all.withLease(last.board(), target).snapshots().handOver(last, target, remaining);
        }
    }
}
