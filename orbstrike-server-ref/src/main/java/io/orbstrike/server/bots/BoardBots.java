package io.orbstrike.server.bots;

import io.orbstrike.cluster.Lobby.BoardFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * A board of a run, with what its viewers said of it and its players in the order of their joins; the first one is the
 * reference.
 *
 * <p>Confined to the run's thread, but for the ledger.
 */
final class BoardBots {

    private final BoardFacts facts;
    private final BoardLedger ledger;
    private final List<BotPlayer> players = new ArrayList<>();

    BoardBots(BoardFacts facts, Violations violations) {
        this.facts = facts;
        this.ledger = new BoardLedger(facts.id().toString(), violations);
    }

    BoardFacts facts() {
        return facts;
    }

    BoardLedger ledger() {
        return ledger;
    }

    List<BotPlayer> players() {
        return players;
    }

    /** The slots that the board dropped in the window, as the viewer knows who saw most of them. */
    long slotsDropped() {
        return players.stream()
                .mapToLong(player -> player.judge().slotsDropped())
                .max()
                .orElse(0);
    }
}
