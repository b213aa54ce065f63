package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes that a measurement has started, none of which outlives it: what still runs is ended by {@link #close}, which
 * a shutdown hook calls, too.
 *
 * <p>Thread-safe.
 */
public final class Children implements AutoCloseable {

    private static final long TERM_SECONDS_MAX = 5;
    private static final long KILL_SECONDS_MAX = 5;
    private static final Set<String> OPTIONS_OF_THE_JVM =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Path directory;
    private final Set<Process> running = new LinkedHashSet<>();
    private int started;
    private boolean isClosed;

    private Children(Path directory) {
        this.directory = directory;
    }

    /** Creates a place for what they print. */
    public static Children create() {
        try {
            return new Children(Files.createTempDirectory("orbstrike-endtoend"));
        } catch (IOException e) {
            throw new StartException("no temporary directory can be made: " + e.getMessage());
        }
    }

    /** Where reports go that only the measurement reads. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a process in whose environment the variables are set that are given, and no other that changes what a JVM or
     * Orbstrike does.
     */
    public synchronized Child start(String name, List<String> command, Map<String, String> environment) {
        if (isClosed) {
            throw new StartException("ended by a signal");
        }
        String file = ++started + "-" + name;
        Path out = directory.resolve(file + ".out");
        Path err = directory.resolve(file + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("ORBSTRIKE_") || OPTIONS_OF_THE_JVM.contains(key));
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            running.add(process);
            return new Child(name, process, out, err);
        } catch (IOException e) {
            throw new StartException(name + " cannot be started: " + e.getMessage());
        }
    }

    /** Ends a process, by force if it does not end by itself; blocks for at most 10 s. */
    public void stop(Child child) {
        Process process = child.process();
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(TERM_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        synchronized (this) {
            running.remove(process);
        }
    }

    /** Ends every process at once; may be called twice. */
    @Override
    public void close() {
        List<Process> left;
        synchronized (this) {
            isClosed = true;
            left = List.copyOf(running);
            running.clear();
        }
        for (Process process : left) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        deleteDirectory();
    }

    private void deleteDirectory() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            directory.toFile().deleteOnExit(); // something still writes; the system's cleaner takes the rest
        }
    }
}
