package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built jar with a heap that cannot hold what it is allowed to create. */
@Timeout(180)
class OutOfMemoryIT {

    private static final OrbRules LARGE = OrbRules.builder().maxPlayers(10_000).build();
    private static final int BOARDS_MAX = 500;
    private static final Duration END_MAX = Duration.ofSeconds(60);

    @Test
    void shouldEndWithOneAndSayWhyOnOneLine() throws Exception {
        List<String> java = List.of(
                ServerProcess.javaOf(Path.of(System.getProperty("java.home"))),
                "-Xmx48m",
                "-jar",
                ServerProcess.JAR.toString());
        try (ServerProcess server = start(java)) {
            createUntilItEnds(server);
            assertThat(server.awaitEnd(END_MAX)).as(server.err()).isEqualTo(1);
            assertThat(server.err().lines().filter(line -> line.contains("out of memory")))
                    .containsExactly(
                            "orbstrike: out of memory, so this process ends: give the JVM more by -Xmx, or allow"
                                    + " less by --max-places");
        }
    }

    @Test
    void shouldEndWithThreeByTheLaunchersFlag() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", "-Xmx48m");
        try (ServerProcess server =
                ServerProcess.start(environment, List.of(ServerProcess.LAUNCHER.toString()), options())) {
            createUntilItEnds(server);
            assertThat(server.awaitEnd(END_MAX)).as(server.err()).isEqualTo(3);
        }
    }

    private static ServerProcess start(List<String> command) throws IOException {
        return ServerProcess.start(Map.of(), command, options());
    }

    private static String[] options() {
        String places = Integer.toString(BOARDS_MAX * LARGE.maxPlayers());
        List<String> options = new ArrayList<>(List.of("standalone", "--port", "0", "--http-port", "0", "--bots", "0"));
        options.addAll(List.of("--threads", "1", "--max-places", places));
        return options.toArray(String[]::new);
    }

    /** Creates boards, whatever the answers are, as long as the process lives. */
    private static void createUntilItEnds(ServerProcess server) throws Exception {
        ClientOptions patient =
                ClientOptions.builder().callDeadline(Duration.ofSeconds(2)).build();
        try (OrbstrikeClient client = OrbstrikeClient.builder()
                .target(server.awaitReady().grpc())
                .options(patient)
                .build()) {
            for (int i = 0; i < BOARDS_MAX && server.isAlive(); i++) {
                client.createBoard(PlayingPlayer.ORB, LARGE, CreateOptions.DEFAULT)
                        .handle((board, failure) -> failure) // either is right for a process that runs out of memory
                        .toCompletableFuture()
                        .get(10, SECONDS);
            }
        }
    }
}
