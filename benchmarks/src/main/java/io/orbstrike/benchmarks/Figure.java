package io.orbstrike.benchmarks;

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
public record Figure(String row, String what, String unit, Wanted wanted, double target, double figure) {

    private static final String LINE = "%-3s %-62s %14s %14s %7s  %s";

    /** Which side of a target is the good one. */
    public enum Wanted {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Wanted(String sign) {
            this.sign = sign;
        }
    }

    /**
     * A figure that is to be high.
     *
     * @param row the target's name
     * @param what what is measured
     * @param unit of target and figure
     * @param target what to reach
     * @param figure what was measured
     * @return both
     */
    public static Figure atLeast(String row, String what, String unit, double target, double figure) {
        return new Figure(row, what, unit, Wanted.AT_LEAST, target, figure);
    }

    /**
     * A figure that is to be low.
     *
     * @param row the target's name
     * @param what what is measured
     * @param unit of target and figure
     * @param target what to stay below
     * @param figure what was measured
     * @return both
     */
    public static Figure atMost(String row, String what, String unit, double target, double figure) {
        return new Figure(row, what, unit, Wanted.AT_MOST, target, figure);
    }

    /**
     * A figure without a target.
     *
     * @param row the target's name
     * @param what what is measured
     * @param unit of the figure
     * @param figure what was measured
     * @return the figure
     */
    public static Figure beside(String row, String what, String unit, double figure) {
        return new Figure(row, what, unit, Wanted.AT_MOST, Double.NaN, figure);
    }

    /**
     * Whether there is a target.
     *
     * @return false for a figure that only stands beside others
     */
    public boolean hasTarget() {
        return !Double.isNaN(target);
    }

    /**
     * Whether the target is reached.
     *
     * @return true if it is
     */
    public boolean isMet() {
        return wanted == Wanted.AT_LEAST ? figure >= target : figure <= target;
    }

    /**
     * The head of a table of lines.
     *
     * @return one line
     */
    public static String header() {
        return String.format(Locale.ROOT, LINE, "row", "what", "target", "figure", "ratio", "");
    }

    /**
     * The figure beside its target.
     *
     * @return one line
     */
    public String line() {
        return String.format(
                Locale.ROOT,
                LINE,
                row,
                what,
                hasTarget() ? wanted.sign + " " + amount(target) : "-",
                amount(figure),
                hasTarget() && target != 0 ? String.format(Locale.ROOT, "%.2f", figure / target) : "-",
                hasTarget() ? isMet() ? "met" : "missed" : "");
    }

    private String amount(double value) {
        String number =
                value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
