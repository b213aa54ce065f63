package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Colyseus with the same work, on Node.js: its own schema encoder, its WebSocket transport and its client.
 *
 * <p>Immutable.
 *
 * @param source where its server and load client are
 * @param built where they are copied to, with the libraries that npm fetches; kept for the next time
 */
record ColyseusPeer(Path source, Path built) implements Contender {

    private static final Duration INSTALL_TIME_MAX = Duration.ofMinutes(2);
    private static final String LOCK = "package-lock.json";

    @Override
    public String name() {
        return "colyseus";
    }

    @Override
    public String about() {
        return "Colyseus on Node.js over WebSocket: its schema encodes changes once a room";
    }

    @Override
    public Optional<String> prepare(Children children) throws InterruptedException {
        if (!Files.isRegularFile(source.resolve("server.mjs"))) {
            return Optional.of("no server.mjs in " + source);
        }
        try {
            return install(children);
        } catch (IOException e) {
            return Optional.of("cannot be copied to " + built + ": " + e.getMessage());
        } catch (StartException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> install(Children children) throws IOException, InterruptedException {
        Path lock = built.resolve(LOCK);
        boolean isInstalled = Files.isDirectory(built.resolve("node_modules"))
                && Files.exists(lock)
                && Files.mismatch(lock, source.resolve(LOCK)) < 0;
        Files.createDirectories(built);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, built.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (isInstalled) {
            return Optional.empty();
        }
        Child npm = children.start(
                "npm",
                List.of("npm", "ci", "--prefix", built.toString(), "--no-audit", "--no-fund", "--ignore-scripts"),
                Map.of());
        try {
            if (!npm.process().waitFor(INSTALL_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                return Optional.of("npm ci takes longer than " + INSTALL_TIME_MAX.toSeconds() + " s");
            }
            int code = npm.process().exitValue();
            return code == 0 ? Optional.empty() : Optional.of("npm ci ended with code " + code + npm.saying());
        } finally {
            children.stop(npm);
        }
    }

    @Override
    public List<List<String>> serverCommands() {
        return List.of(List.of("node", built.resolve("server.mjs").toString(), "--port", "0"));
    }

    @Override
    public List<String> loadCommand(int port, Load load, Path report) {
        return List.of(
                "node",
                built.resolve("load.mjs").toString(),
                "--port",
                Integer.toString(port),
                "--rooms",
                Integer.toString(load.boards()),
                "--players",
                Integer.toString(load.playersPerBoard()),
                "--duration",
                Long.toString(load.measured().toSeconds()),
                "--warmup",
                Long.toString(load.warmup().toSeconds()),
                "--json",
                report.toString());
    }
}
