package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.sync.SyncedBoard;
import java.util.List;
import java.util.Optional;

/** A board without players, whose saves the sync's metrics count. */
record SyncedRecord(BoardRecord board, HostedBoard<?, ?> hosted) implements SyncedBoard {

    @Override
    public BoardId id() {
        return board.spec().id();
    }

    @Override
    public Token token() {
        return board.token();
    }

    @Override
    public List<PlayerId> leaving(long tick) {
        return List.of();
    }

    @Override
    public Optional<BoardSummary> listing() {
        return Optional.empty();
    }

    @Override
    public void onSaved(BoardSnapshot saved, SnapshotStore.Saved outcome) {}

    @Override
    public void onNotSaved(BoardSnapshot captured, SnapshotStore.SaveOutcome outcome) {}
}
