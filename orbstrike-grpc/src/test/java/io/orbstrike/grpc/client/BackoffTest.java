package io.orbstrike.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void shouldDoubleItsBoundUpToTheGreatestAndStartAgainAfterSuccess() {
        Backoff backoff = new Backoff(100, 1_000, new SplittableRandom(1));
        long[] bounds = {100, 200, 400, 800, 1_000, 1_000};
        for (int round = 0; round < 200; round++) {
            for (long bound : bounds) {
                assertThat(backoff.nextNs()).isBetween(0L, bound);
            }
            backoff.reset();
        }
    }

    @Test
    void shouldSpreadOverTheWholeBound() {
        Backoff backoff = new Backoff(1_000, 1_000, new SplittableRandom(2));
        long[] delays = new long[500];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = backoff.nextNs();
        }
        assertThat(LongStream.of(delays)).anyMatch(delay -> delay < 100);
        assertThat(LongStream.of(delays)).anyMatch(delay -> delay > 900);
    }

    @Test
    void shouldStayWithinTheGreatestAfterAnyNumberOfFailures() {
        Backoff backoff = new Backoff(50_000_000, 5_000_000_000L, new SplittableRandom(3));
        for (int i = 0; i < 200; i++) {
            assertThat(backoff.nextNs()).isBetween(0L, 5_000_000_000L);
        }
    }
}
