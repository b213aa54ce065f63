package io.orbstrike.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualExecutorTest {

    private final ManualClock clock = ManualClock.create();
    private final ManualExecutor executor = new ManualExecutor(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void shouldRunTasksByTheirTimesAndThenInTheirOrder() {
        schedule("late", 20);
        schedule("first", 10);
        schedule("second", 10);
        executor.execute(() -> ran.add("now"));
        executor.advance(Duration.ofMillis(15));
        assertThat(ran).containsExactly("now", "first", "second");
        executor.advance(Duration.ofMillis(5));
        assertThat(ran).endsWith("late");
    }

    @Test
    void shouldShowEachTaskItsOwnTime() {
        long startNs = clock.nanoTime();
        Future<Long> at = executor.schedule(clock::nanoTime, 7, TimeUnit.MILLISECONDS);
        executor.advance(Duration.ofSeconds(1));
        assertThat(at).succeedsWithin(Duration.ZERO).isEqualTo(startNs + 7_000_000);
        assertThat(clock.nanoTime()).isEqualTo(startNs + 1_000_000_000);
    }

    @Test
    void shouldRunWhatATaskHandsInAtItsTime() {
        ScheduledFuture<?> unused = executor.schedule(() -> schedule("then", 5), 5, TimeUnit.MILLISECONDS);
        executor.advance(Duration.ofMillis(10));
        assertThat(ran).containsExactly("then");
    }

    @Test
    void shouldRunNothingThatWasCancelled() {
        ScheduledFuture<?> task = executor.schedule(() -> ran.add("cancelled"), 5, TimeUnit.MILLISECONDS);
        task.cancel(false);
        assertThat(executor.waiting()).isZero();
        executor.advance(Duration.ofMillis(10));
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldRepeatATaskUntilItIsCancelled() {
        ScheduledFuture<?> task = executor.scheduleAtFixedRate(() -> ran.add("tick"), 0, 10, TimeUnit.MILLISECONDS);
        executor.advance(Duration.ofMillis(35));
        assertThat(ran).hasSize(4);
        task.cancel(false);
        executor.advance(Duration.ofMillis(35));
        assertThat(ran).hasSize(4);
    }

    @Test
    void shouldFindALoopWithoutEnd() {
        executor.execute(new Runnable() {
            @Override
            public void run() {
                executor.execute(this);
            }
        });
        assertThatThrownBy(executor::runDue)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without end");
    }

    @Test
    void shouldTakeNothingAfterItsEnd() {
        executor.shutdown();
        assertThat(executor.isTerminated()).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void shouldKeepMonotonicTimeWhenWallTimeJumps() {
        long nowNs = clock.nanoTime();
        clock.jumpTo(Instant.EPOCH);
        assertThat(clock.nanoTime()).isEqualTo(nowNs);
        clock.advance(Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(2));
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
    }

    private void schedule(String name, long delayMs) {
        ScheduledFuture<?> unused = executor.schedule(() -> ran.add(name), delayMs, TimeUnit.MILLISECONDS);
    }
}
