package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.config.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is said of options that do not make a store. */
class StoreSourceTest {

    @TempDir
    private Path folder;

    /** Opens a store and closes it. */
    @Command(name = "open")
    private static final class Open implements Callable<Integer> {

        @Mixin
        private final StoreOptions options = new StoreOptions();

        private final Map<String, String> environment;

        Open(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public Integer call() {
            StoreSource.Opened opened = StoreSource.open(options, environment);
            opened.store().close();
            return opened.outlivesProcess() ? 10 : 11;
        }
    }

    @Test
    void shouldOpenTheEmbeddedStoreUnlessRedisIsNamed() {
        assertThat(run(Map.of()).exitCode()).isEqualTo(11);
        assertThat(run(Map.of(), "--redis", "redis://localhost:1").exitCode()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --redis http://localhost             | --redis: Redis URI http://localhost: must begin with
            --redis redis://localhost:99999      | --redis: Redis URI redis://localhost:99999: port '99999' must be
            --redis redis://a:b@localhost        | --redis must name neither user nor password
            --redis redis://h --redis-user ann   | user 'ann' of Redis has no password: set ORBSTRIKE_REDIS_PASSWORD or
            --redis redis://h --redis-prefix a!  | --redis: keyPrefix 'a!': must be
            --redis redis://h --redis-trust-file a | --redis does not ask for TLS, though there are files for it
            --redis rediss://h --redis-key-file a | --redis-certificate-file and --redis-key-file need each other
            --redis rediss://h --redis-trust-file /nowhere | --redis-trust-file /nowhere: cannot be used: \
            """)
    void shouldSayWhatIsWrong(String arguments, String message) {
        CommandRun run = run(Map.of(), arguments.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("orbstrike open: " + message).hasLineCount(1);
    }

    @Test
    void shouldNeverShowThePassword() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "hidden-word\n");
        CommandRun run = run(
                Map.of("ORBSTRIKE_REDIS_PASSWORD", "hidden-word"),
                "--redis",
                "redis://localhost",
                "--redis-password-file",
                file.toString());
        assertThat(run.err())
                .isEqualTo(
                        "orbstrike open: ORBSTRIKE_REDIS_PASSWORD and --redis-password-file are both given: keep one\n");
        assertThat(run(Map.of(), "--redis", "redis://x:hidden-word@h").err()).doesNotContain("hidden-word");
    }

    private static CommandRun run(Map<String, String> environment, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "open";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(new Open(environment), environment, all);
    }
}
