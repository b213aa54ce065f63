package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DueQueueProperties {

    private final HostedBoard<String, Integer> board = new HostFixture().board();

    /** A number above 60 removes the first, above 30 postpones it by the number, else adds an entry due then. */
    @Property(tries = 500)
    void shouldGiveEntriesInTheOrderInWhichTheyAreDue(
            @ForAll @Size(max = 200) List<@IntRange(max = 90) Integer> steps) {
        DueQueue queue = new DueQueue();
        PriorityQueue<Long> expected = new PriorityQueue<>();
        long base = Long.MAX_VALUE - 45; // readings of a clock may wrap
        for (int step : steps) {
            if (step <= 30 || expected.isEmpty()) {
                queue.add(board, step, base + step);
                expected.add((long) step);
            } else if (step <= 60) {
                Long first = expected.remove();
                queue.postponeFirst(base + first + step);
                expected.add(first + step);
            } else {
                queue.removeFirst();
                expected.remove();
            }
            assertThat(queue.size()).isEqualTo(expected.size());
            if (!expected.isEmpty()) {
                assertThat(queue.firstDueNs() - base).isEqualTo(expected.peek());
            }
        }
    }
}
