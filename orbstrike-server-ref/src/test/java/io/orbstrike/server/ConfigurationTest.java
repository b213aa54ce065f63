package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.bots.BotsCommand;
import io.orbstrike.server.config.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the name of every option of every command, its names elsewhere, its default, and what wins over what. */
class ConfigurationTest {

    private static final Pattern OPTION = Pattern.compile(
            "^ {2}(--[a-z-]+) [^\\n]*\\n(?: {28}[^\\n]*\\n)*? {28}Now: (\\S+) \\(([^\\n]*)\\)\\n"
                    + " {28}Also: (ORBSTRIKE_[A-Z_]+)(?:, in a file ([a-z-]+))?\\n",
            Pattern.MULTILINE);

    @TempDir
    private Path folder;

    /** An option: its names, its default, and two other values that it takes. */
    private record Pinned(String command, String name, String variable, String key, String value, List<String> others) {
        @Override
        public String toString() {
            return command + " " + name;
        }
    }

    private static Pinned pinned(
            String command, String name, String variable, String key, String value, String a, String b) {
        return new Pinned(command, name, variable, key, value, List.of(a, b));
    }

    private static final List<String> COMMANDS = List.of(
            "standalone",
            "gameserver",
            "orchestrator",
            "bots",
            "admin gameservers",
            "admin boards",
            "admin leader",
            "admin credential");

    private static Stream<Pinned> options() {
        return COMMANDS.stream().flatMap(command -> optionsOf(command).stream());
    }

    private static List<Pinned> optionsOf(String command) {
        List<Pinned> all = new ArrayList<>();
        all.add(pinned(command, "--log-level", "ORBSTRIKE_LOG_LEVEL", "log-level", "warn", "info", "debug"));
        switch (command) {
            case "standalone" -> addStandalone(command, all);
            case "gameserver" -> addGameserver(command, all);
            case "orchestrator" -> addOrchestrator(command, all);
            case "bots" -> addBots(command, all);
            case "admin credential" -> addCredential(command, all);
            default -> addAdmin(command, all);
        }
        return all;
    }

    private static void addStandalone(String command, List<Pinned> all) {
        all.add(pinned(command, "--port", "ORBSTRIKE_PORT", "port", "8080", "1", "65535"));
        all.add(pinned(command, "--http-port", "ORBSTRIKE_HTTP_PORT", "http-port", "8081", "0", "9"));
        all.add(pinned(command, "--bind", "ORBSTRIKE_BIND", "bind", "127.0.0.1", "0.0.0.0", "::1"));
        all.add(pinned(command, "--gameservers", "ORBSTRIKE_GAMESERVERS", "gameservers", "1", "2", "16"));
        all.add(pinned(command, "--bots", "ORBSTRIKE_BOTS", "bots", "8", "0", "100"));
        addPlayers(command, all);
        addSecret(command, all);
        addHosting(command, all);
        addStore(command, all);
    }

    private static void addGameserver(String command, List<Pinned> all) {
        all.add(pinned(command, "--port", "ORBSTRIKE_PORT", "port", "10187", "1", "65535"));
        all.add(pinned(command, "--http-port", "ORBSTRIKE_HTTP_PORT", "http-port", "8081", "0", "9"));
        all.add(pinned(command, "--bind", "ORBSTRIKE_BIND", "bind", "0.0.0.0", "127.0.0.1", "::1"));
        all.add(pinned(command, "--advertise", "ORBSTRIKE_ADVERTISE", "advertise", "unset", "a", "[::1]:2"));
        all.add(pinned(command, "--rehearsal", "ORBSTRIKE_REHEARSAL", "rehearsal", "5s", "0", "1m"));
        all.add(pinned(command, "--max-connections", "ORBSTRIKE_MAX_CONNECTIONS", "max-connections", "1000", "1", "2"));
        addSecret(command, all);
        addHosting(command, all);
        addStore(command, all);
    }

    private static void addOrchestrator(String command, List<Pinned> all) {
        all.add(pinned(command, "--port", "ORBSTRIKE_PORT", "port", "8080", "1", "65535"));
        all.add(pinned(command, "--http-port", "ORBSTRIKE_HTTP_PORT", "http-port", "8081", "0", "9"));
        all.add(pinned(command, "--bind", "ORBSTRIKE_BIND", "bind", "0.0.0.0", "127.0.0.1", "::1"));
        all.add(pinned(command, "--advertise", "ORBSTRIKE_ADVERTISE", "advertise", "unset", "a", "[::1]:2"));
        all.add(pinned(command, "--rehearsal", "ORBSTRIKE_REHEARSAL", "rehearsal", "5s", "0", "1m"));
        all.add(pinned(command, "--scale-buffer", "ORBSTRIKE_SCALE_BUFFER", "scale-buffer", "20%", "50", "0%"));
        all.add(pinned(command, "--scale-min", "ORBSTRIKE_SCALE_MIN", "scale-min", "1", "0", "7"));
        all.add(pinned(command, "--scale-max", "ORBSTRIKE_SCALE_MAX", "scale-max", "100", "0", "7"));
        all.add(pinned(command, "--scale-window", "ORBSTRIKE_SCALE_WINDOW", "scale-window", "5m", "0s", "24h"));
        addPlayers(command, all);
        addSecret(command, all);
        addTimes(command, all);
        addStore(command, all);
    }

