package io.orbstrike.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives boards back that were attached to this gameserver and that it cannot take: whoever leads hears of it, and attaches
 * them elsewhere.
 *
 * <p>Confined to the agent's thread.
 */
final class BoardDeclines {

    /* A board that nobody else can take stays attached here. It is found by every look, and said again each time, since a hint
     * may be lost; it is logged once for an attachment.
     */

    private static final Logger LOG = System.getLogger(BoardDeclines.class.getName());

    private static final int LOGGED_MAX = 1_000;

    private final GameserverParts parts;
    private final Map<BoardId, Token> logged = new LinkedHashMap<>();

    BoardDeclines(GameserverParts parts) {
        this.parts = parts;
    }

    /** A board cannot be taken, for a reason that people read. */
    void decline(BoardRecord board, String reason) {
        BoardId id = board.spec().id();
        if (!board.token().equals(logged.put(id, board.token()))) {
            LOG.log(Level.WARNING, "board {0} is attached here, and given back: {1}", id, reason);
        }
        if (logged.size() > LOGGED_MAX) {
            logged.remove(logged.keySet().iterator().next());
        }
        parts.counters().boardsDeclined.increment();
        parts.store().hints().publish(new StoreHints.Declined(id, board.token()));
    }
}
