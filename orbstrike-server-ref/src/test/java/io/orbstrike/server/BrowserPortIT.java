package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.config.CommandRun;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a browser reaches of the built jar. */
@Timeout(120)
class BrowserPortIT {

    private static final Duration TIME_MAX = Duration.ofSeconds(20);

    private static ServerProcess start(Map<String, String> environment, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("standalone", "--port", "0", "--http-port", "0", "--bots", "0"));
        arguments.addAll(List.of(more));
        String java = ServerProcess.javaOf(Path.of(System.getProperty("java.home")));
        return ServerProcess.start(
                environment, List.of(java, "-jar", ServerProcess.JAR.toString()), arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> get(Ready ready, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + ready.http() + path));
        return HttpClient.newHttpClient()
                .send(
                        headers.length == 0
                                ? request.build()
                                : request.headers(headers).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldPlayOverTheHttpPortAloneAndBeSentElsewhereWhenTheServerStops() throws Exception {
        try (ServerProcess server = start(Map.of())) {
            Ready ready = server.awaitReady();
            WebPlayer player = WebPlayer.join(ready, WebPlayer.createBoard(ready), "ann");
            await().atMost(TIME_MAX).until(() -> player.frames() > 20);
            String before = player.place();
            player.steer(1);
            await().atMost(TIME_MAX)
                    .until(() -> player.isApplied() && !player.place().equals(before));
            assertThat(get(ready, "/metrics").body())
                    .contains("orbstrike_http_websockets 1.0")
                    .contains("orbstrike_play_streams 1.0");
            assertThat(server.stop()).isZero();
            await().atMost(TIME_MAX).until(() -> player.closeCode() != 0);
            assertThat(player.closeCode()).isEqualTo(4014);
            assertThat(player.closeReason()).contains("the server is stopping");
            assertThat(server.err()).hasLineCount(1);
        }
    }

    @Test
    void shouldPlayOnOverTheSameWebSocketWhenTheGameserverIsDrained() throws Exception {
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", "a secret that is long enough for everybody");
        try (ServerProcess server = start(environment, "--gameservers", "2")) {
            Ready ready = server.awaitReady();
            String board = WebPlayer.createBoard(ready);
            WebPlayer player = WebPlayer.join(ready, board, "ann");
            await().atMost(TIME_MAX).until(() -> player.frames() > 20);
            JsonNode boards = admin(environment, ready, "boards").get("boards");
            String gameserver = StreamSupport.stream(boards.spliterator(), false)
                    .filter(shown -> shown.get("id").asText().equals(board))
                    .map(shown -> shown.get("gameserver").asText())
                    .findFirst()
                    .orElseThrow();
            assertThat(admin(environment, ready, "drain", gameserver)
                            .get("draining")
                            .asText())
                    .isEqualTo(gameserver);
            await().atMost(TIME_MAX).until(() -> player.epochs().size() == 2);
            int frames = player.frames();
            await().atMost(TIME_MAX).until(() -> player.frames() > frames + 20);
            assertThat(player.epochs().values()).containsOnly(FrameKind.FRAME_KIND_KEYFRAME);
            assertThat(player.closeCode()).isZero();
            player.close();
        }
    }

    private static JsonNode admin(Map<String, String> environment, Ready ready, String... what) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("admin"));
        arguments.addAll(List.of(what));
        arguments.addAll(List.of("--json", "--target", ready.grpc()));
        CommandRun run = CommandRun.of(
                AdminCommand.create(environment, common -> {}), environment, arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void shouldGiveThePageThatMayRunNothingButItsOwnAndSayWhenItHasNotChanged() throws Exception {
        try (ServerProcess server = start(Map.of())) {
            Ready ready = server.awaitReady();
            HttpResponse<String> page = get(ready, "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                    .startsWith("default-src 'self'")
                    .doesNotContain("unsafe");
            String tag = page.headers().firstValue("etag").orElseThrow();
            HttpResponse<String> again = get(ready, "/index.html", "if-none-match", tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(get(ready, "/", "if-none-match", "\"other\"").statusCode())
                    .isEqualTo(200);
            assertThat(get(ready, "/proto/orbstrike/v1/play.proto").body()).contains("message ServerFrame");
            HttpResponse<String> compressed =
                    get(ready, "/proto/orbstrike/v1/play.proto", "accept-encoding", "br, gzip");
            assertThat(compressed.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(get(ready, "/cluster/").body())
                    .isEqualTo(get(ready, "/cluster").body())
                    .contains("cluster");
            assertThat(get(ready, "/lib/none/none.js").statusCode()).isEqualTo(404);
            assertThat(get(ready, "/logback.xml").statusCode()).isEqualTo(404);
        }
    }
}
