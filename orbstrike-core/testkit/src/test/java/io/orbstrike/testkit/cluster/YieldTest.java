package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.host.BoardState;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A holder that is asked by the next one to stop and to give its state (FAIL-3). */
class YieldTest {

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node first = rig.startGameserver();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-3: shouldStopAfterTheStateThatItGivesAndGoWhenTheBoardIsAnothers")
    void shouldStopAfterTheStateThatItGivesAndGoWhenTheBoardIsAnothers() {
        BoardId board = board();
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        YieldOutcome.Yielded yielded = rig.answerAs(YieldOutcome.Yielded.class, yielding(board, rig.token(board)));
        rig.advance(Duration.ofMillis(500));
        assertThat(state(board)).isEqualTo(BoardState.FROZEN);
        assertThat(rig.steps().last(board).tick()).isEqualTo(yielded.snapshot().tick());
        rig.answerAs(Lobby.Unavailable.class, rig.join(first, board, rig.key()));
        AttachmentStore.AttachOutcome attached = rig.store()
                .attachments()
                .attach(board, rig.token(board), second.incarnation(), ClusterRig.REMAINING)
                .toCompletableFuture()
                .join();
        assertThat(attached).isInstanceOf(AttachmentStore.Attached.class);
        rig.await("gone", Duration.ofMillis(600), () -> first.tick(board).isEmpty());
        assertThat(first.gameserver().movedTo(board)).contains(rig.token(board));
        rig.steps().shouldRise(board);
    }

    @Test
    @DisplayName("FAIL-3: shouldGoOnWhenNobodyTakesTheBoard")
    void shouldGoOnWhenNobodyTakesTheBoard() {
        BoardId board = board();
        rig.answerAs(YieldOutcome.Yielded.class, yielding(board, rig.token(board)));
        rig.advance(Duration.ofMillis(3_900));
        assertThat(state(board)).isEqualTo(BoardState.FROZEN);
        rig.await("going on", Duration.ofSeconds(1), () -> state(board) == BoardState.RUNNING);
        rig.advance(Duration.ofSeconds(3));
        rig.joined(first, board, rig.key());
        rig.steps().shouldBeWhole(board);
    }

    @Test
    @DisplayName("I6: shouldGoOnThoughTheStoreDoesNotSayWhoHasTheBoard")
    void shouldGoOnThoughTheStoreDoesNotSayWhoHasTheBoard() {
        BoardId board = board();
        rig.answerAs(YieldOutcome.Yielded.class, yielding(board, rig.token(board)));
        first.store().failAll(StoreFault.UNREACHED);
        rig.await("going on", Duration.ofMillis(4_500), () -> state(board) == BoardState.RUNNING);
    }

    @Test
    @DisplayName("FAIL-3: shouldGiveTheSameStateWhenAskedAgain")
    void shouldGiveTheSameStateWhenAskedAgain() {
        BoardId board = board();
        Token token = rig.token(board);
        YieldOutcome.Yielded once = rig.answerAs(YieldOutcome.Yielded.class, yielding(board, token));
        rig.advance(Duration.ofMillis(300));
        YieldOutcome.Yielded again = rig.answerAs(YieldOutcome.Yielded.class, yielding(board, token));
        assertThat(again.snapshot().tick()).isEqualTo(once.snapshot().tick());
    }

    @Test
    @DisplayName("FAIL-3: shouldNotYieldUnderAnotherToken")
    void shouldNotYieldUnderAnotherToken() {
        BoardId board = board();
        Token token = rig.token(board);
        Token other = new Token(new Epoch(token.epoch().value() - 1), token.holder());
        assertThat(rig.answer(yielding(board, other))).isEqualTo(YieldOutcome.NotHere.INSTANCE);
        assertThat(rig.answer(yielding(new BoardId(7, 7), token))).isEqualTo(YieldOutcome.NotHere.INSTANCE);
        assertThat(state(board)).isEqualTo(BoardState.RUNNING);
    }

    @Test
    void shouldNotHandOverABoardThatItYields() {
        BoardId board = board();
        ClusterRig.Node second = rig.startGameserver();
        rig.advance(Duration.ofMillis(500));
        rig.answerAs(YieldOutcome.Yielded.class, yielding(board, rig.token(board)));
        assertThat(rig.answer(first.gameserver()
                        .link()
                        .handOver(board, new GameserverAddress(second.incarnation(), "x:1"), ClusterRig.REMAINING)))
                .isInstanceOf(HandOverOutcome.Refused.class);
    }

    @Test
    @DisplayName("LEASE-5: shouldSayThatItLives")
    void shouldSayThatItLives() {
        assertThat(rig.answer(first.gameserver().link().probe(ClusterRig.REMAINING)))
                .isEqualTo(ProbeOutcome.ALIVE);
    }

    private BoardId board() {
        rig.advance(Duration.ofMillis(100));
        BoardId board = rig.created(first);
        rig.joined(first, board, rig.key());
        rig.advance(Duration.ofMillis(500));
        return board;
    }

    private CompletionStage<YieldOutcome> yielding(BoardId board, Token token) {
        return first.gameserver().link().yieldBoard(board, token, Duration.ofMillis(100));
    }

    private BoardState state(BoardId board) {
        return first.gameserver().board(board).orElseThrow().status().state();
    }
}
