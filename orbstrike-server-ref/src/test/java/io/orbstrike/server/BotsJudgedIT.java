package io.orbstrike.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.bots.BotsCommand;
import io.orbstrike.server.config.CommandRun;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.store.SecureIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The judge is judged: does {@code bots}, with its limits as they are by default, see what is wrong, and name it? */
@Timeout(60)
class BotsJudgedIT {

    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    private static @Nullable Standalone server;
    private static @Nullable HostPort address;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        CommandRun run =
                CommandRun.of(new Serve(), NO_ENVIRONMENT, "serve", "--port", "0", "--http-port", "0", "--bots", "0");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Starts a server in this process and leaves it running. */
    @Command(name = "serve")
    private static final class Serve implements Callable<Integer> {

        @Mixin
        private final StandaloneOptions options = new StandaloneOptions();

        @Mixin
        private final PlayersOptions players = new PlayersOptions();

        @Mixin
        private final HostingOptions hosting = new HostingOptions();

        @Mixin
        private final ClusterTimes times = new ClusterTimes();

        @Mixin
        private final StoreOptions storing = new StoreOptions();

        @Override
        public Integer call() {
            server = new Standalone(
                    options,
                    players,
                    hosting,
                    times,
                    Map.of(),
                    StoreSource.open(storing, NO_ENVIRONMENT),
                    new ClusterSecret(RootSecret.of(SecureIds.create().secret()), true));
            address = server.serve(() -> "127.0.0.1");
            return 0;
        }
    }

    /** What a run ended with. */
    private record Verdict(int exitCode, JsonNode json, String text) {

        Set<String> kinds() {
            Set<String> kinds = new TreeSet<>();
            json.get("violations")
                    .forEach(violation -> kinds.add(violation.get("kind").asText()));
            return kinds;
        }
    }

    private Verdict judge(FrameFault fault) throws IOException {
        Path report = folder.resolve("report.json");
        try (Relay relay = Relay.start(requireNonNull(address), fault)) {
            CommandRun run = CommandRun.of(
                    new BotsCommand(NO_ENVIRONMENT, common -> {}, part -> {}, code -> {}),
                    NO_ENVIRONMENT,
                    "bots",
                    "--target",
                    relay.address(),
                    "--players",
                    "6",
                    "--warmup",
                    "500ms",
                    "--duration",
                    "3s",
                    "--json",
                    report.toString());
            assertThat(run.err()).isEmpty();
            return new Verdict(run.exitCode(), new ObjectMapper().readTree(Files.readString(report)), run.out());
        }
    }

    @Test
    void shouldFindNothingWhereNothingIsWrong() throws Exception {
        Verdict verdict = judge(FrameFault.none());
        assertThat(verdict.kinds()).as(verdict.text()).isEmpty();
        assertThat(verdict.exitCode()).isZero();
        assertThat(verdict.json().get("framesReceived").asLong()).isGreaterThan(500);
    }

    @Test
    void shouldFindDroppedFrames() throws Exception {
        Verdict verdict = judge(FrameFault.droppingOneIn(100));
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("TICK_GAP", "MISSED");
    }

    @Test
    void shouldFindARepeatedFrame() throws Exception {
        Verdict verdict = judge(FrameFault.repeatingOne());
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("REGRESSION");
        assertThat(verdict.json().get("regressions").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFindAFrameOfTheEpochBefore() throws Exception {
        Verdict verdict = judge(FrameFault.goingBackOneEpoch());
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("REGRESSION", "TICK_GAP");
        assertThat(verdict.json().get("regressions").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFindAnAlteredPositionInAKeyframe() throws Exception {
        Verdict verdict = judge(FrameFault.movingAnOrb());
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("WRONG_POSITION");
    }

    @Test
    void shouldFindAlteredDirectionsInDeltas() throws Exception {
        Verdict verdict = judge(FrameFault.turningOrbs());
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("WRONG_POSITION");
    }

    @Test
    void shouldFindAStall() throws Exception {
        Verdict verdict = judge(FrameFault.stalling(1_000));
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.kinds()).as(verdict.text()).contains("GAP");
    }
}
