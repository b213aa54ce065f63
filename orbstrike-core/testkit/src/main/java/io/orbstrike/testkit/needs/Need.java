package io.orbstrike.testkit.needs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Something beyond a JDK and Maven that a test may need.
 *
 * <p>Immutable.
 */
public enum Need {
    /** The superuser's rights. */
    ROOT("root") {
        @Override
        boolean isMet() {
            return "root".equals(System.getProperty("user.name"));
        }
    },

    /** A Chromium browser and its WebDriver, chromedriver, on the PATH. */
    CHROMIUM("chromium") {
        @Override
        boolean isMet() {
            return isOnPath("chromium", "chromium-browser", "google-chrome") && isOnPath("chromedriver");
        }
    },

    /** Node.js and npm on the PATH. */
    NODE("node") {
        @Override
        boolean isMet() {
            return isOnPath("node") && isOnPath("npm");
        }
    },

    /** A Redis server: the one that {@code ORBSTRIKE_TEST_REDIS} names, or one on the PATH. */
    REDIS("redis") {
        @Override
        boolean isMet() {
            return !namedRedis().isEmpty() || isOnPath("redis-server");
        }
    },

    /** A Redis server as {@link #REDIS} has it, and one that was built with TLS. */
    REDIS_WITH_TLS("redis with TLS") {
        @Override
        boolean isMet() {
            return REDIS.isMet() && RedisTls.isBuiltInto(namedRedis().isEmpty() ? "redis-server" : namedRedis());
        }
    },

    /** A Linux kernel. */
    LINUX("linux") {
        @Override
        boolean isMet() {
            return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        }
    },

    /** Git on the PATH, and a checkout with a commit around the working directory. */
    GIT("git checkout") {
        @Override
        boolean isMet() {
            try {
                Process git = new ProcessBuilder("git", "rev-parse", "--verify", "--quiet", "HEAD")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return git.waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    };

    private final String title;

    Need(String title) {
        this.title = title;
    }

    abstract boolean isMet();

    @Override
    public String toString() {
        return title;
    }

    private static String namedRedis() {
        return System.getenv().getOrDefault("ORBSTRIKE_TEST_REDIS", "");
    }

    private static boolean isOnPath(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
                .anyMatch(Files::isExecutable);
    }
}
