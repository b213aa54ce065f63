package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LaneDeskTest {

    private static final int MESSAGES_OF_A_DRAIN = 2;

    private final TwoQueues lane = new TwoQueues();
    private final LaneDesk desk = new LaneDesk(lane, MESSAGES_OF_A_DRAIN, new LaneTally(new LaneTally.Totals()));
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldReadBeforeItDrainsWhatCameMeanwhile() {
        handOverMoreThanADrain();
        lane.runSoon();

        assertThat(done).containsExactly("a", "b");
        assertThat(lane.soon).as("ahead of reading").isEmpty();
        assertThat(lane.afterReading).hasSize(1);
        handOver("d");
        assertThat(lane.soon).as("woken while a drain is due").isEmpty();

        lane.runAfterReading();
        assertThat(done).containsExactly("a", "b", "came meanwhile", "d");
        assertThat(lane.afterReading).isEmpty();
    }

    @Test
    void shouldWakeTheLaneOnceUntilItHasReadAll() {
        handOver("a");
        handOver("b");
        assertThat(lane.soon).hasSize(1);
        lane.runSoon();

        handOver("c");

        assertThat(lane.soon).hasSize(1);
        lane.runSoon();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(lane.afterReading).isEmpty();
    }

    @Test
    void shouldDeliverWhatWasHandedOverBeforeATask() {
        handOverMoreThanADrain();
        lane.runSoon();

        desk.execute(() -> done.add("task"));
        lane.runSoon();

        assertThat(done).containsExactly("a", "b", "came meanwhile", "task");
        lane.runAfterReading();
        assertThat(done).hasSize(4);
    }

    @Test
    void shouldGoOnAfterAMessageThatThrows() {
        handOver(desk -> {
            throw new IllegalStateException("planted");
        });
        desk.execute(() -> done.add("task"));
        Runnable drain = lane.soon.remove();
        assertThatThrownBy(lane::runSoon).hasMessage("planted");
        assertThat(done).containsExactly("task");

        handOver(desk -> {
            throw new IllegalStateException("planted in a drain");
        });
        assertThatThrownBy(drain::run).hasMessage("planted in a drain");
        handOver("a");
        lane.runSoon();
        assertThat(done).containsExactly("task", "a");
    }

    private void handOverMoreThanADrain() {
        handOver(desk -> {
            done.add("a");
            handOver("came meanwhile");
        });
        handOver("b");
    }

    private void handOver(String name) {
        handOver(desk -> done.add(name));
    }

    private void handOver(LaneMessage message) {
        assertThat(desk.offer(message)).isTrue();
        desk.wake();
    }

    /** A lane that is run by hand, and keeps apart what waits for reading. */
    private static final class TwoQueues implements Lane {

        private final Queue<Runnable> soon = new ArrayDeque<>();
        private final Queue<Runnable> afterReading = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            soon.add(task);
        }

        @Override
        public void executeAfterReading(Runnable task) {
            afterReading.add(task);
        }

        @Override
        public boolean inLane() {
            return true;
        }

        void runSoon() {
            run(soon);
        }

        void runAfterReading() {
            run(afterReading);
        }

        private static void run(Queue<Runnable> tasks) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }
}
