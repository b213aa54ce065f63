package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.redis.RedisClusterStore;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a real Redis is asked before a process serves. */
class StoreRehearsalIT {

    @Test
    void shouldLeaveNoKeyBehind() throws IOException {
        try (RedisProcess redis = RedisProcess.start(RedisProcess.freePort());
                RedisClusterStore store = RedisClusterStore.builder(redis.uri()).build()) {
            assertThat(StoreRehearsal.play(store, Duration.ofSeconds(60), new Ending()))
                    .isEqualTo(60);
            assertThat(redis.ask("DBSIZE")).isEqualTo("0");
        }
    }
}
