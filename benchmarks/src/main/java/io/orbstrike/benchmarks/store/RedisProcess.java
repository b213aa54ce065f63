package io.orbstrike.benchmarks.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A redis-server without persistence on a free port of this machine, pinned to the first core where {@code taskset} is.
 */
public final class RedisProcess implements AutoCloseable {

    private static final int POLLS_MAX = 200;
    private static final long POLL_MS = 25;

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server; blocks until it answers. */
    public static RedisProcess start(String binary) throws InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        if (new File("/usr/bin/taskset").canExecute()) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.addAll(List.of(binary, "--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", System.getProperty("java.io.tmpdir")));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            RedisProcess redis = new RedisProcess(process, port);
            redis.awaitAnswer();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(binary + " cannot be started: " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public Jedis connect() {
        return new Jedis("127.0.0.1", port);
    }

    /** User's and system's time since its start. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void awaitAnswer() throws InterruptedException {
        for (int i = 0; i < POLLS_MAX; i++) {
            try (Jedis jedis = connect()) {
                jedis.ping();
                return;
            } catch (JedisException e) {
                if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("redis-server ended with code " + process.exitValue(), e);
                }
            }
        }
        close();
        throw new IllegalStateException("redis-server did not answer on port " + port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
