package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.sync.SyncedBoard;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A board of this gameserver as its sync sees it, and what its saves lead to.
 *
 * <p>Confined to the agent's thread.
 */
final class ServedBoardSync implements SyncedBoard {

    private final ServedBoard<?, ?> board;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;
    private @Nullable BoardSummary listing;
    private long sentNumber;

    ServedBoardSync(ServedBoard<?, ?> board, RosterRepairs repairs, BoardAssertions assertions) {
        this.board = board;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    @Override
    public BoardId id() {
        return board.id();
    }

    @Override
    public Token token() {
        return board.token();
    }

    @Override
    public HostedBoard<?, ?> hosted() {
        return board.hosted();
    }

    @Override
    public List<PlayerId> leaving(long tick) {
        sentNumber = board.rosterNumber();
        return board.repair().departedUntil(tick);
    }

    @Override
    public Optional<BoardSummary> listing() {
        Optional<BoardSummary> changed = board.listing();
        listing = changed.orElse(null);
        return changed;
    }

    @Override
    public void onSaved(BoardSnapshot saved, SnapshotStore.Saved outcome) {
        board.repair().departedSaved(saved.tick());
        if (listing != null) {
            board.listed(listing);
        }
        long before = outcome.rosterNumber() - outcome.left();
        if (!board.tryNoteLeaves(sentNumber, before, outcome.rosterNumber())) {
            assertions.assertBoard(board);
        }
    }

    @Override
    public void onNotSaved(BoardSnapshot captured, SnapshotStore.SaveOutcome outcome) {
        if (outcome instanceof Fenced fenced) {
            repairs.fenced(board, fenced);
        } else if (outcome instanceof Closed) {
            repairs.closedInStore(board);
        } else if (outcome instanceof Behind) {
            assertions.behind(board);
        }
    }
}
