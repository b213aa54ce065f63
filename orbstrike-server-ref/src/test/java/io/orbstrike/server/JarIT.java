package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.ListQuery;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The built jar as a person starts it: what it says, serves, and how it ends. */
@Timeout(180)
class JarIT {

    private static final String[] STANDALONE = {"standalone", "--port", "0", "--http-port", "0", "--bots", "3"};
    private static final Duration SHORT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void shouldServePlayersAndEndCleanlyWithOpenStreams() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            assertThat(ready.role()).isEqualTo("standalone");
            String port = ready.grpc().substring(ready.grpc().indexOf(':') + 1);
            try (OrbstrikeClient client =
                    OrbstrikeClient.builder().target("dns:///localhost:" + port).build()) {
                BoardFacts listed = answer(client.listBoards(new ListQuery(10, "", "orb")))
                        .boards()
                        .get(0);
                await().atMost(SHORT)
                        .until(() -> answer(client.getBoard(listed.id())).players() == 3);
                BoardFacts board =
                        answer(client.createBoard(PlayingPlayer.ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT));
                PlayingPlayer player = PlayingPlayer.join(client, board.id(), "tester");
                await().atMost(SHORT).until(() -> player.living().size() > 5);
                String before = player.newestLiving();
                player.steer(1);
                await().atMost(SHORT).until(() -> !player.newestLiving().equals(before));

                assertThat(server.stop()).isZero();
                await().atMost(SHORT).until(() -> !player.interruptions().isEmpty());
                assertThat(player.interruptions().get(0).code()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(player.ends()).isEmpty();
            }
            assertThat(server.out())
                    .containsExactly("READY role=standalone grpc=" + ready.grpc() + " http=" + ready.http());
            assertThat(server.err())
                    .isEqualTo("Open http://" + ready.http() + "/ in a browser, or play: orbstrike bots --target "
                            + ready.grpc() + "\n");
        }
    }

    @Test
    void shouldAnswerOverHttpAndGrpcWhetherItServes() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            assertThat(get(ready, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(ready, "/readyz").body()).isEqualTo("ok\n");
            assertThat(get(ready, "/").body()).contains("<title>Orbstrike</title>");
            assertThat(get(ready, "/cluster").body()).contains("<title>Cluster · Orbstrike</title>");
            assertThat(get(ready, "/nothing").statusCode()).isEqualTo(404);
            await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains("orbstrike_play_streams 3.0"));
            assertThat(get(ready, "/metrics").headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(metersOf(get(ready, "/metrics").body()))
                    .contains("orbstrike_ticks_total", "orbstrike_lobby_calls", "orbstrike_lobby_calls_ended_total")
                    .allMatch(name -> name.matches("(orbstrike|jvm|process|system)_[a-z0-9_]+"));
            ManagedChannel channel =
                    NettyChannelBuilder.forTarget(ready.grpc()).usePlaintext().build();
            try {
                HealthCheckRequest request = HealthCheckRequest.newBuilder()
                        .setService("orbstrike.v1.Play")
                        .build();
                assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
                        .isEqualTo(ServingStatus.SERVING);
                assertThat(Reflection.services(channel))
                        .contains("orbstrike.v1.Lobby", "orbstrike.v1.Play", "grpc.health.v1.Health");
            } finally {
                channel.shutdownNow();
            }
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void shouldJudgeAServerWithBotsAndFindNothing() throws Exception {
        Path json = folder.resolve("report.json");
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            try (ServerProcess bots = ServerProcess.start(
                    "bots",
                    "--target",
                    ready.grpc(),
                    "--boards",
                    "2",
                    "--players",
                    "5",
                    "--warmup",
                    "1s",
                    "--duration",
                    "3s",
                    "--max-missed",
                    "20%",
                    "--max-gap",
                    "3s",
                    "--json",
                    json.toString())) {
                assertThat(bots.awaitEnd(SHORT)).as(bots.out() + bots.err()).isZero();
                assertThat(bots.err()).isEmpty();
                assertThat(bots.out().get(0)).isEqualTo("players             10, of whom 10 saw frames");
            }
            JsonNode report = new ObjectMapper().readTree(Files.readString(json));
            assertThat(report.get("playersSeen").asInt()).isEqualTo(10);
            assertThat(report.get("framesReceived").asInt()).isGreaterThan(1_000);
            assertThat(report.get("violations")).isEmpty();
        }
    }

    @Test
    void shouldJoinAGivenBoardAndReportWhenStoppedEarly() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            String board;
            try (OrbstrikeClient client =
                    OrbstrikeClient.builder().target(ready.grpc()).build()) {
                List<BoardFacts> listed =
                        answer(client.listBoards(new ListQuery(10, "", ""))).boards();
                assertThat(listed).hasSize(1);
                board = listed.get(0).id().toString();
            }
            String[] longRun = {
                "bots", "--target", ready.grpc(), "--board", board, "--max-missed", "50%", "--max-gap", "5s"
            };
            try (ServerProcess bots = ServerProcess.start(longRun)) {
                String streams = "orbstrike_play_streams 13.0";
                await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains(streams));
                assertThat(bots.stop()).as(bots.out() + bots.err()).isZero();
                assertThat(bots.out().get(0)).startsWith("players             10");
            }
        }
    }

    @Test
    void shouldEndBotsWithOneWhenAServerGoesAway() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            try (ServerProcess bots = ServerProcess.start(
                    "bots", "--target", ready.grpc(), "--players", "2", "--warmup", "0", "--duration", "4s")) {
                await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains("orbstrike_play_streams 5.0"));
                assertThat(server.stop()).isZero();
                assertThat(bots.awaitEnd(SHORT)).isEqualTo(1);
                assertThat(bots.out().toString()).contains("GAP stream 0 ", "GAP stream 1 ");
            }
        }
    }

    @Test
    void shouldEndBotsWithOneWhenTheyAreStoppedAndACheckFailed() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            Ready ready = server.awaitReady();
            String[] strict = {"bots", "--target", ready.grpc(), "--players", "2", "--warmup", "0", "--max-gap", "1ms"};
            try (ServerProcess bots = ServerProcess.start(strict)) {
                String streams = "orbstrike_play_streams 5.0";
                await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains(streams));
                double sent = framesSent(ready);
                await().atMost(SHORT).until(() -> framesSent(ready) > sent + 100);
                assertThat(bots.stop()).as(bots.out() + bots.err()).isEqualTo(1);
                assertThat(bots.out().toString()).contains("GAP stream ");
            }
        }
    }

    private static double framesSent(Ready ready) throws IOException, InterruptedException {
        return RedisDeployment.metric(ready, "orbstrike_frames_sent_total");
    }

    @Test
    void shouldSayOnOneLineThatNobodyAnswers() throws Exception {
        try (ServerProcess bots = ServerProcess.start("bots", "--target", "localhost:1")) {
            assertThat(bots.awaitEnd(SHORT)).isEqualTo(1);
            assertThat(bots.out()).isEmpty();
            assertThat(bots.err())
                    .startsWith("orbstrike bots: CreateBoard on localhost:1 failed: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldNameAddressAndOptionOfAPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (ServerProcess server = ServerProcess.start("standalone", "--port", port, "--http-port", "0")) {
                assertThat(server.awaitEnd(SHORT)).isEqualTo(1);
                assertThat(server.out()).isEmpty();
                assertThat(server.err())
                        .isEqualTo("orbstrike standalone: --port " + port + ": cannot listen on 127.0.0.1:" + port
                                + ": Address already in use\n");
            }
            try (ServerProcess server = ServerProcess.start("standalone", "--port", "0", "--http-port", port)) {
                assertThat(server.awaitEnd(SHORT)).isEqualTo(1);
                assertThat(server.err())
                        .isEqualTo("orbstrike standalone: --http-port " + port + ": cannot listen on 127.0.0.1:" + port
                                + ": Address already in use\n");
            }
        }
    }

    @Test
    void shouldEndWithTwoWhenTheConfigurationIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "prot: 8080\n");
        for (String[] wrong : new String[][] {
            {},
            {"standalon"},
            {"standalone", "--prot", "1"},
            {"standalone", "--config", file.toString()},
            {"standalone", "--trusted-proxies", "nonsense"},
            {"bots", "--board", "nonsense"}
        }) {
            try (ServerProcess process = ServerProcess.start(wrong)) {
                assertThat(process.awaitEnd(SHORT)).as(String.join(" ", wrong)).isEqualTo(2);
                assertThat(process.out()).isEmpty();
                assertThat(process.err()).startsWith("orbstrike").hasLineCount(1);
            }
        }
    }

    @Test
    void shouldReadSecretsButNeverShowThem() throws Exception {
        String secret = "a-secret-of-at-least-thirty-two-bytes";
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", secret, "ORBSTRIKE_LOG_LEVEL", "trace");
        List<String> java = List.of(ServerProcess.javaOf(Path.of(System.getProperty("java.home"))), "-jar");
        List<String> command = new ArrayList<>(java);
        command.add(ServerProcess.JAR.toString());
        try (ServerProcess server = ServerProcess.start(environment, command, STANDALONE)) {
            Ready ready = server.awaitReady();
            await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains("orbstrike_play_streams 3.0"));
            assertThat(get(ready, "/metrics").body()).doesNotContain(secret);
            assertThat(server.stop()).isZero();
            assertThat(server.err()).isNotEmpty().doesNotContain(secret).doesNotContain("Bearer ey");
        }
        try (ServerProcess server = ServerProcess.start(Map.of("ORBSTRIKE_SECRET", "short"), command, STANDALONE)) {
            assertThat(server.awaitEnd(SHORT)).isEqualTo(2);
            assertThat(server.err())
                    .isEqualTo("orbstrike standalone: ORBSTRIKE_SECRET: holds 5 bytes, must be 32 to 4096\n");
        }
    }

    @Test
    @Needs(Need.LINUX)
    void shouldUseTheNativeTransport() throws Exception {
        try (ServerProcess server = ServerProcess.start(STANDALONE)) {
            server.awaitReady();
            assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/maps")))
                    .contains("netty_transport_native_epoll");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldBeQuietOnEveryJdk(Path home) throws Exception {
        List<String> bare = List.of(ServerProcess.javaOf(home), "-jar", ServerProcess.JAR.toString());
        try (ServerProcess server = ServerProcess.start(Map.of(), bare, STANDALONE)) {
            Ready ready = server.awaitReady();
            await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains("orbstrike_play_streams 3.0"));
            assertThat(server.stop()).isZero();
            List<String> lines = server.err().lines().toList();
            assertThat(lines.get(lines.size() - 1)).startsWith("Open http://");
            if (featureOf(home) < 24) {
                assertThat(lines).hasSize(1);
            } else {
                assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.startsWith("WARNING: "));
                assertThat(server.err()).doesNotContain("native access");
            }
        }
        Map<String, String> environment = Map.of("JAVA_HOME", home.toString(), "JAVA_OPTS", "-Xmx256m");
        List<String> launcher = List.of(ServerProcess.LAUNCHER.toString());
        try (ServerProcess server = ServerProcess.start(environment, launcher, STANDALONE)) {
            Ready ready = server.awaitReady();
            await().atMost(SHORT).until(() -> get(ready, "/metrics").body().contains("orbstrike_play_streams 3.0"));
            assertThat(server.stop()).isZero();
            assertThat(server.err()).startsWith("Open http://").hasLineCount(1);
        }
    }

    /** The JDK that runs the test, and others of this machine, one for each version from 17 on. */
    static Stream<Path> jdks() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path all = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(all)) {
            try (Stream<Path> found = Files.list(all)) {
                found.sorted().forEach(homes::add);
            }
        }
        Set<Integer> seen = new HashSet<>();
        return homes.stream().filter(home -> featureOf(home) >= 17 && seen.add(featureOf(home)));
    }

    private static int featureOf(Path home) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }

    private static <T> T answer(CompletionStage<T> call) throws Exception {
        return call.toCompletableFuture().get(20, SECONDS);
    }

    private static List<String> metersOf(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .toList();
    }

    private static HttpResponse<String> get(Ready ready, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ready.http() + path))
                .timeout(SHORT)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
