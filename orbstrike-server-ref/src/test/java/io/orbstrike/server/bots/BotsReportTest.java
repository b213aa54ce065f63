package io.orbstrike.server.bots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.server.bots.Violation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BotsReportTest {

    @TempDir
    private Path folder;

    private static BotsReport report(long violationCount, List<Violation> violations) {
        LaneFigures figures = new LaneFigures();
        for (int i = 0; i < 998; i++) {
            figures.onGap(15_000_000);
        }
        figures.onGap(20_000_000);
        figures.onGap(40_000_000);
        figures.onInputLatency(8_000_000);
        return new BotsReport(
                10, 9, 2_500, 1_000, 990, 10, 3, figures, 35.26, 1, 2, 4, violationCount, violations, 42.17);
    }

    @Test
    void shouldWriteTheKeysThatOthersRead() throws IOException {
        Path file = folder.resolve("report.json");
        report(22, List.of(new Violation(Kind.GAP, 3, "b", 7, "at most 500 ms", "600 ms")))
                .writeTo(file);
        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        assertThat(names(json))
                .containsExactly(
                        "players",
                        "playersSeen",
                        "windowMs",
                        "framesDue",
                        "framesReceived",
                        "framesMissed",
                        "slotsDropped",
                        "frameGapMs",
                        "inputLatencyMs",
                        "bytesPerFrame",
                        "regressions",
                        "reconnects",
                        "streamErrors",
                        "ownCpuPercent",
                        "violations");
        assertThat(names(json.get("frameGapMs"))).containsExactly("p50", "p99", "p999", "max");
        assertThat(names(json.get("inputLatencyMs"))).containsExactly("p50", "p99");
        assertThat(json.get("players").asInt()).isEqualTo(10);
        assertThat(json.get("playersSeen").asInt()).isEqualTo(9);
        assertThat(json.get("windowMs").asInt()).isEqualTo(2_500);
        assertThat(json.get("framesDue").asInt()).isEqualTo(1_000);
        assertThat(json.get("framesReceived").asInt()).isEqualTo(990);
        assertThat(json.get("framesMissed").asInt()).isEqualTo(10);
        assertThat(json.get("slotsDropped").asInt()).isEqualTo(3);
        assertThat(json.get("frameGapMs").get("p99").asDouble()).isBetween(14.9, 15.1);
        assertThat(json.get("frameGapMs").get("p999").asDouble()).isBetween(19.9, 20.1);
        assertThat(json.get("frameGapMs").get("max").asDouble()).isBetween(39.9, 40.1);
        assertThat(json.get("inputLatencyMs").get("p99").asDouble()).isBetween(7.9, 8.1);
        assertThat(json.get("bytesPerFrame").asDouble()).isEqualTo(35.3);
        assertThat(json.get("regressions").asInt()).isEqualTo(1);
        assertThat(json.get("reconnects").asInt()).isEqualTo(2);
        assertThat(json.get("streamErrors").asInt()).isEqualTo(4);
        assertThat(json.get("ownCpuPercent").asDouble()).isEqualTo(42.2);
        JsonNode violation = json.get("violations").get(0);
        assertThat(names(violation)).containsExactly("kind", "stream", "board", "tick", "expected", "found");
        assertThat(json.get("violations").get(1).get("count").asInt()).isEqualTo(21);
    }

    @Test
    void shouldBeRightWithoutViolationsOnly() {
        assertThat(report(0, List.of()).isRight()).isTrue();
        assertThat(report(1, List.of()).isRight()).isFalse();
    }

    @Test
    void shouldNameEachViolationInTheText() {
        String text = report(2, List.of(new Violation(Kind.GAP, 3, "b", 7, "at most 500 ms", "600 ms")))
                .text();
        assertThat(text)
                .contains("GAP stream 3 board b tick 7: expected at most 500 ms, found 600 ms")
                .contains("and 1 more")
                .contains("10 missed (1.000 %)")
                .contains("p99.9 20.0 ms")
                .contains("42.2 % of a core");
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
