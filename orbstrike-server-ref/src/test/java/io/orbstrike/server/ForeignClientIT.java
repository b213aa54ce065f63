package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a client in another language, written from the .proto files alone, against the built jar. */
@Needs(Need.NODE)
@Timeout(300)
class ForeignClientIT {

    private static final Path SOURCES = Path.of("..", "examples", "clients", "grpc-js");
    private static final Path PROTOS =
            Path.of("..", "orbstrike-grpc", "src", "main", "proto").toAbsolutePath();
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final int FRAMES = 300;

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ServerProcess.Ready ready;

    @BeforeAll
    static void installAndStart() throws IOException, InterruptedException {
        for (String name : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(SOURCES.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        server = ServerProcess.start("standalone", "--port", "0", "--http-port", "0", "--bots", "0");
        ready = server.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        assertThat(server.stop()).isZero();
        server.close();
    }

    @Test
    void shouldCreateABoardAndSteer() throws Exception {
        List<JsonNode> lines = play("--frames", "60");
        assertThat(BoardId.parse(lines.get(0).get("board").asText())).isNotNull();
        assertThat(lines.get(lines.size() - 1).get("acknowledged").asLong()).isPositive();
        JsonNode first = orbOf(lines.get(1), 0);
        JsonNode last = orbOf(lines.get(60), 0);
        assertThat(last).isNotEqualTo(first);
    }

    @Test
    void shouldSayToPeopleWhereItIs() throws Exception {
        String said =
                run("node", "client.js", "--target", ready.grpc(), "--protos", PROTOS.toString(), "--frames", "60");
        assertThat(said.lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("board [0-9a-f]{32}, place 0"),
                        line -> assertThat(line).matches("tick \\d+: at \\(-?\\d+, -?\\d+\\), 1 alive"),
                        line -> assertThat(line).matches("tick \\d+: at \\(-?\\d+, -?\\d+\\), 1 alive"),
                        line -> assertThat(line).matches("tick \\d+: at \\(-?\\d+, -?\\d+\\), 1 alive"),
                        line -> assertThat(line).matches("sent \\d+ inputs, of which [1-9]\\d* were seen applied"));
    }

    @Test
    void shouldDecodeTheSamePositionsAsTheJavaClient() throws Exception {
        try (OrbstrikeClient client =
                OrbstrikeClient.builder().target(ready.grpc()).build()) {
            OrbRules rules = OrbRules.builder()
                    .maxPlayers(12)
                    .respawnMs(300)
                    .protectionMs(100)
                    .build();
            BoardFacts board = client.createBoard(PlayingPlayer.ORB, rules, CreateOptions.DEFAULT)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            List<PlayingPlayer> players = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                players.add(PlayingPlayer.join(client, board.id(), "java " + i));
            }
            Turning turning = new Turning(players);
            turning.start();
            List<JsonNode> lines;
            try {
                lines = play("--board", board.id().toString(), "--frames", Integer.toString(FRAMES));
            } finally {
                turning.end();
            }
            PlayingPlayer reference = players.get(0);
            JsonNode newest = lines.get(FRAMES);
            await().atMost(SHORT)
                    .until(() ->
                            reference.living().lastKey() >= newest.get("tick").asLong());
            SortedMap<Long, String> expected = reference.living();
            int deltas = 0;
            for (JsonNode line : lines.subList(1, FRAMES + 1)) {
                long tick = line.get("tick").asLong();
                assertThat(line.get("orbs").toString()).as("tick %d", tick).isEqualTo(expected.get(tick));
                deltas += line.get("kind").asText().equals("FRAME_KIND_DELTA") ? 1 : 0;
            }
            assertThat(deltas).isGreaterThan(FRAMES / 2);
            assertThat(lines.get(FRAMES + 1).get("acknowledged").asLong()).isPositive();
        }
    }

    /** Lets everybody turn often and run over the edge, so that there are deaths and respawns. */
    private static final class Turning extends Thread {

        private final List<PlayingPlayer> players;
        private volatile boolean isOver;

        Turning(List<PlayingPlayer> players) {
            super("turning");
            this.players = players;
        }

        @Override
        public void run() {
            PlayingPlayer clock = players.get(0);
            for (int turn = 0; !isOver; turn++) {
                int seen = clock.living().size();
                await().atMost(SHORT).until(() -> isOver || clock.living().size() > seen + 20);
                for (int i = 0; i < players.size(); i++) {
                    players.get(i).steer(1 + (turn / 3 + i) % 8);
                }
            }
        }

        void end() throws InterruptedException {
            isOver = true;
            join();
        }
    }

    private static JsonNode orbOf(JsonNode line, int index) {
        for (JsonNode row : line.get("orbs")) {
            if (row.get(0).asInt() == index) {
                return row;
            }
        }
        throw new AssertionError("no orb " + index + " in " + line);
    }

    private static List<JsonNode> play(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("node", "client.js", "--json", "--target", ready.grpc(), "--protos", PROTOS.toString()));
        command.addAll(List.of(arguments));
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run(command.toArray(String[]::new)).lines().toList()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean hasEnded = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(hasEnded)
                .as("%s ends; stderr: %s", command[0], Files.readString(err))
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
