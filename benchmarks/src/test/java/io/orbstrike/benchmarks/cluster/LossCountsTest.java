package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.benchmarks.Figure;
import io.orbstrike.benchmarks.cluster.LossCounts.Kind;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class LossCountsTest {

    private final LossCounts counts = new LossCounts();

    @Test
    void shouldMissATargetWithTheFirstThatIsLost() {
        counts.add(Kind.JOINS, 20, 0);
        counts.add(Kind.JOINS, 20, 1);
        counts.add(Kind.STREAMS, 44, 0);
        assertThat(counts.figures("C5", "kill -9", EnumSet.noneOf(Kind.class)))
                .containsExactly(
                        Figure.atMost("C5", "kill -9: joins lost, of 40", "", 0, 1),
                        Figure.atMost("C5", "kill -9: streams interrupted, of 44", "", 0, 0))
                .extracting(Figure::isMet)
                .containsExactly(false, true);
    }

    @Test
    void shouldHaveNoTargetForWhatMayBeLost() {
        counts.add(Kind.KILLS, 1_234, 5);
        assertThat(counts.figures("C5", "kill -9", EnumSet.of(Kind.KILLS)))
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.what()).isEqualTo("kill -9: kills lost, of 1,234");
                    assertThat(figure.hasTarget()).isFalse();
                    assertThat(figure.figure()).isEqualTo(5);
                });
    }

    @Test
    void shouldMeetNoTargetWhereThereWasNothingToLose() {
        counts.add(Kind.WRITES, 0, 0);
        assertThat(counts.figures("C7", "STOP", EnumSet.noneOf(Kind.class)))
                .singleElement()
                .matches(figure -> !figure.hasTarget());
    }

    @Test
    void shouldAddAnothers() {
        LossCounts other = new LossCounts();
        counts.add(Kind.EVENTS, 10, 1);
        other.add(Kind.EVENTS, 5, 2);
        other.add(Kind.LEAVES, 3, 0);
        counts.addAll(other);
        assertThat(counts.lost(Kind.EVENTS)).isEqualTo(3);
        assertThat(counts.figures("C6", "drain", EnumSet.noneOf(Kind.class)))
                .extracting(Figure::what)
                .containsExactly("drain: leaves taken back, of 3", "drain: events lost, of 15");
    }
}
