package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisMetricsTest {

    @Test
    void shouldCountACallThatHadNoTimeLeftAndTagNothingThatPeopleCanBeToldBy() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (RedisClusterStore store =
                RedisClusterStore.builder("redis://localhost").build()) {
            RedisMetrics.of(store).bindTo(registry);
            StoreUser.answer(store.leases().read(Duration.ZERO));

            assertThat(registry.get("orbstrike.redis.calls")
                            .tag("lane", "leases")
                            .tag("result", "not-applied")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("orbstrike.redis.queue.depth")
                            .tag("lane", "leases")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(registry.getMeters())
                    .extracting(Meter::getId)
                    .allSatisfy(id -> assertThat(id.getName()).startsWith("orbstrike.redis."))
                    .allSatisfy(id -> assertThat(id.getTags())
                            .extracting(io.micrometer.core.instrument.Tag::getKey)
                            .isSubsetOf("lane", "result"));
        }
    }
}
