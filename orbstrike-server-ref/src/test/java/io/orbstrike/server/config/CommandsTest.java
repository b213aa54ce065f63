package io.orbstrike.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is read, and what is said when it cannot be. */
class CommandsTest {

    @TempDir
    private Path folder;

    @Command(name = "serve")
    private static final class Serve implements Callable<Integer> {

        @Mixin
        private final CommonOptions common = new CommonOptions();

        @Option(names = "--port", defaultValue = "80")
        @Bounds(min = "0", max = "65535")
        private int port;

        @Option(names = "--wait", defaultValue = "5s")
        @Bounds(min = "1s", max = "1h")
        private Duration wait = Duration.ZERO;

        @Option(names = "--share", defaultValue = "1%")
        private Percent share = new Percent(java.math.BigDecimal.ZERO);

        @Option(names = "--limit", defaultValue = "off", converter = WordOr.Off.class)
        @Bounds(min = "1", max = "9", or = "off")
        private int limit;

        @Option(names = "--peers", split = ",", converter = HostPort.Converter.class)
        private List<HostPort> peers = List.of();

        private @Nullable RuntimeException failure;

        @Override
        public Integer call() {
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }

    private final Serve serve = new Serve();

    @Test
    void shouldReadEveryKindOfValue() {
        CommandRun run = run(
                Map.of(),
                "serve",
                "--port",
                "443",
                "--wait=10m",
                "--share",
                "0.25%",
                "--limit",
                "3",
                "--peers",
                "a:1,[::1]:2");
        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
        assertThat(serve.port).isEqualTo(443);
        assertThat(serve.wait).isEqualTo(Duration.ofMinutes(10));
        assertThat(serve.share).hasToString("0.25%");
        assertThat(serve.limit).isEqualTo(3);
        assertThat(serve.peers).containsExactly(new HostPort("a", 1), new HostPort("::1", 2));
        assertThat(serve.common.logLevel()).isEqualTo(LogLevel.WARN);
    }

