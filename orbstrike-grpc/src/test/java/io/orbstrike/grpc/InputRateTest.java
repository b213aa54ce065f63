package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputRateTest {

    private static final long MS = 1_000_000;

    @Test
    void shouldTakeTheBurstAndNotOneMore() {
        InputRate rate = new InputRate(100, 5, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(rate.tryTake(0)).isTrue();
        }
        assertThat(rate.tryTake(0)).isFalse();
        assertThat(rate.tryTake(10 * MS - 1)).isFalse();
        assertThat(rate.tryTake(10 * MS)).isTrue();
        assertThat(rate.tryTake(10 * MS)).isFalse();
    }

    @Test
    void shouldTakeTheRateForEver() {
        InputRate rate = new InputRate(200, 1, -7);
        for (long nowNs = -7; nowNs < 10_000 * MS; nowNs += 5 * MS) {
            assertThat(rate.tryTake(nowNs)).isTrue();
        }
    }

    @Test
    void shouldGiveTheBurstBackAfterSilenceAndNoMore() {
        InputRate rate = new InputRate(100, 5, Long.MAX_VALUE - MS);
        for (int i = 0; i < 5; i++) {
            assertThat(rate.tryTake(Long.MAX_VALUE - MS)).isTrue();
        }
        long afterWrap = Long.MIN_VALUE + 60_000 * MS;
        for (int i = 0; i < 5; i++) {
            assertThat(rate.tryTake(afterWrap)).isTrue();
        }
        assertThat(rate.tryTake(afterWrap)).isFalse();
    }
}
