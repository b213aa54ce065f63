package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LocalPlayerTest {

    private final BoardHost host = BoardHost.builder().threads(2).build();
    private final ExecutorLane lane = ExecutorLane.create("viewers");
    private final CountingType type = new CountingType();

    @BeforeEach
    void start() {
        host.start();
    }

    @AfterEach
    void stop() {
        host.close();
        lane.close();
    }

    @Test
    void shouldPlayInAPlainMain() {
        HostedBoard<String, Integer> board = create(3);
        LocalPlayer<Integer> ada =
                LocalPlayer.join(board, "ada", lane).toCompletableFuture().join();
        LocalPlayer<Integer> bob =
                LocalPlayer.join(board, "bob", lane).toCompletableFuture().join();
        ada.send(CountingType.ADD).toCompletableFuture().join();
        bob.send(CountingType.ADD).toCompletableFuture().join();
        bob.send(CountingType.ADD).toCompletableFuture().join();
        List<Long> sums = ada.read(CountingType.CountingView.class, view -> List.of(view.sumOf(0), view.sumOf(1)))
                .toCompletableFuture()
                .join();
        assertThat(sums.get(0)).isEqualTo(1_000);
        assertThat(sums.get(1)).isIn(1_000L, 2_000L);
        assertThat(bob.read(CountingType.CountingView.class, view -> view.sumOf(1))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(2_000);
        assertThat(ada.id().value()).isEqualTo(1);
    }

    @Test
    void shouldHearOfEveryFrameAndOfTheEnd() {
        HostedBoard<String, Integer> board = create(3);
        LocalPlayer<Integer> ada =
                LocalPlayer.join(board, "ada", lane).toCompletableFuture().join();
        List<Long> ticks = new CopyOnWriteArrayList<>();
        ada.onFrame(frame -> ticks.add(frame.tick()));
        ada.send(CountingType.ADD).toCompletableFuture().join();
        assertThat(ada.leave().toCompletableFuture().join()).isTrue();
        assertThat(ada.ended().toCompletableFuture().join()).isEqualTo(new StreamEnd.StayEnded(StayEndReason.LEFT));
        assertThat(ticks).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThatThrownBy(() -> ada.send(5).toCompletableFuture().join())
                .hasCauseInstanceOf(BoardUnavailableException.class);
    }

    @Test
    void shouldSayWhyAJoinFailed() {
        HostedBoard<String, Integer> board = create(1);
        LocalPlayer<Integer> ada =
                LocalPlayer.join(board, "ada", lane).toCompletableFuture().join();
        assertReason(board, "bob", BoardUnavailableException.Cause.FULL);
        HostedBoard<String, Integer> wide = host.create(
                        new BoardId(0, 2), type, new CountingType.Rules(9, 5, 1, true), BoardSettings.of(1))
                .toCompletableFuture()
                .join();
        LocalPlayer.join(wide, "ada", lane).toCompletableFuture().join();
        assertReason(wide, "ada", BoardUnavailableException.Cause.REFUSED);
        ada.close();
        host.close();
        assertReason(wide, "eve", BoardUnavailableException.Cause.GONE);
    }

    @Test
    void shouldFailWhatWaitsWhenTheHostCloses() {
        HostedBoard<String, Integer> board = create(3);
        LocalPlayer<Integer> ada =
                LocalPlayer.join(board, "ada", lane).toCompletableFuture().join();
        List<java.util.concurrent.CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(ada.send(CountingType.ADD).toCompletableFuture());
        }
        host.close();
        assertThat(ada.ended().toCompletableFuture().join()).isEqualTo(StreamEnd.Detached.INSTANCE);
        assertThat(sent).allSatisfy(stage -> assertThat(stage).isDone());
        host.close();
        assertThatThrownBy(host::start).isInstanceOf(IllegalStateException.class);
    }

    private HostedBoard<String, Integer> create(int maxPlayers) {
        return host.create(new BoardId(0, 1), type, new CountingType.Rules(maxPlayers, 5, 1, true), BoardSettings.of(1))
                .toCompletableFuture()
                .join();
    }

    private void assertReason(HostedBoard<String, Integer> board, String name, BoardUnavailableException.Cause reason) {
        assertThatThrownBy(() -> LocalPlayer.join(board, name, lane)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BoardUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
