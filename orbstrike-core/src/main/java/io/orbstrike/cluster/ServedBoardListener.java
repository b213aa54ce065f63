package io.orbstrike.cluster;

import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.host.BoardListener;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.StayEndReason;

/**
 * Carries a board's news from its tick thread to the agent.
 *
 * <p>Thread-safe.
 */
final class ServedBoardListener implements BoardListener {

    private final ServedBoard<?, ?> board;
    private final Agent agent;
    private final BoardEnds ends;
    private final RosterRepairs repairs;

    ServedBoardListener(ServedBoard<?, ?> board, Agent agent, BoardEnds ends, RosterRepairs repairs) {
        this.board = board;
        this.agent = agent;
        this.ends = ends;
        this.repairs = repairs;
    }

    @Override
    public void onStayEnded(HostedBoard<?, ?> hosted, PlayerId player, StayEndReason reason, long tick) {
        agent.execute(() -> repairs.stayEnded(board, player, tick));
    }

    @Override
    public void onClosed(HostedBoard<?, ?> hosted, StayEndReason reason, byte[] result) {
        agent.execute(() -> ends.ended(board));
    }

    @Override
    public void onQuarantined(HostedBoard<?, ?> hosted, Throwable failure) {
        agent.execute(() -> ends.quarantined(board, String.valueOf(failure)));
    }
}
