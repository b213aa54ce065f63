package io.orbstrike.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which redis-server the tests run: the one that {@code ORBSTRIKE_TEST_REDIS} names, or the first on the PATH, or the one
 * of version 6.2 that a test dependency brings along.
 */
final class RedisBinary {

    private static final String NAME = "redis-server";
    private static final String PATH = found();

    private RedisBinary() {}

    static String path() {
        return PATH;
    }

    /** The oldest version that is supported, which the test dependency brings along. */
    static String oldest() {
        return Oldest.PATH;
    }

    /** Unpacked when it is first asked for. */
    private static final class Oldest {
        static final String PATH = unpacked().toString();
    }

    private static String found() {
        String named = System.getenv("ORBSTRIKE_TEST_REDIS");
        if (named != null && !named.isEmpty()) {
            return named;
        }
        return onPath().map(Path::toString).orElseGet(RedisBinary::oldest);
    }

    private static Optional<Path> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path unpacked() {
        String resource = "/" + NAME + "-" + platform();
        try (InputStream in = RedisBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no redis-server for this machine: set ORBSTRIKE_TEST_REDIS");
            }
            Path binary = Files.createTempFile(NAME, "");
            Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
            if (!binary.toFile().setExecutable(true)) {
                throw new IllegalStateException(binary + " cannot be made executable");
            }
            binary.toFile().deleteOnExit();
            return binary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String platform() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")) {
            return "6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64");
        }
        return arm ? "6.2.7-linux-arm64" : "6.2.6-v5-linux-amd64";
    }
}
