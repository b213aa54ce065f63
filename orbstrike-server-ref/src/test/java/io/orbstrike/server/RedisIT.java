package io.orbstrike.server;

import static io.orbstrike.server.RedisDeployment.admin;
import static io.orbstrike.server.RedisDeployment.boards;
import static io.orbstrike.server.RedisDeployment.client;
import static io.orbstrike.server.RedisDeployment.createBoard;
import static io.orbstrike.server.RedisDeployment.get;
import static io.orbstrike.server.RedisDeployment.metric;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.FrameKind;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built jar on a real Redis: what outlives a process, and what happens while Redis is away. */
@Needs(Need.REDIS)
@Timeout(180)
class RedisIT {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final String PLAY_STREAMS = "orbstrike_play_streams";

    private static RedisProcess redis;
    private static ServerProcess shared;
    private static Ready sharedReady;
    private static int sharedPort;

    /** The process that is shared is one that no test stops, so starting it is paid for once. */
    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = RedisProcess.start(RedisProcess.freePort());
        sharedPort = RedisProcess.freePort();
        shared = standalone("shared", sharedPort);
        sharedReady = shared.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        try {
            assertThat(shared.stop()).isZero();
        } finally {
            shared.close();
            redis.close();
        }
    }

    @Test
    void shouldPlayAsOnTheEmbeddedStore() throws Exception {
        try (ServerProcess bots = ServerProcess.start(
                "bots",
                "--target",
                sharedReady.grpc(),
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
        await().atMost(SHORT)
                .untilAsserted(() -> assertThat(get(sharedReady, "/metrics"))
                        .contains(
                                "orbstrike_lease_confirmed 1.0",
                                "orbstrike_leader 1.0",
                                "orbstrike_redis_calls_total"));
    }

    @Test
    void shouldLogInWithThePortThatItPickedAndTheTtlThatIsSet() throws Exception {
        try (ServerProcess server = RedisDeployment.standalone(
                        redis, "picked", 0, "--bots", "0", "--lease-ttl", "5s", "--sync-interval", "100ms");
                RedisClusterStore store = RedisClusterStore.builder(redis.uri())
                        .keyPrefix("picked")
                        .build()) {
            String grpc = server.awaitReady().grpc();
            LeaseStore.ReadOutcome outcome =
                    store.leases().read(SHORT).toCompletableFuture().get(SHORT.toSeconds(), SECONDS);
            assertThat(outcome).isInstanceOf(LeaseStore.Leases.class);
            LeaseStore.Leases leases = (LeaseStore.Leases) outcome;
            assertThat(leases.leases()).hasSize(1);
            Lease.Recorded lease = leases.leases().get(0);
            JsonNode gameservers = admin(grpc, "gameservers").get("gameservers");
            assertThat(gameservers).hasSize(1);
            assertThat(lease.lease().address())
                    .isEqualTo(gameservers.get(0).get("address").asText())
                    .doesNotEndWith(":0");
            assertThat(admin(grpc, "leader").get("leader").get("address").asText())
                    .endsWith(grpc.substring(grpc.lastIndexOf(':')));
            assertThat(Duration.between(leases.storeTime(), lease.expiresAt()))
                    .isBetween(Duration.ofMillis(2_001), Duration.ofSeconds(5));
        }
    }

    @Test
    void shouldGoOnWithItsBoardsAndPlayersAfterAKill() throws Exception {
        int port = RedisProcess.freePort();
        try (OrbstrikeClient client = client(port)) {
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
    void shouldLoseNothingWhenItIsStoppedAndItsBotsBeThePlayersThatTheyWere() throws Exception {
        int port = RedisProcess.freePort();
        try (OrbstrikeClient client = client(port)) {
            BoardId board;
            PlayingPlayer ann;
            RosterStore.Roster before;
            try (ServerProcess server = standalone("stopped", port, "--bots", "2")) {
                Ready ready = server.awaitReady();
                board = BoardId.parse(boards(port).get(0).get("id").asText());
                ann = PlayingPlayer.join(client, board, "ann");
                await().atMost(SHORT).until(() -> metric(ready, PLAY_STREAMS) == 3);
                await().atMost(SHORT).until(() -> ann.living().size() > 5);
                before = roster("stopped", board);
                assertThat(before.entries()).hasSize(3);
                assertThat(server.stop()).isZero();
                await().atMost(SHORT).until(() -> !ann.interruptions().isEmpty());
            }
            long lastSeenTick = ann.living().lastKey();
            try (ServerProcess server = standalone("stopped", port, "--bots", "2")) {
                Ready ready = server.awaitReady();
                JsonNode boards = boards(port);
                assertThat(boards).hasSize(1);
                assertThat(boards.get(0).get("id").asText()).isEqualTo(board.toString());
                assertThat(boards.get(0).get("tick").asLong()).isGreaterThanOrEqualTo(lastSeenTick);
                await().atMost(SHORT).until(() -> ann.epochs().size() == 2);
                await().atMost(SHORT).until(() -> metric(ready, PLAY_STREAMS) == 3);
                assertThat(boards(port).get(0).get("players").asInt()).isEqualTo(3);
                assertThat(roster("stopped", board).entries())
                        .extracting(RosterEntry::player)
                        .containsExactlyElementsOf(before.entries().stream()
                                .map(RosterEntry::player)
                                .toList());
            }
        }
    }

    @Test
    void shouldPlayOnAndRefuseJoinsInTimeWhileRedisIsStopped() throws Exception {
        try (OrbstrikeClient client = client(sharedPort)) {
            BoardFacts board = createBoard(client);
            PlayingPlayer ann = PlayingPlayer.join(client, board.id(), "ann");
            await().atMost(SHORT).until(() -> ann.living().size() > 5);
            ManagedChannel channel = NettyChannelBuilder.forTarget("localhost:" + sharedPort)
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
            String id = board.id().toString();
            await().atMost(SHORT)
                    .until(() -> RedisDeployment.board(sharedPort, id)
                                    .orElseThrow()
                                    .get("players")
                                    .asInt()
                            == 2);
            assertThat(ann.epochs()).hasSize(1);
            assertThat(ann.interruptions()).isEmpty();
            channel.shutdownNow();
        }
    }

    @Test
    void shouldSayOnceThatRedisRefusesThePasswordAndWaitUntilItIsStopped() throws Exception {
        try (RedisProcess strict = RedisProcess.start(RedisProcess.freePort(), "--requirepass", "the-right-one");
                ServerProcess server = RedisDeployment.standalone(
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
        try (ServerProcess server = RedisDeployment.standalone(password, uri, "absent", 0)) {
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
    void shouldRunAGameserverThatOperatorsAndOrchestratorsSee() throws Exception {
        try (ServerProcess server = RedisDeployment.run(
                Map.of(),
                "gameserver",
                "--redis",
                redis.uri(),
                "--redis-prefix",
                "shared",
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
            ManagedChannel channel =
                    NettyChannelBuilder.forTarget(ready.grpc()).usePlaintext().build();
            assertThat(Reflection.services(channel))
                    .contains("orbstrike.v1.Admin", "orbstrike.v1.Gameserver", "orbstrike.v1.Play")
                    .doesNotContain("orbstrike.v1.Lobby");
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
                    .isEqualTo("127.0.0.1:" + sharedPort);
            assertThat(server.stop()).isZero();
        }
        assertThat(admin("localhost:" + sharedPort, "gameservers").get("gameservers"))
                .hasSize(1);
    }

    @Test
    void shouldEndWithTwoWhenSecretOrRedisIsMissingOrThePasswordIsAFlag() {
        assertUsage(
                "",
                "--redis needs the cluster's secret: set ORBSTRIKE_SECRET or --secret-file",
                "standalone",
                "--redis",
                redis.uri());
        assertUsage(RedisDeployment.SECRET, "needs --redis, where the cluster keeps its boards", "gameserver");
        assertUsage(
                RedisDeployment.SECRET,
                "--redis must name neither user nor password: there are --redis-user, and ORBSTRIKE_REDIS_PASSWORD"
                        + " or --redis-password-file",
                "standalone",
                "--redis",
                "redis://:secret@localhost");
    }

    /** In the test's own process, since nothing is started. */
    private static void assertUsage(String secret, String message, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                Map.of("ORBSTRIKE_SECRET", secret),
                new ProcessLife(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("orbstrike " + arguments[0] + ": " + message + "\n");
    }

    private static ServerProcess standalone(String prefix, int port, String... more) throws IOException {
        return RedisDeployment.standalone(redis, prefix, port, more);
    }

    private static void join(OrbstrikeClient client, BoardId board, String name) throws Exception {
        RedisDeployment.answer(client.joinBoard(PlayingPlayer.ORB, board, new OrbPlayer(name, 0)));
    }

    private static RosterStore.Roster roster(String prefix, BoardId board) throws Exception {
        try (RedisClusterStore store =
                RedisClusterStore.builder(redis.uri()).keyPrefix(prefix).build()) {
            RosterStore.ReadOutcome outcome =
                    RedisDeployment.answer(store.rosters().read(board, SHORT));
            assertThat(outcome).isInstanceOf(RosterStore.Roster.class);
            return (RosterStore.Roster) outcome;
        }
    }
}
