package io.orbstrike.benchmarks.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.ExecutorLane;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.RosterPlayer;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.host.Viewer;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How large the snapshot of a board is on which everybody has played for some seconds. */
final class SnapshotSize {

    private static final Duration PLAY = Duration.ofSeconds(5);
    private static final int FRAMES_PER_CHANGE = 32;

    private SnapshotSize() {}

    /** Plays and captures; blocks. */
    static int measure(int players) throws InterruptedException {
        OrbType type = new OrbType();
        OrbRules rules = OrbRules.builder().maxPlayers(players).build();
        List<RosterPlayer<OrbPlayer>> roster = new ArrayList<>();
        for (int i = 0; i < players; i++) {
            roster.add(
                    new RosterPlayer<>(new PlayerId(i + 1), i, new OrbPlayer("bot " + (i + 1), i % OrbPlayer.COLORS)));
        }
        try (BoardHost host = BoardHost.builder().threads(1).build();
                ExecutorLane lane = ExecutorLane.create("snapshot-size")) {
            host.start();
            HostedBoard<OrbPlayer, OrbInput> board = host.recover(
                            new BoardId(0, 1), type, rules, Optional.empty(), roster, BoardSettings.of(1))
                    .toCompletableFuture()
                    .join()
                    .board();
            for (int i = 0; i < players; i++) {
                SpeakingPlayer player = new SpeakingPlayer(type, i);
                OpenOutcome outcome = board.open(new PlayerId(i + 1), 1, lane, player)
                        .toCompletableFuture()
                        .join();
                player.opened(outcome);
            }
            Thread.sleep(PLAY.toMillis());
            return board.snapshot().toCompletableFuture().join().bytes().length;
        }
    }

    /** Says something with each frame, and something new with every 32nd. Confined to the lane once opened. */
    private static final class SpeakingPlayer implements FrameSink {

        private final OrbType type;
        private int phase;
        private long sequence;
        private volatile @Nullable Viewer viewer;

        SpeakingPlayer(OrbType type, int phase) {
            this.type = type;
            this.phase = phase;
        }

        void opened(OpenOutcome outcome) {
            viewer = ((OpenOutcome.Opened) outcome).viewer();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(Frame frame) {
            Viewer open = viewer;
            if (open != null) {
                phase++;
                open.onSeen(frame.epoch(), frame.tick());
                OrbInput wish = OrbInput.of(phase / FRAMES_PER_CHANGE % OrbInput.DIRECTIONS, false);
                open.offerInput(InputKind.STATE, ++sequence, type.inputCodec().encode(wish));
            }
        }

        @Override
        public void end(StreamEnd end) {
            viewer = null;
        }
    }
}
