package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
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
final class RedisProcess implements RedisServers {

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
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        command.addAll(List.of(settings));
        RedisProcess redis = new RedisProcess(command, folder, port);
        redis.awaitAnswer();
        return redis;
    }

    /** Starts a server that has its data again after it was killed, but for the last second. */
    static RedisProcess startPersistent() throws IOException {
        return start(freePort(), "--appendonly", "yes", "--appendfsync", "everysec");
    }

    /** Starts a sentinel that watches a master. */
    static RedisProcess sentinel(int port, String masterName, int masterPort, int quorum) throws IOException {
        Path folder = Files.createTempDirectory("orbstrike-sentinel");
        Path file = folder.resolve("sentinel.conf");
        Files.write(
                file,
                List.of(
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + folder,
                        "sentinel monitor " + masterName + " 127.0.0.1 " + masterPort + " " + quorum,
                        "sentinel down-after-milliseconds " + masterName + " 2000",
                        "sentinel failover-timeout " + masterName + " 5000"));
        RedisProcess sentinel = new RedisProcess(List.of(binary(), file.toString(), "--sentinel"), folder, port);
        sentinel.awaitAnswer();
        return sentinel;
    }

    private static String binary() {
        String named = System.getenv().getOrDefault("ORBSTRIKE_TEST_REDIS", "");
        return named.isEmpty() ? "redis-server" : named;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** What the server answers to a command; the parts of a list in lines. */
    String ask(String command) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String head = in.readLine();
        if (head == null) {
            throw new EOFException("closed by Redis");
        }
        String said = head.substring(1);
        return switch (head.charAt(0)) {
            case '$' -> {
                char[] text = new char[Integer.parseInt(said)];
                for (int read = 0; read < text.length; ) {
                    int count = in.read(text, read, text.length - read);
                    if (count < 0) {
                        throw new EOFException("closed by Redis");
                    }
                    read += count;
                }
                in.readLine();
                yield new String(text);
            }
            case '*' -> {
                List<String> parts = new ArrayList<>();
                for (int left = Integer.parseInt(said); left > 0; left--) {
                    parts.add(answer(in));
                }
                yield String.join("\n", parts);
            }
            default -> said;
        };
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
        try (Socket socket = connect()) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
