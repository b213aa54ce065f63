package io.orbstrike.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a measurement found, as JSON.
 *
 * <p>Immutable.
 */
record JsonResult(Machine machine, List<String> flags, String command, Sheet sheet) {

    /** Writes the file; blocks. */
    void writeTo(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(file, mapper.writeValueAsString(json()) + "\n");
    }

    ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("command", command);
        putMachine(root.putObject("machine"));
        ObjectNode contenders = root.putObject("contenders");
        sheet.contenders().forEach(contenders::put);
        ArrayNode rows = root.putArray("rows");
        sheet.rows().forEach(row -> putRow(rows.addObject(), row));
        ArrayNode runs = root.putArray("runs");
        sheet.runs().forEach(run -> putRun(runs.addObject(), run));
        return root;
    }

    private void putMachine(ObjectNode node) {
        node.put("when", machine.when())
                .put("cpu", machine.cpu())
                .put("cores", machine.coreCount())
                .put("pinned", machine.cores().toString())
                .put("kernel", machine.kernel())
                .put("jdk", machine.jdk())
                .put("commit", machine.commit());
        ArrayNode list = node.putArray("serverFlags");
        flags.forEach(list::add);
    }

    private void putRow(ObjectNode node, RowId row) {
        node.put("row", row.id()).put("what", row.what()).put("unit", row.unit());
        node.put("target", row.sign() + " " + row.target());
        row.stretch().ifPresent(stretch -> node.put("stretch", stretch));
        ObjectNode cells = node.putObject("figures");
        sheet.contenders()
                .keySet()
                .forEach(contender -> sheet.cell(row, contender).ifPresent(cell -> {
                    ObjectNode one = cells.putObject(contender);
                    cell.figure().ifPresent(figure -> one.put("figure", rounded(figure)));
                    one.put("note", cell.note());
                }));
    }

    private static void putRun(ObjectNode node, Run run) {
        LoadReport report = run.report();
        node.put("contender", run.contender())
                .put("verdict", run.verdict().name())
                .put("players", run.load().players())
                .put("playersPerBoard", run.load().playersPerBoard())
                .put("streamsPerConnection", run.load().streamsPerConnection())
                .put("warmupMs", run.load().warmup().toMillis())
                .put("windowMs", rounded(run.windowMs()))
                .put("framesReceived", report.framesReceived())
                .put("framesShare", rounded(run.framesShare()))
                .put("slotsDropped", report.slotsDropped())
                .put("serverCores", rounded(run.used().serverCores()))
                .put("loadCores", rounded(run.loadCores()))
                .put("cpuMicrosPerFrame", rounded(run.cpuMicrosPerFrame()))
                .put("bytesPerFrame", report.bytesPerFrame())
                .put("residentBytes", run.used().residentBytesAtEnd());
        ObjectNode gap =
                node.putObject("frameGapMs").put("p50", report.gapP50Ms()).put("p99", report.gapP99Ms());
        report.gapP999Ms().ifPresent(p999 -> gap.put("p999", p999));
        gap.put("max", report.gapMaxMs());
        node.putObject("inputLatencyMs").put("p50", report.latencyP50Ms()).put("p99", report.latencyP99Ms());
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
