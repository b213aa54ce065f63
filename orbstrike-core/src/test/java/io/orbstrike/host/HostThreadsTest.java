package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runner form on real threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostThreadsTest {

    private final AtomicReference<Throwable> died = new AtomicReference<>();

    private BoardHost.Builder builder() {
        return BoardHost.builder().threads(2).threadFactory(body -> {
            Thread thread = new Thread(body);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((where, failure) -> died.set(failure));
            return thread;
        });
    }

    @Test
    void shouldTickAtItsRateAndAnswerASleepingLoopAtOnce() {
        HostOptions options =
                HostOptions.builder().idleParkMax(Duration.ofSeconds(2)).build();
        try (BoardHost host = builder().options(options).build()) {
            host.start();
            long startNs = System.nanoTime();
            HostedBoard<String, Integer> board = create(host, 1, new CountingType(), 10);
            long createNs = System.nanoTime() - startNs;
            await().until(() -> board.status().tick() >= 100);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            assertThat((board.status().tick() + board.status().slotsDropped()) / seconds)
                    .isBetween(80.0, 110.0);
            assertThat(createNs).isLessThan(1_500_000_000);
            assertThat(host.isHealthy()).isTrue();
            assertThat(host.metrics().tickLateness().count()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void shouldGiveTheBoardsOfADeadThreadToAnother() {
        try (BoardHost host = builder().build()) {
            host.start();
            CountingType deadly = new CountingType();
            HostedBoard<String, Integer> victim = create(host, 100, deadly, 1);
            List<HostedBoard<String, Integer>> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                others.add(create(host, i, new CountingType(), 1));
            }
            deadly.onTick = () -> {
                throw new AssertionError("the end of a thread");
            };
            await().until(() -> died.get() != null);
            assertThat(died.get()).hasMessage("the end of a thread");
            long[] ticks =
                    others.stream().mapToLong(board -> board.status().tick()).toArray();
            for (int i = 0; i < 10; i++) {
                HostedBoard<String, Integer> board = others.get(i);
                long before = ticks[i];
                await().atMost(Duration.ofSeconds(5)).until(() -> board.status().tick() > before + 50);
            }
            assertThat(victim.status().state()).isEqualTo(BoardState.QUARANTINED);
            assertThat(host.isHealthy()).isFalse();
            assertThat(create(host, 50, new CountingType(), 1).status().state()).isEqualTo(BoardState.RUNNING);
        }
    }

    @Test
    void shouldStopItsThreadsWhenItCloses() {
        List<Thread> threads = new ArrayList<>();
        BoardHost host = BoardHost.builder()
                .threads(2)
                .threadFactory(body -> {
                    Thread thread = new Thread(body);
                    threads.add(thread);
                    return thread;
                })
                .build();
        host.start();
        HostedBoard<String, Integer> board = create(host, 1, new CountingType(), 10);
        host.close();
        assertThat(threads).hasSize(3).noneMatch(Thread::isAlive);
        assertThat(board.status().state()).isEqualTo(BoardState.CLOSED);
        assertThat(board.reserve("ada").toCompletableFuture()).isCompletedWithValue(ReserveOutcome.Gone.INSTANCE);
        assertThat(host.create(new BoardId(0, 2), new CountingType(), CountingType.Rules.DEFAULT, BoardSettings.of(1))
                        .toCompletableFuture())
                .isCompletedExceptionally();
    }

    private static HostedBoard<String, Integer> create(BoardHost host, int low, CountingType type, int tickMs) {
        return host.create(new BoardId(0, low), type, new CountingType.Rules(5, tickMs, 1, true), BoardSettings.of(1))
                .toCompletableFuture()
                .join();
    }
}
