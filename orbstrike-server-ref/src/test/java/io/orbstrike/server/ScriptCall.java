package io.orbstrike.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A traced browser's call of a function of a page's script, with all that it calls in turn, libraries included.
 *
 * <p>The processor's time is what a script can be judged by: the clock of the wall also counts the waits for other processes,
 * among them the one that draws, which has no graphics card where tests run.
 *
 * @param function its name, and where it is
 * @param processorMs how long the page's thread had a processor in it
 * @param wallMs how long it took
 */
record ScriptCall(String function, double processorMs, double wallMs) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ScriptCall NONE = new ScriptCall("none", 0, 0);
    private static final String MARK = "calls count from here";

    /** Has only the calls count that come from now on. */
    static void countFromNow(Browser browser) {
        browser.run("console.timeStamp('" + MARK + "')");
    }

    /** The call of a script of a server's page that took the processor longest, among all events of its browser. */
    static ScriptCall longest(List<String> events, ServerProcess.Ready server) {
        double fromUs = events.stream()
                .filter(event -> event.contains("\"TimeStamp\"") && event.contains(MARK))
                .mapToDouble(event -> traced(event).get("ts").asDouble())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mark in the trace"));
        return events.stream()
                .filter(event -> event.contains("\"FunctionCall\"") && event.contains("http://" + server.http()))
                .map(ScriptCall::traced)
                .filter(event -> event.has("tdur") && event.get("ts").asDouble() >= fromUs)
                .map(ScriptCall::of)
                .max(Comparator.comparingDouble(ScriptCall::processorMs))
                .orElse(NONE);
    }

    private static ScriptCall of(JsonNode event) {
        JsonNode data = event.get("args").get("data");
        String function =
                data.get("functionName").asText() + " at " + data.get("url").asText();
        return new ScriptCall(
                function, event.get("tdur").asDouble() / 1000, event.get("dur").asDouble() / 1000);
    }

    private static JsonNode traced(String event) {
        try {
            return JSON.readTree(event).get("message").get("params");
        } catch (JsonProcessingException e) {
            throw new AssertionError(event, e);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.1f ms of a processor, %.0f ms on the wall: %s", processorMs, wallMs, function);
    }
}
