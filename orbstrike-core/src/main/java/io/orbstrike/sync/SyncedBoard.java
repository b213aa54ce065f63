package io.orbstrike.sync;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.util.List;
import java.util.Optional;

/**
 * A board whose states are to be kept, as its holder has it.
 *
 * <p>Called on the sync's executor, one call at a time. A call may come after {@link BoardSync#remove} was called and
 * before it has come through; none comes after that. What a call throws is counted and logged; a board that throws when
 * it is asked is not saved that time.
 */
public interface SyncedBoard {

    /**
     * The board's identity.
     *
     * @return fixed
     */
    BoardId id();

    /**
     * What proves that this process holds the board.
     *
     * @return in the epoch in which {@link #hosted} is hosted
     */
    Token token();

    /**
     * The board at the host.
     *
     * @return fixed
     */
    HostedBoard<?, ?> hosted();

    /**
     * Says who has left the game and is still on the roster (ROSTER-2): they leave it in the step that saves the state.
     *
     * <p>Asked for each state that is to be saved, when everything has run on the executor that was handed to it in steps
     * up to the state's: so a listener that passes {@link io.orbstrike.host.BoardListener#onStayEnded} on to the same
     * executor has heard of everybody whom the state is without.
     *
     * @param tick the state's
     * @return whose stays ended with a step up to this one, and of nobody else; the store passes over whom it does not
     *     know
     */
    List<PlayerId> leaving(long tick);

    /**
     * Says how lists show the board.
     *
     * @return empty if it is not listed, or as when it was asked last; what was told once is kept until it is saved
     */
    Optional<BoardSummary> listing();

    /**
     * A state is in the store.
     *
     * @param saved the state; whoever was leaving at its tick is off the roster
     * @param outcome with the roster number that the board has then
     */
    void onSaved(BoardSnapshot saved, SnapshotStore.Saved outcome);

    /**
     * A state is not in the store, or that is not known.
     *
     * @param captured the state, not to be saved again: a newer one is tried next
     * @param outcome {@link io.orbstrike.store.Fenced} or {@link io.orbstrike.store.Closed}: the board is not synced any
     *     more; {@link io.orbstrike.store.Behind}: it is tried again soon, the store is to be told all by then; {@link
     *     SnapshotStore.Superseded}: the store has a later state; {@link io.orbstrike.store.NotApplied} or {@link
     *     io.orbstrike.store.Unknown}: it is tried again later
     */
    void onNotSaved(BoardSnapshot captured, SnapshotStore.SaveOutcome outcome);
}
