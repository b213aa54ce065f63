package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real redis-server on the loopback interface, which persists nothing unless it is told to. */
final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TIMEOUT_MS = 2_000;

    private final List<String> command;
    private final Path folder;
    private final int port;
    private Process process;

    private RedisProcess(List<String> command, Path folder, int port) throws IOException {
        this.command = List.copyOf(command);
        this.folder = folder;
        this.port = port;
        this.process = run();
    }

    /** Starts a server with further settings, and waits until it answers. */
    static RedisProcess start(int port, String... settings) throws IOException {
        Path folder = Files.createTempDirectory("orbstrike-redis");
        String named = System.getenv().getOrDefault("ORBSTRIKE_TEST_REDIS", "");
        List<String> command = new ArrayList<>(List.of(named.isEmpty() ? "redis-server" : named));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        command.addAll(List.of(settings));
        RedisProcess redis = new RedisProcess(command, folder, port);
        redis.awaitAnswer();
        return redis;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    void kill() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** Starts it anew where it was, with what it has persisted, and waits until it answers. */
    void startAgain() throws IOException {
        process = run();
        awaitAnswer();
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(this::answers);
    }

    /** Any answer will do, also that a password is wanted. */
    private boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
