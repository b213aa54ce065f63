package io.orbstrike.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a page in play costs, as its browser counts it.
 *
 * @param seconds how long it was looked at
 * @param pictures how often the browser drew, by callbacks of {@code requestAnimationFrame}
 * @param scriptMs the processor's time that the page's thread spent in JavaScript: frames read, pictures prepared
 */
record PageFigures(double seconds, long pictures, double scriptMs) {

    private static final String BEGIN = """
            const probe = { pictures: 0, beganMs: performance.now() };
            const count = () => {
              probe.pictures++;
              probe.next = requestAnimationFrame(count);
            };
            probe.next = requestAnimationFrame(count);
            globalThis.probe = probe;
            """;

    private static final String END = """
            cancelAnimationFrame(probe.next);
            return JSON.stringify({ seconds: (performance.now() - probe.beganMs) / 1000, pictures: probe.pictures });
            """;

    /** Looks at a page while something happens. */
    static PageFigures during(Browser browser, Runnable happening) throws JsonProcessingException {
        browser.command("Performance.enable", Map.of("timeDomain", "threadTicks"));
        browser.run(BEGIN);
        double before = scriptSeconds(browser);
        happening.run();
        double after = scriptSeconds(browser);
        JsonNode counted = new ObjectMapper().readTree(String.valueOf(browser.run(END)));
        return new PageFigures(
                counted.get("seconds").asDouble(), counted.get("pictures").asLong(), 1000 * (after - before));
    }

    private static double scriptSeconds(Browser browser) {
        List<?> metrics =
                (List<?>) browser.command("Performance.getMetrics", Map.of()).getOrDefault("metrics", List.of());
        return metrics.stream()
                .map(metric -> (Map<?, ?>) metric)
                .filter(metric -> "ScriptDuration".equals(metric.get("name")))
                .mapToDouble(metric -> ((Number) requireNonNull(metric.get("value"))).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f pictures a second, %.2f ms of a processor in JavaScript a picture, %.0f ms a second",
                pictures / seconds,
                scriptMs / pictures,
                scriptMs / seconds);
    }
}
