package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.redis.RedisCounters.CallResult;
import io.orbstrike.store.StoreHints;
import java.util.Queue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How hints get to Redis when it does not take them at once. */
class HintsIT {

    private static final int MANY = 300;

    private final RedisProcess server = RedisProcess.start();
    private final RedisClusterStore store =
            RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
    private final Queue<StoreHints.Hint> heard = HeardHints.of(store);

    @BeforeEach
    void listen() {
        await().until(() -> !server.ask(jedis -> jedis.pubsubChannels()).isEmpty());
        store.hints().publish(hint(0));
        await().until(() -> heard.contains(hint(0)) && calls(CallResult.ANSWERED) == 1);
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void shouldSendTogetherWhatGathersWhileAnotherIsSent() {
        server.pause();
        LongStream.rangeClosed(1, MANY).forEach(number -> store.hints().publish(hint(number)));
        server.resume();
        await().until(() -> heard.contains(hint(MANY)));
        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, MANY).mapToObj(HintsIT::hint).toList());
        await().until(() -> calls(CallResult.ANSWERED) == 4); // of 1, 1, 256 and 43
    }

    @Test
    void shouldDropWhatRedisDoesNotAnswerInTimeAndGoOn() {
        server.pause();
        store.hints().publish(hint(1));
        await().until(() -> calls(CallResult.NOT_APPLIED) + calls(CallResult.UNKNOWN) == 1);
        server.resume();
        store.hints().publish(hint(2));
        await().until(() -> heard.contains(hint(2)));
    }

    @Test
    void shouldDropTheOldestWhenMoreGatherThanItKeeps() {
        server.pause();
        LongStream.rangeClosed(1, RedisHints.UNSENT_MAX + 5)
                .forEach(number -> store.hints().publish(hint(number)));
        server.resume();
        await().until(() -> heard.contains(hint(RedisHints.UNSENT_MAX + 5)));
        assertThat(heard)
                .hasSize(2 + RedisHints.UNSENT_MAX)
                .startsWith(hint(0), hint(1), hint(6)) // the first was under way
                .doesNotHaveDuplicates();
    }

    private long calls(CallResult result) {
        return store.callCount(Purpose.HINTS, result);
    }

    private static StoreHints.Hint hint(long number) {
        return new StoreHints.LeaderChanged(number);
    }
}
