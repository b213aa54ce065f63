package io.orbstrike.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.FrameKind;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.client.Violation;
import io.orbstrike.host.StayEndReason;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays on the naive server over real sockets, with the client that judges ours. */
class NaiveServerIT {

    private static final OrbType ORB = new OrbType();
    private static final int FRAMES = 40;
    private static final long CALL_SECONDS_MAX = 20;

    private final NaiveServer server = NaiveServer.start(0);
    private final OrbstrikeClient client =
            OrbstrikeClient.builder().target("127.0.0.1:" + server.port()).build();

    NaiveServerIT() throws IOException {}

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** One player, whose orb must go where his acknowledged input leads it. */
    private static final class Witness implements PlayListener {

        private final int index;
        private final OrbView view;
        private final List<FrameKind> kinds = new CopyOnWriteArrayList<>();
        private final List<String> faults = new CopyOnWriteArrayList<>();
        private volatile long acknowledged;
        private volatile int stepsJudged;
        private volatile @Nullable PlayEnd end;
        private boolean wasAlive;
        private long lastTick;
        private int lastX;
        private int lastY;

        Witness(int index, OrbView view) {
            this.index = index;
            this.view = view;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the play's thread alone
        public void onFrame(FrameInfo frame) {
            kinds.add(frame.kind());
            if (frame.kind() == FrameKind.LAST) {
                return;
            }
            acknowledged = frame.acknowledgedInput();
            boolean hasMoved = wasAlive && view.isAlive(index) && frame.tick() == lastTick + 1;
            if (hasMoved && acknowledged > 0) {
                int direction = view.direction(index);
                if (view.x(index) != lastX + view.velocityX(direction)
                        || view.y(index) != lastY + view.velocityY(direction)) {
                    faults.add("tick " + frame.tick() + ": a wrong position");
                }
                stepsJudged++;
            }
            wasAlive = view.isAlive(index);
            lastTick = frame.tick();
            lastX = view.x(index);
            lastY = view.y(index);
        }

        @Override
        public void onViolation(Violation violation, String detail) {
            faults.add(violation + ": " + detail);
        }

        @Override
        public void onEnd(PlayEnd playEnd) {
            end = playEnd;
        }
    }

    @Test
    void shouldPlayFromCreationToLeave() {
        BoardFacts board = createBoard(100);
        assertThat(board.tickInterval()).hasMillis(15);
        assertThat(board.maxPlayers()).isEqualTo(100);
        Seat ann = join(board, "ann");
        Seat ben = join(board, "ben");
        assertThat(List.of(ann.index(), ben.index())).containsExactly(0, 1);
        Witness annSees = new Witness(ann.index(), ORB.view());
        Witness benSees = new Witness(ben.index(), ORB.view());
        Play<OrbInput> annPlays = client.play(ORB, ann, annSees.view, annSees);
        client.play(ORB, ben, benSees.view, benSees);

        await().until(() -> annSees.kinds.size() > 1 && benSees.kinds.size() > 1);
        long sequence = annPlays.offer(OrbInput.of(3, false));
        await().until(() -> annSees.acknowledged == sequence);
        await().until(() -> annSees.stepsJudged > FRAMES);
        assertThat(answer(client.getBoard(board.id())).players()).isEqualTo(2);

        answer(client.leaveBoard(ann));
        await().until(() -> annSees.end != null);
        assertThat(annSees.end)
                .isInstanceOfSatisfying(
                        PlayEnd.StayEnded.class, end -> assertThat(end.reason()).isEqualTo(StayEndReason.LEFT));
        assertThat(annSees.kinds).containsOnlyOnce(FrameKind.LAST).doesNotContain(FrameKind.DELTA);
        assertThat(annSees.faults).isEmpty();
        int framesBefore = benSees.kinds.size();
        await().until(() -> benSees.kinds.size() > framesBefore + 1);
        assertThat(benSees.faults).isEmpty();
        assertThat(benSees.end).isNull();
    }

    @Test
    void shouldEndABoardWithItsLastPlayer() {
        BoardFacts board = createBoard(1);
        Seat ann = join(board, "ann");
        assertThatThrownBy(() -> join(board, "ben")).hasMessageContaining("full");
        answer(client.leaveBoard(ann));
        await().untilAsserted(() ->
                assertThatThrownBy(() -> answer(client.getBoard(board.id()))).hasMessageContaining("NOT_FOUND"));
        assertThatThrownBy(() -> answer(client.leaveBoard(ann))).hasMessageContaining("UNAUTHENTICATED");
    }

    private BoardFacts createBoard(int maxPlayers) {
        OrbRules rules = OrbRules.builder().maxPlayers(maxPlayers).build();
        return answer(client.createBoard(ORB, rules, CreateOptions.DEFAULT.lifetime(Duration.ofMinutes(5))));
    }

    private Seat join(BoardFacts board, String name) {
        return answer(client.joinBoard(ORB, board.id(), new OrbPlayer(name, 1)));
    }

    private static <T extends @Nullable Object> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
