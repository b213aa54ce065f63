package io.orbstrike.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Targets beside figures as text.
 *
 * <p>Thread-safe.
 */
final class TargetTable {

    private static final String LINE = "%-4s %-52s %14s %14s %8s  %s%n";

    private TargetTable() {}

    static String format(List<TargetRow> rows) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, LINE, "row", "what", "target", "figure", "ratio", ""));
        for (TargetRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.row(),
                    row.what(),
                    amount(row.target(), row.unit()),
                    amount(row.figure(), row.unit()),
                    Double.isFinite(row.ratio()) ? String.format(Locale.ROOT, "%.2f", row.ratio()) : "-",
                    verdict(row)));
        }
        return text.toString();
    }

    /** 0, or 1 if a figure is missing or broken. */
    static int exitCode(List<TargetRow> rows) {
        return rows.isEmpty() || rows.stream().anyMatch(TargetRow::isBroken) ? 1 : 0;
    }

    private static String verdict(TargetRow row) {
        return row.isBroken() ? "BROKEN" : row.isMet() ? "met" : "missed";
    }

    private static String amount(double value, String unit) {
        return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2f %s", value, unit);
    }
}
