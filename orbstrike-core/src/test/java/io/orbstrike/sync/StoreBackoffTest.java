package io.orbstrike.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoreBackoffTest {

    private static final long MS = 1_000_000;

    private final StoreBackoff backoff = new StoreBackoff(SyncOptions.defaults(), new SplittableRandom(1));

    @Test
    void shouldWaitLongerWithEachFailureWithinItsBounds() {
        long before = 0;
        for (int failures = 1; failures <= 1_000; failures++) {
            for (int i = 0; i < 20; i++) {
                assertThat(backoff.delayNs(failures)).isBetween(100 * MS, 5_000 * MS);
            }
            long longest = Math.min(5_000 * MS, (100 * MS) << Math.min(20, failures));
            long now = backoff.delayNs(failures);
            assertThat(now).isBetween(longest / 2, longest).isGreaterThanOrEqualTo(Math.min(before / 2, now));
            before = now;
        }
        assertThat(backoff.delayNs(3)).as("jitter").isNotEqualTo(backoff.delayNs(3));
    }

    @Test
    void shouldCountCallsThatFailTogetherOnce() {
        backoff.failed(0, 10 * MS);
        long until = backoff.pausedUntilNs();
        backoff.failed(0, 11 * MS);
        backoff.failed(9 * MS, 12 * MS);
        assertThat(backoff.pausedUntilNs()).isEqualTo(until);
        assertThat(backoff.isPaused(until - 1)).isTrue();
        assertThat(backoff.isPaused(until)).isFalse();
        assertThat(backoff.callsMax(4)).isEqualTo(1);
        backoff.failed(until, until + MS);
        assertThat(backoff.pausedUntilNs() - until - MS).isBetween(200 * MS, 400 * MS);
    }

    @Test
    void shouldRestOnceTheStoreHasAnswered() {
        assertThat(backoff.callsMax(4)).isEqualTo(4);
        backoff.failed(0, 10 * MS);
        backoff.answered();
        assertThat(backoff.isPaused(11 * MS)).isFalse();
        assertThat(backoff.callsMax(4)).isEqualTo(4);
    }
}
