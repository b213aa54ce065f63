package io.orbstrike.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A real redis-server on the loopback interface, with a port and a folder of its own. */
final class RedisProcess implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    /** A cluster's nodes listen at this distance, too. */
    private static final int BUS_DISTANCE = 10_000;

    private static final int PORT_MAX = 65_535;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final int linkPort;
    private final List<String> command;
    private final DefaultJedisClientConfig config;
    private Process process;

    private RedisProcess(Path folder, int port, int linkPort, List<String> command, DefaultJedisClientConfig config) {
        this.folder = folder;
        this.port = port;
        this.linkPort = linkPort;
        this.command = command;
        this.config = config;
        this.process = started();
    }

    /** Starts a server with settings, written as on the command line without the dashes, and waits until it answers. */
    static RedisProcess start(String... settings) {
        return start(RedisForm.PLAIN, settings);
    }

    /** Starts a server of a form, likewise. */
    static RedisProcess start(RedisForm form, String... settings) {
        int port = freePort();
        int linkPort = form.certificate() == null ? port : freePort();
        Path folder = newFolder();
        List<String> command = new ArrayList<>(List.of(form.binary()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST, "--dir", folder.toString()));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"));
        Stream.concat(form.tlsSettings(linkPort).stream(), Stream.of(settings)).forEach(setting -> {
            String[] words = setting.split(" ", -1);
            command.add("--" + words[0]);
            command.addAll(List.of(words).subList(1, words.length));
        });
        String secret = Stream.of(settings)
                .filter(setting -> setting.startsWith("requirepass "))
                .map(setting -> setting.substring("requirepass ".length()))
                .findFirst()
                .orElse(null);
        RedisProcess started = new RedisProcess(folder, port, linkPort, command, config(secret));
        started.awaitAnswer();
        return started;
    }

    /** Starts a sentinel that watches a master. */
    static RedisProcess sentinel(RedisForm form, String masterName, RedisProcess master) {
        int port = freePort();
        int linkPort = form.certificate() == null ? port : freePort();
        Path folder = newFolder();
        Path file = folder.resolve("sentinel.conf");
        String watched = "sentinel %s " + masterName + " %s\n";
        try {
            Files.writeString(
                    file,
                    "port " + port + "\nbind " + HOST + "\ndir " + folder + "\n"
                            + String.join("\n", form.tlsSettings(linkPort)) + "\n"
                            + "sentinel monitor " + masterName + " " + HOST + " " + master.linkPort + " 2\n"
                            + watched.formatted("down-after-milliseconds", "700")
                            + watched.formatted("failover-timeout", "2000"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RedisProcess started = new RedisProcess(
                folder, port, linkPort, List.of(form.binary(), file.toString(), "--sentinel"), config(null));
        started.awaitAnswer();
        return started;
    }

    HostAndPort address() {
        return new HostAndPort(HOST, port);
    }

    String hostAndPort() {
        return HOST + ":" + port;
    }

    /** Where other servers and stores reach it: by TLS if its form is so. */
    int linkPort() {
        return linkPort;
    }

    /** That with the host. */
    String link() {
        return HOST + ":" + linkPort;
    }

    /** Asks the server something, on a connection of its own. */
    <T> T ask(Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis(address(), config)) {
            return question.apply(jedis);
        }
    }

    String info(String section) {
        return ask(jedis -> jedis.info(section));
    }

    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    /** Ends the process at once, as a crash does. */
    void kill() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** Starts it again on the same port, with what is in its folder. */
    void restart() {
        kill();
        process = started();
        awaitAnswer();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisProcess::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process started() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        await("redis-server " + command)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(JedisException.class)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ask(Jedis::ping).equals("PONG"));
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static DefaultJedisClientConfig config(@org.jspecify.annotations.Nullable String secret) {
        return DefaultJedisClientConfig.builder()
                .password(secret)
                .connectionTimeoutMillis(2_000)
                .socketTimeoutMillis(5_000)
                .build();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("orbstrike-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that is free, and so is the one for a cluster's bus. */
    static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = first.getLocalPort();
                if (port + BUS_DISTANCE <= PORT_MAX && isFree(port + BUS_DISTANCE)) {
                    return port;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
