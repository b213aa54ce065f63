package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.config.CommandRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/** Processes of the built jar that have one secret, and what they say of themselves. */
final class RedisDeployment {

    static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";

    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(30);

    private RedisDeployment() {}

    /** Starts {@code standalone}, without bots unless more is said. */
    static ServerProcess standalone(RedisProcess redis, String prefix, int port, String... more) throws IOException {
        return standalone(Map.of(), redis.uri(), prefix, port, more);
    }

    static ServerProcess standalone(
            Map<String, String> environment, String uri, String prefix, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("standalone", "--redis", uri, "--redis-prefix", prefix));
        arguments.addAll(List.of("--port", Integer.toString(port), "--http-port", "0"));
        arguments.addAll(more.length == 0 ? List.of("--bots", "0") : List.of(more));
        return run(environment, arguments.toArray(String[]::new));
    }

    static ServerProcess run(Map<String, String> environment, String... arguments) throws IOException {
        return run(environment, List.of("-jar", ServerProcess.JAR.toString()), arguments);
    }

    /** Starts what is said to the JVM. */
    static ServerProcess run(Map<String, String> environment, List<String> jvmArguments, String... arguments)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("ORBSTRIKE_SECRET", SECRET));
        all.putAll(environment);
        List<String> java = new ArrayList<>();
        java.add(ServerProcess.javaOf(Path.of(System.getProperty("java.home"))));
        java.addAll(jvmArguments);
        return ServerProcess.start(all, java, arguments);
    }

    static OrbstrikeClient client(int port) {
        return OrbstrikeClient.builder().target("localhost:" + port).build();
    }

    static BoardFacts createBoard(OrbstrikeClient client) throws Exception {
        return answer(client.createBoard(PlayingPlayer.ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT));
    }

    static JsonNode boards(int port) throws IOException {
        return admin("localhost:" + port, "boards").get("boards");
    }

    /** What a process says of a board that it ticks. */
    static Optional<JsonNode> board(int port, String id) throws IOException {
        return StreamSupport.stream(boards(port).spliterator(), false)
                .filter(board -> board.get("id").asText().equals(id))
                .findFirst();
    }

    static JsonNode admin(String target, String what) throws IOException {
        CommandRun run = run(target, what);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** What is answered; empty if nothing is, such as boards while a gameserver that seems to live says nothing. */
    static Optional<JsonNode> tryAdmin(String target, String... what) throws IOException {
        CommandRun run = run(target, what);
        return run.exitCode() == 0 ? Optional.of(new ObjectMapper().readTree(run.out())) : Optional.empty();
    }

    private static CommandRun run(String target, String... what) {
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", SECRET);
        List<String> arguments = new ArrayList<>(List.of("admin"));
        arguments.addAll(List.of(what));
        arguments.addAll(List.of("--json", "--target", target));
        return CommandRun.of(
                AdminCommand.create(environment, common -> {}), environment, arguments.toArray(String[]::new));
    }

    static String get(Ready ready, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ready.http() + path))
                .timeout(ANSWER_TIME_MAX)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The value of a metric that has no labels. */
    static double metric(Ready ready, String name) throws IOException, InterruptedException {
        return get(ready, "/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    static <T> T answer(CompletionStage<T> call) throws Exception {
        return call.toCompletableFuture().get(20, SECONDS);
    }
}
