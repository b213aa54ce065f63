package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.AttachmentStore.AttachReason;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Boards that are attached to gameservers which cannot take them. */
class DeclineTest {

    private static final GameserverOptions ONE_BOARD =
            GameserverOptions.builder().boardsMax(1).build();

    private final ClusterRig rig = new ClusterRig(new PatientType());
    private final ClusterRig.Node full = rig.startGameserver(ONE_BOARD);
    private final ClusterRig.Node holder = rig.startGameserver(ONE_BOARD);

    @BeforeEach
    void settle() {
        rig.startOrchestrator();
        rig.advance(Duration.ofSeconds(3));
        rig.created(full);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-1: shouldGoToAnotherWhenItsGameserverHasNoRoom")
    void shouldGoToAnotherWhenItsGameserverHasNoRoom() {
        BoardId board = rig.created(holder);
        ClusterRig.Node free = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        full.store().fail(StoreCall.LOAD_BOARD, StoreFault.ANSWER_HELD);
        attachAndTell(board, full);
        CompletableFuture<Void> waiting =
                full.gameserver().arrival(board).orElseThrow().toCompletableFuture();
        assertThat(waiting).isNotDone();
        full.store().fail(StoreCall.LOAD_BOARD, StoreFault.NONE);
        full.store().release();
        rig.settle();
        assertThat(waiting).isCompleted();
        rig.await("ticked", Duration.ofMillis(300), () -> free.tick(board).isPresent());
        assertThat(full.tick(board)).isEmpty();
        assertThat(rig.record(board).holderDeaths()).isZero();
    }

    @Test
    @DisplayName("FAIL-1: shouldGoToAnotherWhenItsGameserverHasNoSuchType")
    void shouldGoToAnotherWhenItsGameserverHasNoSuchType() {
        BoardId board = rig.created(holder);
        ClusterRig.Node other = rig.startGameserver(new OrbType());
        ClusterRig.Node free = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        attachAndTell(board, other);
        rig.await("ticked", Duration.ofMillis(300), () -> free.tick(board).isPresent());
    }

    @Test
    @DisplayName("FAIL-1: shouldGoToAnotherThoughTheFirstHintIsLost")
    void shouldGoToAnotherThoughTheFirstHintIsLost() {
        BoardId board = rig.created(holder);
        ClusterRig.Node free = rig.startGameserver();
        rig.advance(Duration.ofSeconds(1));
        rig.attach(board, full, AttachReason.MOVED);
        holder.crash();
        rig.await("ticked", Duration.ofMillis(1_300), () -> free.tick(board).isPresent());
    }

    @Test
    @DisplayName("FAIL-1: shouldNotGoRoundAmongGameserversWithoutRoom")
    void shouldNotGoRoundAmongGameserversWithoutRoom() {
        BoardId board = rig.created(holder);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrbstrikeMetrics.of(full.gameserver()).bindTo(registry);
        rig.advance(Duration.ofSeconds(1));
        Token token = rig.attach(board, full, AttachReason.MOVED);
        holder.crash();
        rig.advance(Duration.ofSeconds(6));
        assertThat(rig.token(board)).isEqualTo(token);
        assertThat(registry.get("orbstrike.boards.declined").functionCounter().count())
                .isBetween(5.0, 8.0);
    }

    private void attachAndTell(BoardId board, ClusterRig.Node target) {
        Token token = rig.attach(board, target, AttachReason.MOVED);
        rig.store().hints().publish(new StoreHints.Attached(board, token));
        rig.settle();
    }
}
