package io.orbstrike.benchmarks.endtoend;

/**
 * A server under a load, once.
 *
 * <p>Immutable.
 *
 * @param contender whose server
 * @param load what it was put under
 * @param report what the load client saw
 * @param used what both processes used in the window
 */
record Run(String contender, Load load, LoadReport report, CpuSeries.Used used) {

    private static final double PERCENT = 100;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MS_PER_SECOND = 1e3;

    double windowMs() {
        return report.windowMs().orElse((double) load.measured().toMillis());
    }

    /** How many of the frames came that were due in the window, dropped slots counted as due. */
    double framesShare() {
        return report.framesReceived() / load.framesDue(windowMs());
    }

    /** The load client's share of its core: what it says itself, else what was seen from outside. */
    double loadCores() {
        return report.ownCpuPercent().orElse(used.loadCores() * PERCENT) / PERCENT;
    }

    /** The server's CPU time for each frame that was received, in microseconds; 0 if none was. */
    double cpuMicrosPerFrame() {
        double framesPerSecond = report.framesReceived() * MS_PER_SECOND / windowMs();
        return framesPerSecond == 0 ? 0 : used.serverCores() * MICROS_PER_SECOND / framesPerSecond;
    }

    Verdict verdict() {
        return Verdict.of(this);
    }
}
