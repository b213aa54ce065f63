package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.config.CommandRun;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What operators do with the built jar to a cluster on Redis in which players play: two gameservers with a label in one
 * process, one without in another.
 */
@Needs(Need.REDIS)
@Timeout(120)
class OperatorsIT {

    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

    private static RedisProcess redis;
    private static ServerProcess labelled;
    private static ServerProcess plain;
    private static Ready orchestrator;
    private static Ready without;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = RedisProcess.start(RedisProcess.freePort());
        labelled = runServer("standalone", "--gameservers", "2", "--label", "zone=a", "--bots", "0");
        plain = runServer("gameserver", "--bind", "127.0.0.1");
        orchestrator = labelled.awaitReady();
        without = plain.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        labelled.close();
        plain.close();
        redis.close();
    }

    @Test
    void shouldMoveAndDrainWherePlayersPlayOnAndLabelsAllowIt() throws Exception {
        try (OrbstrikeClient client = client()) {
            BoardId board = RedisDeployment.answer(client.createBoard(
                            PlayingPlayer.ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT.requiredLabel("zone", "a")))
                    .id();
            PlayingPlayer player = PlayingPlayer.join(client, board, "tester");
            await().until(() -> player.lastTicks().size() == 1);
            String first = holder(board);
            String second = gameservers()
                    .filter(each -> each.get("labels").has("zone"))
                    .map(each -> each.get("id").asText())
                    .filter(id -> !id.equals(first))
                    .findFirst()
                    .orElseThrow();
            String other = gameservers()
                    .filter(each -> each.get("address").asText().equals(without.grpc()))
                    .map(each -> each.get("id").asText())
                    .findFirst()
                    .orElseThrow();

            assertRefused("the gameserver lacks what the board requires: zone=a", "move", board.toString(), other);
            JsonNode moved = admin("move", board.toString(), second);
            assertThat(moved.get("gameserver").asText()).isEqualTo(second).isEqualTo(holder(board));
            await().until(() ->
                    player.lastTicks().containsKey(moved.get("epoch").asLong()));

            assertThat(admin("drain", second).get("draining").asText()).isEqualTo(second);
            await().until(() -> holder(board).equals(first));
            assertThat(gameservers().filter(each -> each.get("id").asText().equals(second)))
                    .allMatch(each ->
                            each.get("draining").asBoolean() && each.get("live").asBoolean());
            await().until(() -> player.lastTicks().size() == 3);
            player.assertNoStepWasLost();
            player.assertUninterrupted();
        }
    }

    @Test
    void shouldReleaseABoardFromQuarantine() throws Exception {
        try (OrbstrikeClient client = client();
                RedisClusterStore store = RedisClusterStore.builder(redis.uri()).build()) {
            BoardId board = RedisDeployment.createBoard(client).id();
            assertRefused("the board is not in quarantine", "release", board.toString());
            quarantine(store, board);
            await().until(() -> state(board).equals("quarantined"));

            long epoch = admin("release", board.toString()).get("epoch").asLong();
            await().until(() -> state(board).equals("running"));
            assertThat(record(store, board).quarantine()).isEmpty();
            assertThat(record(store, board).token().epoch().value()).isEqualTo(epoch);
            PlayingPlayer player = PlayingPlayer.join(client, board, "tester");
            await().until(() -> player.lastTicks().containsKey(epoch));
        }
    }

    /** The store marks it, and its holder reads that as it takes it up anew. */
    private static void quarantine(RedisClusterStore store, BoardId board) throws Exception {
        BoardRecord record = record(store, board);
        AttachmentStore.MarkOutcome marked = RedisDeployment.answer(
                store.attachments().mark(board, record.token(), "a test says so", ANSWER_TIME_MAX));
        assertThat(marked).isEqualTo(AttachmentStore.Marked.INSTANCE);
        AttachmentStore.AttachOutcome attached = RedisDeployment.answer(
                store.attachments().attach(board, record.token(), record.token().holder(), ANSWER_TIME_MAX));
        assertThat(attached).isInstanceOf(AttachmentStore.Attached.class);
    }

    private static BoardRecord record(RedisClusterStore store, BoardId board) throws Exception {
        BoardStore.GetOutcome outcome = RedisDeployment.answer(store.boards().get(board, ANSWER_TIME_MAX));
        assertThat(outcome).isInstanceOf(BoardStore.Found.class);
        return ((BoardStore.Found) outcome).board();
    }

    private static String holder(BoardId board) throws IOException {
        return boardOf(board).get("gameserver").asText();
    }

    private static String state(BoardId board) throws IOException {
        return boardOf(board).get("state").asText();
    }

    /** While a board goes from one to the other, neither may name it. */
    private static JsonNode boardOf(BoardId board) throws IOException {
        return await().until(
                        () -> {
                            List<JsonNode> found = new ArrayList<>();
                            RedisDeployment.admin(orchestrator.grpc(), "boards")
                                    .get("boards")
                                    .forEach(found::add);
                            return found.stream()
                                    .filter(each -> each.get("id").asText().equals(board.toString()))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Stream<JsonNode> gameservers() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        RedisDeployment.admin(orchestrator.grpc(), "gameservers")
                .get("gameservers")
                .forEach(all::add);
        return all.stream();
    }

    /** Runs the command as a process, and reads its answer. */
    private static JsonNode admin(String... command) throws IOException, InterruptedException {
        try (ServerProcess process = run(arguments(command))) {
            assertThat(process.awaitEnd(ServerProcess.START_TIME_MAX))
                    .as(process.err())
                    .isZero();
            assertThat(process.err()).isEmpty();
            return new ObjectMapper().readTree(String.join("", process.out()));
        }
    }

    /** Runs the command in the test's own process, since nothing comes of it. */
    private static void assertRefused(String reason, String... command) {
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", RedisDeployment.SECRET);
        CommandRun run = CommandRun.of(
                AdminCommand.create(environment, common -> {}),
                environment,
                arguments(command).toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement(STRING).endsWith(reason);
        assertThat(run.out()).isEmpty();
    }

    private static List<String> arguments(String... command) {
        List<String> arguments = new ArrayList<>(List.of("admin"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--json", "--target", orchestrator.grpc()));
        return arguments;
    }

    private static OrbstrikeClient client() {
        return OrbstrikeClient.builder().target(orchestrator.grpc()).build();
    }

    private static ServerProcess runServer(String... command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--redis", redis.uri(), "--port", "0", "--http-port", "0"));
        arguments.addAll(List.of("--lease-ttl", ClusterDeployment.LEASE_TTL));
        return run(arguments);
    }

    private static ServerProcess run(List<String> arguments) throws IOException {
        List<String> jvm = new ArrayList<>(ClusterDeployment.JVM);
        jvm.addAll(List.of("-jar", ServerProcess.JAR.toString()));
        return RedisDeployment.run(Map.of(), jvm, arguments.toArray(String[]::new));
    }
}
