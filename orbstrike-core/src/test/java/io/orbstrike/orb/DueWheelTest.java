package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DueWheelTest {

    private final DueWheel wheel = new DueWheel(50);
    private final int[] taken = new int[50];

    @Test
    void shouldGiveWhatIsDueInItsTickOnly() {
        wheel.schedule(3, 10);
        wheel.schedule(4, 10 + 256);
        wheel.schedule(5, 11);
        assertThat(wheel.take(9, taken)).isZero();
        assertThat(wheel.take(10, taken)).isEqualTo(1);
        assertThat(taken[0]).isEqualTo(3);
        assertThat(wheel.take(11, taken)).isEqualTo(1);
        assertThat(wheel.take(266, taken)).isEqualTo(1);
        assertThat(taken[0]).isEqualTo(4);
    }

    @Test
    void shouldForgetWhatIsCancelledOrCleared() {
        wheel.schedule(1, 7);
        wheel.cancel(1);
        wheel.cancel(1);
        assertThat(wheel.take(7, taken)).isZero();
        wheel.schedule(1, 8);
        wheel.clear();
        assertThat(wheel.take(8, taken)).isZero();
        wheel.schedule(1, 9);
        assertThat(wheel.take(9, taken)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithAPlainListOverRandomUse() {
        Random random = new Random(3);
        long[] due = new long[50];
        for (long tick = 1; tick < 5_000; tick++) {
            long now = tick;
            int count = wheel.take(now, taken);
            int[] actual = Arrays.copyOf(taken, count);
            Arrays.sort(actual);
            int[] expected =
                    IntStream.range(0, 50).filter(index -> due[index] == now).toArray();
            assertThat(actual).isEqualTo(expected);
            for (int i = 0; i < 5; i++) {
                int index = random.nextInt(50);
                if (random.nextInt(3) == 0) {
                    wheel.cancel(index);
                    due[index] = 0;
                } else {
                    due[index] = tick + 1 + random.nextInt(600);
                    wheel.schedule(index, due[index]);
                }
            }
        }
    }
}
