package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the built jar, from its start to its end. */
final class ServerProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "orbstrike.jar").toAbsolutePath();
    static final Path LAUNCHER = Path.of("target", "orbstrike").toAbsolutePath();
    static final Duration START_TIME_MAX = Duration.ofSeconds(60);
    static final Duration STOP_TIME_MAX = Duration.ofSeconds(5);

    /** Tests start some hundred processes, and what they ask of these is no matter of speed. */
    private static final String NO_REHEARSAL = "0";

    private static final Set<String> OPTIONS_OF_THE_JVM =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS");
    private static final Pattern READY = Pattern.compile("READY role=([a-z]+) grpc=(\\S+) http=(\\S+)");
    private static final String END = "\0";

    private final Process process;
    private final Path err;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private ServerProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
        this.reader = new Thread(this::read, "stdout of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** What the process says when it serves. */
    record Ready(String role, String grpc, String http) {}

    /** Starts the jar with the JVM that runs the test. */
    static ServerProcess start(String... arguments) throws IOException {
        return start(
                Map.of(), List.of(javaOf(Path.of(System.getProperty("java.home"))), "-jar", JAR.toString()), arguments);
    }

    static ServerProcess start(Map<String, String> environment, List<String> command, String... arguments)
            throws IOException {
        assertThat(JAR).as("built by the phase package").exists();
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        Path err = Files.createTempFile("orbstrike", ".err");
        err.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("ORBSTRIKE_") || OPTIONS_OF_THE_JVM.contains(name));
        builder.environment().put("ORBSTRIKE_REHEARSAL", NO_REHEARSAL);
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), err);
    }

    static String javaOf(Path home) {
        return home.resolve("bin").resolve("java").toString();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Ready awaitReady() throws InterruptedException {
        String line = unread.poll(START_TIME_MAX.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("first line; stderr: %s", err()).isNotNull();
        Matcher ready = READY.matcher(line);
        assertThat(ready.matches())
                .as("first line '%s'; stderr: %s", line, err())
                .isTrue();
        return new Ready(ready.group(1), ready.group(2), ready.group(3));
    }

    /** Makes the process stand still as a whole. */
    void pause() throws IOException, InterruptedException {
        signal("STOP", pid());
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT", pid());
    }

    /** Ends it without a chance to do anything, as a crash would. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Sends SIGTERM, and waits for nothing. */
    void terminate() {
        process.toHandle().destroy(); // unlike Process.destroy it leaves the pipes open
    }

    /** Sends SIGTERM and waits; the exit code. */
    int stop() throws InterruptedException {
        terminate();
        assertThat(process.waitFor(STOP_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s; stderr: %s", STOP_TIME_MAX, err())
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    /** Waits until the process ends by itself; the exit code. */
    int awaitEnd(Duration timeMax) throws InterruptedException {
        assertThat(process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS))
                .as("ends within %s; stdout: %s; stderr: %s", timeMax, out, err())
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    List<String> out() {
        return List.copyOf(out);
    }

    String err() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.add(line);
                unread.add(line);
            }
        } catch (IOException e) {
            out.add("could not be read: " + e);
        }
        unread.add(END);
    }
}