    private static void addPlayers(String command, List<Pinned> all) {
        all.add(pinned(
                command,
                "--trusted-proxies",
                "ORBSTRIKE_TRUSTED_PROXIES",
                "trusted-proxies",
                "unset",
                "10.0.0.0/8,::1/128",
                "192.168.0.0/16"));
        all.add(pinned(command, "--max-streams", "ORBSTRIKE_MAX_STREAMS", "max-streams", "20000", "1", "2"));
        all.add(pinned(
                command, "--max-connections", "ORBSTRIKE_MAX_CONNECTIONS", "max-connections", "24000", "1", "2"));
    }

    private static void addSecret(String command, List<Pinned> all) {
        all.add(pinned(command, "--secret-file", "ORBSTRIKE_SECRET_FILE", "secret-file", "unset", "/a", "/b"));
    }

    private static void addHosting(String command, List<Pinned> all) {
        all.add(pinned(command, "--label", "ORBSTRIKE_LABEL", "label", "unset", "a=b", "a=b,c=d"));
        all.add(pinned(command, "--lifetime", "ORBSTRIKE_LIFETIME", "lifetime", "180m", "0", "2h"));
        all.add(pinned(command, "--create-quota", "ORBSTRIKE_CREATE_QUOTA", "create-quota", "off", "1", "20"));
        all.add(pinned(command, "--threads", "ORBSTRIKE_THREADS", "threads", "cores", "1", "2"));
        all.add(pinned(command, "--max-boards", "ORBSTRIKE_MAX_BOARDS", "max-boards", "10000", "1", "2"));
        all.add(pinned(command, "--max-places", "ORBSTRIKE_MAX_PLACES", "max-places", "200000", "1", "2"));
        addTimes(command, all);
    }

    private static void addTimes(String command, List<Pinned> all) {
        all.add(pinned(command, "--sync-interval", "ORBSTRIKE_SYNC_INTERVAL", "sync-interval", "1s", "10ms", "1h"));
        all.add(pinned(command, "--lease-ttl", "ORBSTRIKE_LEASE_TTL", "lease-ttl", "2s", "200ms", "1m"));
    }

    private static void addStore(String command, List<Pinned> all) {
        all.add(pinned(command, "--redis", "ORBSTRIKE_REDIS", "redis", "unset", "redis://a", "redis://b:1"));
        all.add(pinned(command, "--redis-prefix", "ORBSTRIKE_REDIS_PREFIX", "redis-prefix", "orbstrike", "a", "b"));
        all.add(pinned(command, "--redis-user", "ORBSTRIKE_REDIS_USER", "redis-user", "unset", "a", "b"));
        all.add(pinned(
                command,
                "--redis-sentinel-user",
                "ORBSTRIKE_REDIS_SENTINEL_USER",
                "redis-sentinel-user",
                "unset",
                "a",
                "b"));
        for (String file : List.of("password", "sentinel-password", "trust", "certificate", "key")) {
            String name = "redis-" + file + "-file";
            String variable = "ORBSTRIKE_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
            all.add(pinned(command, "--" + name, variable, name, "unset", "/a", "/b"));
        }
        all.add(pinned(command, "--wait-replicas", "ORBSTRIKE_WAIT_REPLICAS", "wait-replicas", "0", "1", "16"));
        all.add(pinned(command, "--wait-timeout", "ORBSTRIKE_WAIT_TIMEOUT", "wait-timeout", "500ms", "10ms", "1m"));
        all.add(pinned(command, "--degrade-wait", "ORBSTRIKE_DEGRADE_WAIT", "degrade-wait", "false", "true", "false"));
    }

    private static void addAdmin(String command, List<Pinned> all) {
        all.add(pinned(command, "--target", "ORBSTRIKE_TARGET", "target", "localhost:8080", "a:1", "[::1]:2"));
        all.add(pinned(command, "--json", "ORBSTRIKE_JSON", "json", "false", "true", "false"));
        all.add(pinned(command, "--watch", "ORBSTRIKE_WATCH", "watch", "0s", "1s", "1h"));
        addSecret(command, all);
    }

    private static void addCredential(String command, List<Pinned> all) {
        all.add(pinned(command, "--valid-for", "ORBSTRIKE_VALID_FOR", "valid-for", "15m", "1s", "12h"));
        addSecret(command, all);
    }

