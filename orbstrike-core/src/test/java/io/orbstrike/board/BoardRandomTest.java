package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoardRandomTest {

    @Test
    void shouldDrawTheNumbersOfSplitMix64() {
        // the first outputs of the authors' reference implementation for the seed 1234567
        BoardRandom random = new BoardRandom(1234567);
        assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void shouldContinueFromItsState() {
        BoardRandom random = new BoardRandom(5);
        random.nextLong();
        BoardRandom copy = new BoardRandom(random.state());
        assertThat(copy.nextLong()).isEqualTo(random.nextLong());
    }

    @Test
    void shouldDrawEachNumberBelowABoundAboutAsOften() {
        BoardRandom random = new BoardRandom(42);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void shouldRefuseABoundBelowOne() {
        assertThatThrownBy(() -> new BoardRandom(1).nextInt(0)).hasMessage("bound 0: must be 1 or above");
    }
}