    @Test
    void shouldReadListsAndNumbersAndWordsFromAFile() throws IOException {
        Path file =
                file("# comment\nport: 443\nlimit: off\npeers:\n  - a:1\n  - '[::1]:2'\nshare: 2%\nlog-level: info\n");
        assertThat(run(Map.of(), "serve", "--config", file.toString()).err()).isEmpty();
        assertThat(serve.port).isEqualTo(443);
        assertThat(serve.limit).isEqualTo(WordOr.NUMBER);
        assertThat(serve.peers).containsExactly(new HostPort("a", 1), new HostPort("::1", 2));
        assertThat(serve.share).hasToString("2%");
        assertThat(serve.common.logLevel()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void shouldTakeAnEmptyFileAndAnEmptyVariableAsNothing() throws IOException {
        Map<String, String> environment = Map.of("ORBSTRIKE_PORT", "", "ORBSTRIKE_CONFIG", file("").toString());
        assertThat(run(environment, "serve").exitCode()).isZero();
        assertThat(serve.port).isEqualTo(80);
    }

    @Test
    void shouldIgnoreVariablesThatItDoesNotKnow() {
        assertThat(run(Map.of("ORBSTRIKE_PROT", "1", "ORBSTRIKE_TARGET", "x"), "serve"))
                .isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void shouldNotReplaceReferencesInValues() throws IOException {
        Path file = file("share: '${sys:user.name}'\n");
        assertThat(run(Map.of(), "serve", "--config", file.toString()).err()).contains("'${sys:user.name}'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "serve --prot 1            | orbstrike serve: unknown option --prot; did you mean --port?",
                "serve --prot=1            | orbstrike serve: unknown option --prot; did you mean --port?",
                "serve --xyzzyplugh        | orbstrike serve: unknown option --xyzzyplugh",
                "serve more                | orbstrike serve: unexpected argument 'more'",
                "serv                      | orbstrike: unknown command 'serv'; did you mean serve?",
                "serve --port              | orbstrike serve: missing required parameter for option '--port' (<port>)",
                "serve --port 1 --port 2   | orbstrike serve: option '--port' (<port>) should be specified only once",
                "serve --port x            | orbstrike serve: --port 'x': must be a whole number from 0 to 65535",
                "serve --port 65536        | orbstrike serve: --port '65536': must be a whole number from 0 to 65535",
                "serve --port 9999999999   | orbstrike serve: --port '9999999999': must be a whole number from 0 to 65535",
                "serve --wait 5            | orbstrike serve: --wait '5': must be 1s to 1h, a whole number with ms, s, m, h or d,"
                        + " such as 30s",
                "serve --wait 0            | orbstrike serve: --wait '0': must be 1s to 1h, a whole number with ms, s, m, h or d,"
                        + " such as 30s",
                "serve --share 1           | orbstrike serve: --share '1': must be a share from 0% to 100%, such as 0.5%",
                "serve --share 101%        | orbstrike serve: --share '101%': must be a share from 0% to 100%, such as 0.5%",
                "serve --limit 0           | orbstrike serve: --limit '0': must be a whole number from 1 to 9, or off",
                "serve --limit=-1          | orbstrike serve: --limit '-1': must be a whole number from 1 to 9, or off",
                "serve --limit on          | orbstrike serve: --limit 'on': must be a whole number from 1 to 9, or off",
                "serve --peers a:1,b       | orbstrike serve: --peers 'b': must be HOST:PORT, such as localhost:8080 or [::1]:8080",
                "serve --log-level loud    | orbstrike serve: --log-level 'loud': must be error, warn, info, debug or trace",
                "serve --config /no/where  | orbstrike serve: /no/where: there is no such file"
            })
    void shouldSayOnOneLineWhatIsWrong(String arguments, String line) {
        CommandRun run = run(Map.of(), arguments.strip().split(" "));
        assertThat(run).isEqualTo(new CommandRun(2, "", line + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "prot: 1             | : unknown key 'prot'; did you mean port?",
                "Port: 1             | : unknown key 'Port'; did you mean port?",
                "help: true          | : unknown key 'help'",
                "port:               | : port: has no value",
                "port: {a: 1}        | : port: must be a value or a list of values",
                "- port              | : must be a map of options, such as 'port: 8080'",
                "text                | : must be a map of options, such as 'port: 8080'"
            })
    void shouldSayOnOneLineWhatIsWrongInAFile(String text, String line) throws IOException {
        Path file = file(text.strip());
        CommandRun run = run(Map.of("ORBSTRIKE_CONFIG", file.toString()), "serve");
        assertThat(run).isEqualTo(new CommandRun(2, "", "orbstrike serve: " + file + line + "\n"));
    }

    @Test
    void shouldSayWhereAFileIsNoYaml() throws IOException {
        Path file = file("port: 1\nport: 2\n");
        assertThat(run(Map.of("ORBSTRIKE_CONFIG", file.toString()), "serve").err())
                .startsWith("orbstrike serve: " + file + ":2: is no YAML: Duplicate field 'port'")
                .hasLineCount(1);
        Files.writeString(file, "port: [\n");
        assertThat(run(Map.of("ORBSTRIKE_CONFIG", file.toString()), "serve").err())
                .matches("orbstrike serve: \\Q" + file + "\\E:\\d: is no YAML: .*\n")
                .hasLineCount(1);
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThat(run(Map.of("ORBSTRIKE_CONFIG", file.toString()), "serve").err())
                .isEqualTo("orbstrike serve: " + file + ": is not UTF-8\n");
    }

    @Test
    void shouldNameTheVariableAndTheKeyOfAWrongValue() throws IOException {
        assertThat(run(Map.of("ORBSTRIKE_PORT", "x"), "serve").err())
                .isEqualTo("orbstrike serve: ORBSTRIKE_PORT 'x': must be a whole number from 0 to 65535\n");
        assertThat(run(Map.of("ORBSTRIKE_PORT", "70000"), "serve").err())
                .isEqualTo("orbstrike serve: ORBSTRIKE_PORT '70000': must be a whole number from 0 to 65535\n");
        Path file = file("port: x");
        assertThat(run(Map.of(), "serve", "--config", file.toString()).err())
                .isEqualTo("orbstrike serve: port in " + file + " 'x': must be a whole number from 0 to 65535\n");
    }

    @Test
    void shouldEndWithOneWhenTheStartFailsAndWithTwoWhenTheConfigurationIsWrong() {
        serve.failure = new StartException("--port 80: is in use");
        assertThat(run(Map.of(), "serve")).isEqualTo(new CommandRun(1, "", "orbstrike serve: --port 80: is in use\n"));
        serve.failure = new ConfigException("ORBSTRIKE_SECRET: holds 3 bytes");
        assertThat(run(Map.of(), "serve"))
                .isEqualTo(new CommandRun(2, "", "orbstrike serve: ORBSTRIKE_SECRET: holds 3 bytes\n"));
    }

    private CommandRun run(Map<String, String> environment, String... arguments) {
        return CommandRun.of(serve, environment, arguments);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("serve.yaml"), text);
    }
}
