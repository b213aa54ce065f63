package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardState;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has to be so once faults have stopped and the bound of I4 has passed.
 *
 * <p>Confined to the simulation's thread.
 */
final class FinalCheck {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

    private final SimulatedCluster cluster;

    FinalCheck(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    void run() {
        cluster.clients().forEach(this::check);
        cluster.gone().forEach(this::checkGone);
    }

    /** Every board is ticked by whom the store says. */
    void requireServed() {
        for (CountingClient client : cluster.clients()) {
            cluster.token(client.board())
                    .ifPresentOrElse(
                            token -> checkServed(client.board(), token),
                            () -> cluster.witness().violated("I4: board " + client.board() + " has no holder"));
        }
    }

    /** No step of any board was lost that was made before it was given away. */
    void requireUnbroken() {
        for (CountingClient client : cluster.clients()) {
            if (!cluster.witness().isUnbroken(client.board())) {
                cluster.witness().violated("FAIL-3: board " + client.board() + " lost steps, though its holders lived");
            }
        }
    }

    private void check(CountingClient client) {
        BoardId board = client.board();
        if (client.isTakenBack()) {
            return;
        }
        if (!client.isCreated()) {
            cluster.witness().violated("I4: board " + board + " could not be created");
            return;
        }
        SnapshotStore.LoadOutcome outcome =
                WitnessedStore.answered(cluster.truth().snapshots().load(board, LONG_ENOUGH));
        if (!(outcome instanceof SnapshotStore.Loaded loaded)) {
            cluster.witness().violated("I3: board " + board + " was created, and the store says " + outcome);
            return;
        }
        if (loaded.board().quarantine().isPresent()) {
            return;
        }
        checkServed(board, loaded.board().token());
        Optional<PlayerId> player = client.player();
        List<RosterEntry> entries = loaded.roster().entries();
        if (player.isPresent()
                && entries.stream()
                        .noneMatch(entry -> entry.player().equals(player.get())
                                && entry.key().equals(client.joinKey()))) {
            cluster.witness()
                    .violated("I3: player " + player.get() + " has joined board " + board
                            + ", and is not on its roster " + entries);
        }
        if (!client.hasSeenWithin(SEEN_WITHIN)) {
            cluster.witness().violated("I4: the client of board " + board + " sees nothing");
        }
    }

    private void checkServed(BoardId board, Token token) {
        List<GameserverNode> serving = cluster.gameservers().stream()
                .filter(node -> node.gameserver()
                        .board(board)
                        .filter(hosted -> isServed(hosted, token, node))
                        .isPresent())
                .toList();
        List<GameserverNode> having = cluster.gameservers().stream()
                .filter(node -> node.gameserver().board(board).isPresent())
                .toList();
        if (serving.size() != 1 || having.size() != 1) {
            cluster.witness()
                    .violated("I4: board " + board + " of " + token + " is served by " + serving + ", and is at "
                            + having + "; its holder is "
                            + cluster.gameserver(token.holder())
                                    .map(GameserverNode::state)
                                    .orElse("nobody"));
        }
    }

    private static boolean isServed(HostedBoard<?, ?> hosted, Token token, GameserverNode node) {
        return token.holder().equals(node.incarnation())
                && hosted.epoch() == token.epoch().value()
                && hosted.status().state() == BoardState.RUNNING;
    }

    private void checkGone(SimulatedCluster.Gone left) {
        boolean isFinal = left.epoch() == 0 || cluster.witness().isSaved(left.board(), left.epoch(), left.tick());
        SnapshotStore.LoadOutcome outcome =
                WitnessedStore.answered(cluster.truth().snapshots().load(left.board(), LONG_ENOUGH));
        if (isFinal
                && outcome instanceof SnapshotStore.Loaded loaded
                && loaded.roster().entries().stream()
                        .anyMatch(entry -> entry.key().equals(left.key()))) {
            cluster.witness().violated("I3: somebody left board " + left.board() + " and is on its roster: " + left);
        }
    }
}
