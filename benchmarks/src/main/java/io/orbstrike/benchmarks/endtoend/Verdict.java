package io.orbstrike.benchmarks.endtoend;

import java.util.Set;

/** Whether a server held a load. */
enum Verdict {
    /** At least 95 % of the frames that were due came, and 99 % of them in time. */
    HELD,

    /** It did not hold, by so little that a disturbance may be the cause. */
    MISSED,

    /** It did not hold by far, or the run failed. */
    BROKE,

    /** The load client used too much of its own core to be believed. */
    VOID;

    private static final double FRAMES_SHARE_MIN = 0.95;
    private static final double FRAMES_SHARE_BROKEN = 0.80;
    private static final double GAP_P99_MS_MAX = 30;
    private static final double GAP_P99_MS_BROKEN = 60;
    private static final double LOAD_CORES_MAX = 0.85;

    /** What a load client finds too late or missing, which the limits here judge; all else that it finds is wrong. */
    private static final Set<String> FOUND_LATE = Set.of("MISSED", "GAP", "MORE");

    static Verdict of(Run run) {
        if (run.loadCores() > LOAD_CORES_MAX) {
            return VOID;
        }
        LoadReport report = run.report();
        boolean isBroken = report.playersSeen() < report.players()
                || report.streamErrors() > 0
                || report.regressions() > 0
                || !FOUND_LATE.containsAll(report.violations())
                || run.framesShare() < FRAMES_SHARE_BROKEN
                || report.gapP99Ms() >= GAP_P99_MS_BROKEN;
        if (isBroken) {
            return BROKE;
        }
        boolean isHeld = run.framesShare() >= FRAMES_SHARE_MIN && report.gapP99Ms() < GAP_P99_MS_MAX;
        return isHeld ? HELD : MISSED;
    }
}
