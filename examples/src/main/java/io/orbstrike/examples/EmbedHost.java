package io.orbstrike.examples;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.KeyframeView;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.ExecutorLane;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.LocalPlayer;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;

/** Embeds a host in a plain program, and plays orb and a game of one's own in it, without any network. */
public final class EmbedHost {

    private EmbedHost() {}

    /**
     * Plays both games for a moment and says what the players saw.
     *
     * @param args unused
     */
    public static void main(String[] args) {
        playOrb();
        playTag();
    }

    private static void playOrb() {
        // region embed
        try (BoardHost host = BoardHost.builder().build();
                ExecutorLane lane = ExecutorLane.create("players")) {
            host.start();
            HostedBoard<OrbPlayer, OrbInput> board = host.create(
                            new BoardId(0, 1), new OrbType(), OrbRules.DEFAULT, BoardSettings.of(42))
                    .toCompletableFuture()
                    .join();
            LocalPlayer<OrbInput> ann = LocalPlayer.join(board, new OrbPlayer("Ann", 0), lane)
                    .toCompletableFuture()
                    .join();
            ann.send(OrbInput.of(1, false)).toCompletableFuture().join(); // done once a frame shows it applied
            int x = ann.read(OrbView.class, view -> view.x(view.indexOf(ann.id().value())))
                    .toCompletableFuture()
                    .join();
            System.out.println("Ann moves right, at x = " + x / OrbView.PARTS_PER_UNIT);
        }
        // endregion
    }

    private static void playTag() {
        try (BoardHost host = BoardHost.builder().threads(1).build();
                ExecutorLane lane = ExecutorLane.create("players")) {
            host.start();
            HostedBoard<Integer, Integer> board = host.create(new BoardId(0, 2), new OwnGame(), 2, BoardSettings.of(42))
                    .toCompletableFuture()
                    .join();
            LocalPlayer<Integer> ann =
                    LocalPlayer.join(board, 10, lane).toCompletableFuture().join();
            LocalPlayer<Integer> bob =
                    LocalPlayer.join(board, 12, lane).toCompletableFuture().join();
            ann.send(OwnGame.TAG).toCompletableFuture().join();
            bob.send(OwnGame.RIGHT).toCompletableFuture().join();
            String seen = bob.read(KeyframeView.class, EmbedHost::describe)
                    .toCompletableFuture()
                    .join();
            System.out.println(seen);
            StreamEnd end = bob.ended().toCompletableFuture().join();
            System.out.println("The game is over: " + end);
        }
    }

    private static String describe(KeyframeView view) {
        // the snapshot is what clients see
        OwnGame.Game game = new OwnGame().restore(1, view.keyframe(0));
        return "The player at place " + game.it + " is it, at cell " + game.cells[game.it];
    }
}
