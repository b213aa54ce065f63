package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private final Score score = new Score();

    @Test
    void shouldLoseNothingWhereTheScoreGoesOn() {
        score.show(7, Map.of(1L, 3, 2L, 0));
        score.show(7, Map.of(1L, 4, 2L, 0));
        score.show(9, Map.of(1L, 5, 2L, 0));
        assertThat(score.atMove()).isEqualTo(4);
        assertThat(score.lost()).isZero();
    }

    @Test
    void shouldLoseWhatAMoveTookBack() {
        score.show(7, Map.of(1L, 4, 2L, 2));
        score.show(9, Map.of(1L, 1, 2L, 3));
        assertThat(score.atMove()).isEqualTo(6);
        assertThat(score.lost()).isEqualTo(3);
    }

    @Test
    void shouldLoseTheKillsOfOneWhoIsGone() {
        score.show(7, Map.of(1L, 4, 2L, 2));
        score.show(9, Map.of(2L, 2));
        assertThat(score.lost()).isEqualTo(4);
        assertThat(score.has(1)).isFalse();
        assertThat(score.has(2)).isTrue();
    }

    @Test
    void shouldNotTakeTheFirstFrameForAMove() {
        score.show(7, Map.of(1L, 4));
        assertThat(score.atMove()).isZero();
    }
}
