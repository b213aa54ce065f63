package io.orbstrike.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How often each thing went wrong: blows by the step of a handover, faults by whether the cluster was at rest.
 *
 * <p>Confined to one thread.
 */
final class FaultTable {

    private static final String AT_REST = "AT_REST";
    private static final String IN_TURMOIL = "IN_TURMOIL";

    private final Map<String, Long> cells = new LinkedHashMap<>();
    private long total;

    FaultTable() {
        for (HandoverStep step : HandoverStep.values()) {
            for (Blow blow : Blow.values()) {
                cells.put(cell(step, blow), 0L);
            }
        }
        for (FaultKind kind : FaultKind.values()) {
            cells.put(cell(kind, AT_REST), 0L);
            if (!kind.isAlone()) {
                cells.put(cell(kind, IN_TURMOIL), 0L);
            }
        }
    }

    private static String cell(Object row, Object column) {
        return row + "/" + column;
    }

    void count(Blow blow, HandoverStep step) {
        count(cell(step, blow), 1);
    }

    void count(FaultKind kind, boolean isAtRest) {
        count(cell(kind, isAtRest || kind.isAlone() ? AT_REST : IN_TURMOIL), 1);
    }

    private void count(String cell, long times) {
        cells.merge(cell, times, Long::sum);
        total += times;
    }

    long total() {
        return total;
    }

    void add(FaultTable other) {
        other.cells.forEach(this::count);
    }

    /** The cells in which nothing was counted. */
    List<String> empty() {
        List<String> empty = new ArrayList<>();
        cells.forEach((cell, times) -> {
            if (times == 0) {
                empty.add(cell);
            }
        });
        return empty;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        row(text, "handover step", (Object[]) Blow.values());
        for (HandoverStep step : HandoverStep.values()) {
            List<Long> times = new ArrayList<>();
            for (Blow blow : Blow.values()) {
                times.add(cells.getOrDefault(cell(step, blow), 0L));
            }
            row(text, step, times.toArray());
        }
        row(text, "fault", AT_REST, IN_TURMOIL);
        for (FaultKind kind : FaultKind.values()) {
            Object inTurmoil = kind.isAlone() ? "-" : cells.getOrDefault(cell(kind, IN_TURMOIL), 0L);
            row(text, kind, cells.getOrDefault(cell(kind, AT_REST), 0L), inTurmoil);
        }
        return text.toString();
    }

    private static void row(StringBuilder text, Object name, Object... columns) {
        text.append(String.format(Locale.ROOT, "%-22s", name));
        for (Object column : columns) {
            text.append(String.format(Locale.ROOT, "%12s", column));
        }
        text.append(System.lineSeparator());
    }
}
