package io.orbstrike.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedExecutorTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final OrderedExecutor ordered = new OrderedExecutor(tasks::add, () -> ran.add("after"));

    @Test
    void shouldRunATaskAfterAllThatWasHandedToTheOtherExecutorBeforeIt() {
        ordered.execute(() -> ran.add("first"));
        tasks.add(() -> ran.add("between"));
        ordered.execute(() -> ran.add("second"));
        runAll();
        assertThat(ran).containsExactly("between", "first", "second", "after");
    }

    @Test
    void shouldRunManyTasksAsTwoOfTheOtherExecutor() {
        IntStream.range(0, 1_000).forEach(i -> ordered.execute(() -> ran.add("task " + i)));
        assertThat(tasks).hasSize(1);
        assertThat(runAll()).isEqualTo(2);
        assertThat(ran).hasSize(1_001).startsWith("task 0", "task 1").endsWith("task 999", "after");
    }

    @Test
    void shouldLetOthersInBetweenIfThereAreVeryManyTasks() {
        IntStream.range(0, 2_000).forEach(i -> ordered.execute(() -> ran.add("task")));
        assertThat(runAll()).isEqualTo(4);
        assertThat(ran.indexOf("after")).isEqualTo(1_024);
        assertThat(ran).hasSize(2_002);
    }

    @Test
    void shouldTakeTasksThatTasksHandIn() {
        ordered.execute(() -> ordered.execute(() -> ran.add("inner")));
        runAll();
        assertThat(ran).containsExactly("after", "inner", "after");
    }

    private int runAll() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            count++;
        }
        return count;
    }
}
