package io.orbstrike.benchmarks;

/**
 * A target and what was measured; less is better.
 *
 * <p>Immutable.
 *
 * @param row the target's name
 * @param what what is measured
 * @param unit of target and figure
 * @param target what to reach, 0 and above
 * @param noise what the measurement itself may add, so that a target of 0 can be met
 * @param figure what was measured, NaN if nothing was
 */
record TargetRow(String row, String what, String unit, double target, double noise, double figure) {

    private static final double TOLERATED_RATIO = 3;

    /** How many times the target the figure is, without what is noise; 0 if both are 0. */
    double ratio() {
        double above = figure <= noise ? 0 : figure;
        return above == 0 ? 0 : above / target;
    }

    boolean isMet() {
        return ratio() <= 1;
    }

    /** Whether the figure is missing, or so far off that something is broken and not only slow. */
    boolean isBroken() {
        return !(ratio() <= TOLERATED_RATIO);
    }
}