    private static void addBots(String command, List<Pinned> all) {
        all.add(pinned(command, "--target", "ORBSTRIKE_TARGET", "target", "localhost:8080", "a:1", "a:1,[::1]:2"));
        all.add(pinned(command, "--boards", "ORBSTRIKE_BOARDS", "boards", "1", "2", "3"));
        all.add(pinned(command, "--board", "ORBSTRIKE_BOARD", "board", "unset", "a", "b"));
        all.add(pinned(command, "--players", "ORBSTRIKE_PLAYERS", "players", "10", "2", "3"));
        all.add(pinned(command, "--duration", "ORBSTRIKE_DURATION", "duration", "30s", "1s", "2m"));
        all.add(pinned(command, "--warmup", "ORBSTRIKE_WARMUP", "warmup", "2s", "0", "10s"));
        all.add(pinned(command, "--inputs", "ORBSTRIKE_INPUTS", "inputs", "10", "1", "20"));
        all.add(pinned(
                command,
                "--streams-per-connection",
                "ORBSTRIKE_STREAMS_PER_CONNECTION",
                "streams-per-connection",
                "1",
                "2",
                "100"));
        all.add(pinned(command, "--threads", "ORBSTRIKE_THREADS", "threads", "1", "2", "3"));
        all.add(pinned(command, "--seed", "ORBSTRIKE_SEED", "seed", "1", "0", "7"));
        all.add(pinned(command, "--json", "ORBSTRIKE_JSON", "json", "unset", "/a", "/b"));
        all.add(pinned(command, "--max-missed", "ORBSTRIKE_MAX_MISSED", "max-missed", "0.5%", "0%", "100%"));
        all.add(pinned(command, "--max-gap", "ORBSTRIKE_MAX_GAP", "max-gap", "500ms", "1ms", "2s"));
        all.add(pinned(
                command, "--max-failover-gap", "ORBSTRIKE_MAX_FAILOVER_GAP", "max-failover-gap", "15s", "1s", "1m"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldKeepNamesAndDefault(Pinned option) {
        assertThat(shown(option, Map.of())).isEqualTo(new Shown(option.value(), "default"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldReadTheEnvironment(Pinned option) {
        for (String other : option.others()) {
            Shown shown = shown(option, Map.of(option.variable(), other));
            assertThat(shown).isEqualTo(new Shown(other, option.variable()));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldReadTheFile(Pinned option) throws IOException {
        for (String other : option.others()) {
            Path file = file(option.key() + ": '" + other + "'");
            Shown shown = shown(option, Map.of(), "--config", file.toString());
            assertThat(shown).isEqualTo(new Shown(other, option.key() + " in " + file));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldPreferFlagOverEnvironmentOverFile(Pinned option) throws IOException {
        String first = option.others().get(0);
        String second = option.others().get(1);
        Map<String, String> environment = Map.of(
                option.variable(),
                second,
                "ORBSTRIKE_CONFIG",
                file(option.key() + ": '" + first + "'").toString());
        assertThat(shown(option, environment)).isEqualTo(new Shown(second, option.variable()));
        assertThat(shown(option, environment, option.name() + "=" + first)).isEqualTo(new Shown(first, option.name()));
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldBeDocumented(Pinned option) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        String title = option.command().split(" ", 2)[0]; // the commands for operators have one table
        String section = page.substring(page.indexOf("\n### " + title + "\n"));
        String table = section.substring(0, section.indexOf("\n#", 1));
        assertThat(table).contains("| `" + option.name() + "` | `" + option.value() + "` | ");
    }

    @Test
    void shouldHaveNoOptionThatIsNotPinned() {
        for (String command : COMMANDS) {
            List<String> pinned = optionsOf(command).stream().map(Pinned::name).toList();
            List<String> found = OPTION.matcher(help(command, Map.of()))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !name.equals("--config"))
                    .toList();
            assertThat(found).as(command).containsExactlyInAnyOrderElementsOf(pinned);
        }
    }

    @Test
    void shouldReadTheFilesNameFromTheEnvironmentButNotFromAFile() throws IOException {
        Path file = file("config: x");
        CommandRun run = run("standalone", Map.of("ORBSTRIKE_CONFIG", file.toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("orbstrike standalone: " + file + ": unknown key 'config'\n");
    }

    private record Shown(String value, String place) {}

    private static Shown shown(Pinned option, Map<String, String> environment, String... arguments) {
        Matcher matcher = OPTION.matcher(help(option.command(), environment, arguments));
        while (matcher.find()) {
            if (matcher.group(1).equals(option.name())) {
                assertThat(matcher.group(4)).isEqualTo(option.variable());
                assertThat(matcher.group(5)).isEqualTo(option.key());
                return new Shown(matcher.group(2), matcher.group(3));
            }
        }
        throw new AssertionError("help shows no " + option.name());
    }

    private static String help(String command, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--help");
        CommandRun run = run(command, environment, all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private static CommandRun run(String command, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of(arguments));
        return CommandRun.of(commandObject(all.get(0), environment), environment, all.toArray(String[]::new));
    }

    private static Object commandObject(String command, Map<String, String> environment) {
        return switch (command) {
            case "standalone" -> new StandaloneCommand(environment, new ProcessLife());
            case "gameserver" -> new GameserverCommand(environment, new ProcessLife());
            case "orchestrator" -> new OrchestratorCommand(environment, new ProcessLife());
            case "bots" -> new BotsCommand(environment, common -> {}, part -> {}, code -> {});
            default -> AdminCommand.create(environment, common -> {});
        };
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("orbstrike.yaml"), text);
    }
}
