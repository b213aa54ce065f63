package io.orbstrike.benchmarks.store;

import java.util.Locale;

/**
 * A target and what was measured.
 *
 * <p>Immutable.
 *
 * @param row the target's name
 * @param what what is measured
 * @param unit of target and figure
 * @param wanted which side of the target is the good one
 * @param target what to reach; NaN if the figure only stands beside others
 * @param figure what was measured
 */
record StoreFigure(String row, String what, String unit, Wanted wanted, double target, double figure) {

    private static final String LINE = "%-3s %-62s %14s %14s %7s  %s";

    /** Which side of a target is the good one. */
    enum Wanted {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Wanted(String sign) {
            this.sign = sign;
        }
    }

    static StoreFigure atLeast(String row, String what, String unit, double target, double figure) {
        return new StoreFigure(row, what, unit, Wanted.AT_LEAST, target, figure);
    }

    static StoreFigure atMost(String row, String what, String unit, double target, double figure) {
        return new StoreFigure(row, what, unit, Wanted.AT_MOST, target, figure);
    }

    static StoreFigure beside(String row, String what, String unit, double figure) {
        return new StoreFigure(row, what, unit, Wanted.AT_MOST, Double.NaN, figure);
    }

    boolean hasTarget() {
        return !Double.isNaN(target);
    }

    boolean isMet() {
        return wanted == Wanted.AT_LEAST ? figure >= target : figure <= target;
    }

    static String header() {
        return String.format(Locale.ROOT, LINE, "row", "what", "target", "figure", "ratio", "");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                LINE,
                row,
                what,
                hasTarget() ? wanted.sign + " " + amount(target) : "-",
                amount(figure),
                hasTarget() ? String.format(Locale.ROOT, "%.2f", figure / target) : "-",
                hasTarget() ? isMet() ? "met" : "missed" : "");
    }

    private String amount(double value) {
        String number =
                value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
