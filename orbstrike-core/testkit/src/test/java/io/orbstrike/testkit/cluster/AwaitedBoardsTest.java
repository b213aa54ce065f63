package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.store.StoreHints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of a dead gameserver's boards those that viewers wait for are attached before the others. */
class AwaitedBoardsTest {

    private static final int BOARDS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClusterRig rig = new ClusterRig();
    private final List<BoardId> attached = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-1: shouldAttachABoardThatViewersWaitForBeforeTheOthers")
    void shouldAttachABoardThatViewersWaitForBeforeTheOthers() {
        ClusterRig.Node live = rig.startGameserver();
        ClusterRig.Node dead = rig.startGameserver();
        ClusterRig.Node leader = rig.startOrchestrator();
        ClusterRig.Node other = rig.startOrchestrator();
        rig.await("settled", PATIENCE, () -> leader.started().isDone());
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < BOARDS; i++) {
            boards.add(rig.created(dead));
        }
        // The index is read by rising ids, so this one would be the last.
        BoardId watched = Collections.max(boards, Comparator.comparing(BoardId::toString));
        Route route = rig.answerAs(Route.class, other.orchestrator().routes().find(watched, 0, PATIENCE));
        listen();

        dead.crash();
        var next = other.orchestrator().routes().findAfter(route, RouteFailure.UNREACHED, 1, 0, PATIENCE);
        rig.await("attached", PATIENCE, () -> attached.size() == BOARDS);

        assertThat(attached).first().isEqualTo(watched);
        assertThat(rig.answerAs(Route.class, next).token().holder()).isEqualTo(live.incarnation());
    }

    private void listen() {
        rig.store().hints().subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                if (hint instanceof StoreHints.Attached moved) {
                    attached.add(moved.board());
                }
            }

            @Override
            public void onGap() {}
        });
    }
}
