package io.orbstrike.testkit.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in which every board has been attached elsewhere as soon as somebody joins or leaves. */
record FencingStore(ClusterStore behind, Token holder) implements ClusterStore, RosterStore {

    @Override
    public BoardStore boards() {
        return behind.boards();
    }

    @Override
    public RosterStore rosters() {
        return this;
    }

    @Override
    public QuotaStore quotas() {
        return behind.quotas();
    }

    @Override
    public CompletionStage<JoinOutcome> join(BoardId board, Token token, JoinRequest request, Duration remaining) {
        return CompletableFuture.completedFuture(new Fenced(holder));
    }

    @Override
    public CompletionStage<LeaveOutcome> leave(BoardId board, Token token, PlayerId player, Duration remaining) {
        return CompletableFuture.completedFuture(new Fenced(holder));
    }

    @Override
    public CompletionStage<RosterStore.ReadOutcome> read(BoardId board, Duration remaining) {
        return behind.rosters().read(board, remaining);
    }

    @Override
    public LeaseStore leases() {
        return behind.leases();
    }

    @Override
    public ElectionStore election() {
        return behind.election();
    }

    @Override
    public AttachmentStore attachments() {
        return behind.attachments();
    }

    @Override
    public SnapshotStore snapshots() {
        return behind.snapshots();
    }

    @Override
    public StoreHints hints() {
        return behind.hints();
    }

    @Override
    public void close() {
        behind.close();
    }
}
