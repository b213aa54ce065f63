package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.FrameKind;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.config.CommandRun;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
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
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built jar on a real Redis: what outlives a process, and what happens while Redis is away. */
@Needs(Need.REDIS)
@Timeout(180)
class RedisIT {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";

    private static RedisProcess redis;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.start(RedisProcess.freePort());
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void shouldPlayAsOnTheEmbeddedStore() throws Exception {
        try (ServerProcess server = standalone("plays", 0)) {
            Ready ready = server.awaitReady();
            try (ServerProcess bots = ServerProcess.start(
                    "bots",
                    "--target",
                    ready.grpc(),
                    "--boards",
                    "2",
                    "--players",
                    "10",
                    "--duration",
                    "5s",
                    "--max-missed",
                    "20%",
                    "--max-gap",
                    "3s")) {
                assertThat(bots.awaitEnd(SHORT)).as(bots.out() + bots.err()).isZero();
            }
            assertThat(get(ready, "/metrics"))
                    .contains("orbstrike_lease_confirmed 1.0", "orbstrike_leader 1.0", "orbstrike_redis_calls_total");
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void shouldGoOnWithItsBoardsAndPlayersAfterAKill() throws Exception {
        int port = RedisProcess.freePort();
        try (OrbstrikeClient client =
                OrbstrikeClient.builder().target("localhost:" + port).build()) {
            BoardFacts board;
            PlayingPlayer ann;
            try (ServerProcess server = standalone("killed", port)) {
                server.awaitReady();
                board = createBoard(client);
                ann = PlayingPlayer.join(client, board.id(), "ann");
                join(client, board.id(), "bob");
                await().atMost(SHORT).until(() -> ann.living().size() > 5);
                JsonNode before = boards(port).get(0);
                assertThat(before.get("players").asInt()).isEqualTo(2);
                assertThat(before.get("state").asText()).isEqualTo("running");
            }
            try (ServerProcess server = standalone("killed", port)) {
                server.awaitReady();
                JsonNode boards = boards(port);
                assertThat(boards).hasSize(1);
                JsonNode after = boards.get(0);
                assertThat(after.get("id").asText()).isEqualTo(board.id().toString());
                assertThat(after.get("type").asText()).isEqualTo("orb");
                assertThat(after.get("epoch").asLong()).isGreaterThan(board.epoch());
                assertThat(after.get("players").asInt()).isEqualTo(2);

                await().atMost(SHORT).until(() -> ann.epochs().size() == 2);
                assertThat(ann.epochs().lastKey()).isEqualTo(after.get("epoch").asLong());
                assertThat(ann.epochs().values()).containsExactly(FrameKind.KEYFRAME, FrameKind.KEYFRAME);
                assertThat(ann.ends()).isEmpty();
                join(client, board.id(), "cid");
                await().atMost(SHORT)
                        .until(() -> boards(port).get(0).get("players").asInt() == 3);
            }
        }
    }

    @Test
    void shouldLoseNothingWhenItIsStopped() throws Exception {
        int port = RedisProcess.freePort();
        try (OrbstrikeClient client =
                OrbstrikeClient.builder().target("localhost:" + port).build()) {
            PlayingPlayer ann;
            try (ServerProcess server = standalone("stopped", port)) {
                server.awaitReady();
                ann = PlayingPlayer.join(client, createBoard(client).id(), "ann");
                await().atMost(SHORT).until(() -> ann.living().size() > 5);
                assertThat(server.stop()).isZero();
                await().atMost(SHORT).until(() -> !ann.interruptions().isEmpty());
            }
            long lastSeenTick = ann.living().lastKey();
            try (ServerProcess server = standalone("stopped", port)) {
                server.awaitReady();
                assertThat(boards(port).get(0).get("tick").asLong()).isGreaterThanOrEqualTo(lastSeenTick);
                await().atMost(SHORT).until(() -> ann.epochs().size() == 2);
            }
        }
    }

    @Test
    void shouldFindTheBoardOfItsBotsAgain() throws Exception {
        int port = RedisProcess.freePort();
        String board;
        try (ServerProcess server = standalone("bots", port, "--bots", "2")) {
            server.awaitReady();
            board = boards(port).get(0).get("id").asText();
            assertThat(server.stop()).isZero();
        }
        try (ServerProcess server = standalone("bots", port, "--bots", "2")) {
            server.awaitReady();
            assertThat(boards(port)).hasSize(1);
            assertThat(boards(port).get(0).get("id").asText()).isEqualTo(board);
        }
    }

    @Test
    void shouldPlayOnAndRefuseJoinsInTimeWhileRedisIsStopped() throws Exception {
        int port = RedisProcess.freePort();
        try (ServerProcess server = standalone("paused", port);
                OrbstrikeClient client =
                        OrbstrikeClient.builder().target("localhost:" + port).build()) {
            server.awaitReady();
            BoardFacts board = createBoard(client);
            PlayingPlayer ann = PlayingPlayer.join(client, board.id(), "ann");
            await().atMost(SHORT).until(() -> ann.living().size() > 5);
            ManagedChannel channel = NettyChannelBuilder.forTarget("localhost:" + port)
                    .usePlaintext()
                    .build();
            LobbyGrpc.LobbyBlockingStub lobby = LobbyGrpc.newBlockingStub(channel);
            JoinBoardRequest joining = JoinBoardRequest.newBuilder()
                    .setBoardId(board.id().toString())
                    .setIdempotencyKey(ByteString.copyFrom(new byte[32]))
                    .setJoinData(ByteString.copyFrom(
                            PlayingPlayer.ORB.joinDataCodec().encode(new OrbPlayer("bob", 0))))
                    .build();
            redis.pause();
            try {
                StatusRuntimeException refused = catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> lobby.withDeadlineAfter(5, SECONDS).joinBoard(joining));
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                int seen = ann.living().size();
                await().atMost(SHORT).until(() -> ann.living().size() > seen + 20);
            } finally {
                redis.resume();
            }
            JoinBoardResponse joined = await().atMost(SHORT)
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .until(() -> lobby.withDeadlineAfter(5, SECONDS).joinBoard(joining), response -> true);
            assertThat(joined.getPlayerId()).isGreaterThan(1);
            await().atMost(SHORT).until(() -> boards(port).get(0).get("players").asInt() == 2);
            assertThat(ann.epochs()).hasSize(1);
            assertThat(ann.interruptions()).isEmpty();
            channel.shutdownNow();
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void shouldSayOnceThatRedisRefusesThePasswordAndWaitUntilItIsStopped() throws Exception {
        try (RedisProcess strict = RedisProcess.start(RedisProcess.freePort(), "--requirepass", "the-right-one");
                ServerProcess server = start(
                        Map.of("ORBSTRIKE_REDIS_PASSWORD", "a-wrong-one"), strict.uri(), "wrong", 0, "--bots", "0")) {
            await().atMost(SHORT).until(() -> server.err().contains("waiting for it"));
            assertThat(server.err().lines().filter(line -> line.contains("waiting for it")))
                    .hasSize(1)
                    .allMatch(line -> line.contains("WRONGPASS"));
            assertThat(server.out()).isEmpty();
            assertThat(server.stop()).isZero();
            assertThat(server.err()).doesNotContain("a-wrong-one");
        }
    }

    @Test
    void shouldWaitForRedisAndSayThatOnce() throws Exception {
        int port = RedisProcess.freePort();
        String uri = "redis://127.0.0.1:" + port;
        Map<String, String> password = Map.of("ORBSTRIKE_REDIS_PASSWORD", "a-password");
        try (ServerProcess server = start(password, uri, "absent", 0)) {
            await().atMost(SHORT).until(() -> server.err().contains("waiting for it"));
            assertThat(server.out()).isEmpty();
            try (RedisProcess late = RedisProcess.start(port, "--requirepass", "a-password")) {
                server.awaitReady();
                assertThat(server.err()).containsOnlyOnce("waiting for it").doesNotContain("a-password");
                assertThat(late.uri()).isEqualTo(uri);
                assertThat(server.stop()).isZero();
            }
        }
    }

    @Test
    void shouldRunAGameserverThatOperatorsSeeAndPlayersDoNot() throws Exception {
        int port = RedisProcess.freePort();
        try (ServerProcess leader = standalone("roles", port)) {
            leader.awaitReady();
            try (ServerProcess server = run(
                    Map.of(),
                    "gameserver",
                    "--redis",
                    redis.uri(),
                    "--redis-prefix",
                    "roles",
                    "--port",
                    "0",
                    "--http-port",
                    "0",
                    "--bind",
                    "127.0.0.1",
                    "--label",
                    "zone=a")) {
                Ready ready = server.awaitReady();
                assertThat(ready.role()).isEqualTo("gameserver");
                assertThat(get(ready, "/readyz")).isEqualTo("ok\n");
                ManagedChannel channel = NettyChannelBuilder.forTarget(ready.grpc())
                        .usePlaintext()
                        .build();
                assertThat(Reflection.services(channel))
                        .contains("orbstrike.v1.Admin", "grpc.health.v1.Health")
                        .doesNotContain("orbstrike.v1.Lobby", "orbstrike.v1.Play");
                channel.shutdownNow();
                JsonNode gameservers = admin(ready.grpc(), "gameservers").get("gameservers");
                assertThat(gameservers).hasSize(2);
                assertThat(gameservers)
                        .anyMatch(each -> each.get("address").asText().equals(ready.grpc())
                                && each.get("live").asBoolean()
                                && each.get("labels").get("zone").asText().equals("a"));
                assertThat(admin(ready.grpc(), "leader")
                                .get("leader")
                                .get("address")
                                .asText())
                        .isEqualTo("127.0.0.1:" + port);
                assertThat(server.stop()).isZero();
            }
            assertThat(admin("localhost:" + port, "gameservers").get("gameservers"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldEndWithTwoWhenSecretOrRedisIsMissingOrThePasswordIsAFlag() throws Exception {
        assertUsage(
                Map.of("ORBSTRIKE_SECRET", ""),
                "--redis needs the cluster's secret: set ORBSTRIKE_SECRET or --secret-file",
                "standalone",
                "--redis",
                redis.uri());
        assertUsage(Map.of(), "needs --redis, where the cluster keeps its boards", "gameserver");
        assertUsage(
                Map.of(),
                "--redis must name neither user nor password: there are --redis-user, and ORBSTRIKE_REDIS_PASSWORD"
                        + " or --redis-password-file",
                "standalone",
                "--redis",
                "redis://:secret@localhost");
    }

    private static void assertUsage(Map<String, String> environment, String message, String... arguments)
            throws Exception {
        try (ServerProcess process = run(environment, arguments)) {
            assertThat(process.awaitEnd(SHORT)).isEqualTo(2);
            assertThat(process.out()).isEmpty();
            assertThat(process.err()).isEqualTo("orbstrike " + arguments[0] + ": " + message + "\n");
        }
    }

    private static ServerProcess standalone(String prefix, int port, String... more) throws IOException {
        return start(Map.of(), redis.uri(), prefix, port, more);
    }

    private static ServerProcess start(
            Map<String, String> environment, String uri, String prefix, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("standalone", "--redis", uri, "--redis-prefix", prefix));
        arguments.addAll(List.of("--port", Integer.toString(port), "--http-port", "0"));
        arguments.addAll(more.length == 0 ? List.of("--bots", "0") : List.of(more));
        return run(environment, arguments.toArray(String[]::new));
    }

    private static ServerProcess run(Map<String, String> environment, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("ORBSTRIKE_SECRET", SECRET));
        all.putAll(environment);
        List<String> java = List.of(
                ServerProcess.javaOf(Path.of(System.getProperty("java.home"))), "-jar", ServerProcess.JAR.toString());
        return ServerProcess.start(all, java, arguments);
    }

    private static BoardFacts createBoard(OrbstrikeClient client) throws Exception {
        return answer(client.createBoard(PlayingPlayer.ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT));
    }

    private static void join(OrbstrikeClient client, BoardId board, String name) throws Exception {
        answer(client.joinBoard(PlayingPlayer.ORB, board, new OrbPlayer(name, 0)));
    }

    private static JsonNode boards(int port) throws IOException {
        return admin("localhost:" + port, "boards").get("boards");
    }

    private static JsonNode admin(String target, String what) throws IOException {
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", SECRET);
        CommandRun run = CommandRun.of(
                AdminCommand.create(environment, common -> {}),
                environment,
                "admin",
                what,
                "--json",
                "--target",
                target);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static <T> T answer(CompletionStage<T> call) throws Exception {
        return call.toCompletableFuture().get(20, SECONDS);
    }

    private static String get(Ready ready, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ready.http() + path))
                .timeout(SHORT)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
