package io.orbstrike.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Which redis-server the tests run: the one that {@code ORBSTRIKE_TEST_REDIS} names, or the first on the PATH. */
final class RedisBinary {

    private static final String NAME = "redis-server";

    private RedisBinary() {}

    static String path() {
        String named = System.getenv("ORBSTRIKE_TEST_REDIS");
        if (named != null && !named.isEmpty()) {
            return named;
        }
        return onPath().map(Path::toString).orElseThrow(() -> new IllegalStateException("no redis-server on the PATH"));
    }

    private static Optional<Path> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
