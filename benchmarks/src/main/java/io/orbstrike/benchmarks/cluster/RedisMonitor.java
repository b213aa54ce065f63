package io.orbstrike.benchmarks.cluster;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads along all that a Redis does (<a href="https://redis.io/docs/latest/commands/monitor/">MONITOR</a>), which costs that a
 * good part of its speed.
 *
 * <p>Thread-safe.
 */
final class RedisMonitor implements AutoCloseable {

    private static final Duration CATCH_UP_TIME_MAX = Duration.ofSeconds(30);

    private final Jedis connection;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final String mark = UUID.randomUUID().toString();
    private volatile boolean isClosed;
    private volatile @Nullable JedisException failure;

    private RedisMonitor(Jedis connection, Consumer<String> reader) {
        this.connection = connection;
        this.thread = new Thread(() -> read(reader), "monitor");
    }

    /** Begins; the reader is told each line, one at a time. The connection is closed with this. */
    static RedisMonitor start(Jedis connection, Consumer<String> reader) {
        RedisMonitor monitor = new RedisMonitor(connection, reader);
        monitor.thread.start();
        return monitor;
    }

    private void read(Consumer<String> reader) {
        try {
            connection.monitor(new JedisMonitor() {
                @Override
                public void onCommand(String line) {
                    reader.accept(line);
                    if (line.contains(mark)) {
                        caughtUp.countDown();
                    }
                }
            });
        } catch (JedisException e) {
            if (!isClosed) {
                failure = e;
            }
        }
    }

    /** Waits until the reader was told all that was done before, as another connection sees it; throws if it was not. */
    void catchUp(Jedis other) throws InterruptedException {
        other.echo(mark);
        if (!caughtUp.await(CATCH_UP_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("Redis was not read along to the end", failure);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        connection.close();
    }
}
