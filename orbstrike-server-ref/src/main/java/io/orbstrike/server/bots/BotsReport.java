package io.orbstrike.server.bots;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a run showed.
 *
 * <p>Immutable, but for the distributions, which are not written any more.
 *
 * @param players who were to play
 * @param playersSeen whose stream had a frame
 * @param windowMs how long figures were taken
 * @param framesDue in the window
 * @param framesReceived in the window
 * @param framesMissed in the window
 * @param slotsDropped in the window, of all boards together
 * @param figures of all lanes together
 * @param bytesPerFrame with gRPC's and HTTP/2's header of each message
 * @param regressions frames that were not newer than the one before
 * @param reconnects how often a stream was opened again
 * @param streamErrors streams and calls that ended with an error
 * @param violationCount how many there were
 * @param violations the first of them
 * @param ownCpuPercent of one core, what these bots used; not measured if 0
 */
record BotsReport(
        int players,
        int playersSeen,
        long windowMs,
        long framesDue,
        long framesReceived,
        long framesMissed,
        long slotsDropped,
        LaneFigures figures,
        double bytesPerFrame,
        long regressions,
        long reconnects,
        long streamErrors,
        long violationCount,
        List<Violation> violations,
        double ownCpuPercent) {

    private static final double MICROS_PER_MS = 1_000;
    private static final double MEDIAN = 50;
    private static final double NEARLY_ALL = 99;
    private static final double ALL_BUT_ONE_IN_1000 = 99.9;

    BotsReport {
        violations = List.copyOf(violations);
    }

    boolean isRight() {
        return violationCount == 0;
    }

    /** Writes the report as JSON; blocks. */
    void writeTo(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(file, mapper.writeValueAsString(json()) + "\n");
    }

    ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("players", players);
        root.put("playersSeen", playersSeen);
        root.put("windowMs", windowMs);
        root.put("framesDue", framesDue);
        root.put("framesReceived", framesReceived);
        root.put("framesMissed", framesMissed);
        root.put("slotsDropped", slotsDropped);
        root.putObject("frameGapMs")
                .put("p50", percentileMs(figures.gapMicros(), MEDIAN))
                .put("p99", percentileMs(figures.gapMicros(), NEARLY_ALL))
                .put("p999", percentileMs(figures.gapMicros(), ALL_BUT_ONE_IN_1000))
                .put("max", figures.gapMicros().getMaxValue() / MICROS_PER_MS);
        root.putObject("inputLatencyMs")
                .put("p50", percentileMs(figures.latencyMicros(), MEDIAN))
                .put("p99", percentileMs(figures.latencyMicros(), NEARLY_ALL));
        root.put("bytesPerFrame", tenths(bytesPerFrame));
        root.put("regressions", regressions);
        root.put("reconnects", reconnects);
        root.put("streamErrors", streamErrors);
        root.put("ownCpuPercent", tenths(ownCpuPercent));
        ArrayNode list = root.putArray("violations");
        for (Violation violation : violations) {
            list.addObject()
                    .put("kind", violation.kind().name())
                    .put("stream", violation.stream())
                    .put("board", violation.board())
                    .put("tick", violation.tick())
                    .put("expected", violation.expected())
                    .put("found", violation.found());
        }
        if (violationCount > violations.size()) {
            list.addObject().put("kind", "MORE").put("count", violationCount - violations.size());
        }
        return root;
    }

    /** The report for people. */
    String text() {
        Histogram gap = figures.gapMicros();
        Histogram latency = figures.latencyMicros();
        StringBuilder text = new StringBuilder();
        row(text, "players", "%d, of whom %d saw frames", players, playersSeen);
        double share = framesDue == 0 ? 0 : 100.0 * framesMissed / framesDue;
        row(text, "frames", "%d received, %d missed (%.3f %%)", framesReceived, framesMissed, share);
        row(text, "slots dropped", "%d", slotsDropped);
        row(
                text,
                "gap between frames",
                "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms",
                percentileMs(gap, MEDIAN),
                percentileMs(gap, NEARLY_ALL),
                percentileMs(gap, ALL_BUT_ONE_IN_1000),
                gap.getMaxValue() / MICROS_PER_MS);
        row(
                text,
                "input to frame",
                "p50 %.1f ms, p99 %.1f ms",
                percentileMs(latency, MEDIAN),
                percentileMs(latency, NEARLY_ALL));
        row(text, "bytes per frame", "%.1f", bytesPerFrame);
        row(text, "regressions", "%d", regressions);
        row(text, "reconnects", "%d", reconnects);
        row(text, "stream errors", "%d", streamErrors);
        row(text, "own CPU", "%.1f %% of a core", ownCpuPercent);
        row(text, "violations", "%d", violationCount);
        violations.forEach(violation -> text.append("  ").append(violation).append(System.lineSeparator()));
        if (violationCount > violations.size()) {
            text.append("  and ").append(violationCount - violations.size()).append(" more");
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static void row(StringBuilder text, String name, String form, Object... values) {
        text.append(String.format(Locale.ROOT, "%-20s", name));
        text.append(String.format(Locale.ROOT, form, values)).append(System.lineSeparator());
    }

    private static double percentileMs(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / MICROS_PER_MS;
    }
}
