package io.orbstrike.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a load client wrote of a run. Keys that not every client writes may be absent.
 *
 * <p>Immutable.
 *
 * @param windowMs how long figures were taken, if it says so
 * @param gapP999Ms the gap that one frame in a thousand exceeds, if it says so
 * @param ownCpuPercent of a core, what the client used in that time, if it says so
 * @param violations the kinds of what it found wrong
 */
record LoadReport(
        int players,
        int playersSeen,
        long framesReceived,
        long framesMissed,
        long slotsDropped,
        double gapP50Ms,
        double gapP99Ms,
        OptionalDouble gapP999Ms,
        double gapMaxMs,
        double latencyP50Ms,
        double latencyP99Ms,
        double bytesPerFrame,
        long regressions,
        long streamErrors,
        OptionalDouble ownCpuPercent,
        OptionalDouble windowMs,
        List<String> violations) {

    LoadReport {
        violations = List.copyOf(violations);
    }

    /** Reads a file; blocks. */
    static LoadReport read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new StartException("the load client's report cannot be read: " + e.getMessage());
        }
    }

    static LoadReport parse(String json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new StartException("the load client's report is no JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        List<String> violations = new ArrayList<>();
        root.path("violations").forEach(one -> violations.add(one.path("kind").asText(one.asText())));
        return new LoadReport(
                (int) required(root, "/players"),
                (int) required(root, "/playersSeen"),
                (long) required(root, "/framesReceived"),
                root.path("framesMissed").asLong(),
                root.path("slotsDropped").asLong(),
                required(root, "/frameGapMs/p50"),
                required(root, "/frameGapMs/p99"),
                optional(root, "/frameGapMs/p999"),
                required(root, "/frameGapMs/max"),
                required(root, "/inputLatencyMs/p50"),
                required(root, "/inputLatencyMs/p99"),
                required(root, "/bytesPerFrame"),
                root.path("regressions").asLong(),
                root.path("streamErrors").asLong(),
                measured(optional(root, "/ownCpuPercent")),
                optional(root, "/windowMs"),
                violations);
    }

    /** A client that could not measure says 0. */
    private static OptionalDouble measured(OptionalDouble figure) {
        return figure.orElse(0) > 0 ? figure : OptionalDouble.empty();
    }

    private static double required(JsonNode root, String pointer) {
        return optional(root, pointer)
                .orElseThrow(() -> new StartException("the load client's report has no number at " + pointer));
    }

    private static OptionalDouble optional(JsonNode root, String pointer) {
        JsonNode node = root.at(pointer);
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }
}
