package io.orbstrike.server.bots;

import io.orbstrike.cluster.Lobby.BoardFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A board of a run, with what its viewers said of it and its players in the order of their joins.
 *
 * <p>Confined to the run's thread, but for {@link #record}.
 */
final class BoardBots {

    private final BoardFacts facts;
    private final BoardLedger ledger;
    private final Violations violations;
    private final Map<BotLane, BoardRecord> records = new HashMap<>();
    private final List<BotPlayer> players = new ArrayList<>();

    BoardBots(BoardFacts facts, Violations violations) {
        this.facts = facts;
        this.violations = violations;
        this.ledger = new BoardLedger(facts.id().toString(), violations);
    }

    BoardFacts facts() {
        return facts;
    }

    /** What the streams of a lane know of the board. Thread-safe; the record is the lane's. */
    BoardRecord record(BotLane lane) {
        synchronized (records) {
            return records.computeIfAbsent(
                    lane, key -> new BoardRecord(facts.id().toString(), ledger, violations));
        }
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
