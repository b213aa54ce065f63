package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverCounters.StoreCall;
import io.orbstrike.cluster.ServedBoard.Phase;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether this gameserver still holds its boards. One that is saved finds out by that; one that sleeps or is in
 * quarantine is not saved.
 *
 * <p>Confined to the agent's thread.
 */
final class HeldBoards {

    private final GameserverParts parts;
    private final RosterRepairs repairs;
    private final BoardAssertions assertions;

    HeldBoards(GameserverParts parts, RosterRepairs repairs, BoardAssertions assertions) {
        this.parts = parts;
        this.repairs = repairs;
        this.assertions = assertions;
    }

    /** Compares all boards' tokens with the store's. */
    void check() {
        List<ServedBoard<?, ?>> some = new ArrayList<>();
        for (ServedBoard<?, ?> board : parts.boards().after(null)) {
            some.add(board);
            if (some.size() == AttachmentStore.BOARDS_PER_CALL_MAX) {
                check(some);
                some = new ArrayList<>();
            }
        }
        if (!some.isEmpty()) {
            check(some);
        }
    }

    /** Somebody says that a board has this token now. */
    void told(BoardId id, Token token) {
        ServedBoard<?, ?> board = parts.boards().get(id);
        if (board != null && isSettled(board) && board.token().isFencedBy(token)) {
            repairs.fenced(board, new Fenced(token));
        }
    }

    private void check(List<ServedBoard<?, ?>> boards) {
        List<BoardId> ids = boards.stream().<BoardId>map(ServedBoard::id).toList();
        parts.agent()
                .askStore(
                        () -> parts.store()
                                .attachments()
                                .tokens(ids, parts.options().storeTimeout()),
                        Unknown::new,
                        outcome -> compare(boards, outcome));
    }

    private void compare(List<ServedBoard<?, ?>> boards, AttachmentStore.TokensOutcome outcome) {
        if (!(outcome instanceof AttachmentStore.Tokens known)) {
            parts.counters().countUnknown(StoreCall.READ_TOKENS);
            return;
        }
        for (ServedBoard<?, ?> board : boards) {
            Token token = known.tokens().get(board.id());
            if (!isSettled(board) || known.unknown().contains(board.id())) {
                continue;
            }
            if (known.closed().containsKey(board.id())) {
                repairs.closedInStore(board);
            } else if (token != null && board.token().isFencedBy(token)) {
                repairs.fenced(board, new Fenced(token));
            } else if (!board.token().equals(token)) {
                assertions.behind(board);
            }
        }
    }

    private static boolean isSettled(ServedBoard<?, ?> board) {
        return board.phase() == Phase.OPEN || board.phase() == Phase.QUARANTINED;
    }
}
