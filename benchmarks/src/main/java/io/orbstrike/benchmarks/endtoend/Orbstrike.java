package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our server as users run it: the jar with the flags of the launcher that lies beside it.
 *
 * <p>Confined to the main thread.
 */
public final class Orbstrike implements Contender {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(30);

    private final Path jar;
    private final List<String> flags;

    private Orbstrike(Path jar, List<String> flags) {
        this.jar = jar;
        this.flags = List.copyOf(flags);
    }

    /**
     * Finds the jar and asks its launcher for the flags: whatever it hands to the JVM is what is measured. Blocks for a
     * second.
     *
     * @param javaOpts further flags, which the launcher puts behind its own; may be empty
     */
    public static Orbstrike find(Path jar, String javaOpts, Children children) throws InterruptedException {
        Path launcher = jar.resolveSibling("orbstrike");
        for (Path file : List.of(jar, launcher)) {
            if (!Files.isRegularFile(file)) {
                throw new StartException(
                        file + " is missing: build it with 'mvn -q package -DskipTests', or name the jar"
                                + " with --server-jar");
            }
        }
        Child child = children.start(
                "flags",
                List.of("bash", launcher.toString(), "standalone", "--bots", "0", "--port", "0", "--http-port", "0"),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", javaOpts));
        try {
            child.awaitLine("READY", START_TIME_MAX);
            return new Orbstrike(jar, flags(child.process().info().arguments().orElse(new String[0])));
        } finally {
            children.stop(child);
        }
    }

    /** What stands before {@code -jar} in the arguments of a JVM. */
    static List<String> flags(String[] arguments) {
        List<String> flags = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("-jar")) {
                return flags;
            }
            flags.add(argument);
        }
        return List.of();
    }

    /** The JVM flags of every Java server here. */
    public List<String> flags() {
        return flags;
    }

    @Override
    public String name() {
        return "orbstrike";
    }

    @Override
    public String about() {
        return "standalone, everything in one process, over gRPC";
    }

    @Override
    public Optional<String> prepare(Children children) {
        return Optional.empty();
    }

    @Override
    public List<List<String>> serverCommands() {
        return List.of(server("standalone", "--bots", "0"));
    }

    /** The command of a role, on free ports. */
    List<String> server(String role, String... options) {
        List<String> command = new ArrayList<>(java(flags, "-jar", jar.toString(), role));
        command.addAll(List.of(options));
        command.addAll(List.of("--port", "0", "--http-port", "0"));
        return command;
    }

    @Override
    public List<String> loadCommand(int port, Load load, Path report) {
        List<String> command = new ArrayList<>(java(
                flags, "-jar", jar.toString(), "bots", "--target", "127.0.0.1:" + port, "--json", report.toString()));
        load.board()
                .ifPresentOrElse(
                        board -> command.addAll(List.of("--board", board)),
                        () -> command.addAll(List.of("--boards", Integer.toString(load.boards()))));
        command.addAll(List.of(
                "--players",
                Integer.toString(load.playersPerBoard()),
                "--streams-per-connection",
                Integer.toString(load.streamsPerConnection()),
                "--warmup",
                load.warmup().toMillis() + "ms",
                "--duration",
                load.measured().toMillis() + "ms"));
        return command;
    }

    /** A command of the JVM that runs this. */
    public static List<String> java(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(arguments));
        return command;
    }
}
