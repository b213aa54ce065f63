package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.host.NanoClock;
import io.orbstrike.server.config.StartException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * What all rows of a measurement share: where they run, for how long, and where figures go.
 *
 * <p>Confined to the main thread.
 */
final class Session {

    private final Cores cores;
    private final Children children;
    private final Pace pace;
    private final Sheet sheet;
    private final PrintWriter progress;
    private final NanoClock clock;
    private final LoadRun loadRun;
    private final long endNs;

    Session(
            Cores cores,
            Children children,
            Pace pace,
            Duration timeMax,
            Sheet sheet,
            PrintWriter progress,
            NanoClock clock) {
        this.cores = cores;
        this.children = children;
        this.pace = pace;
        this.sheet = sheet;
        this.progress = progress;
        this.clock = clock;
        this.loadRun = new LoadRun(cores, children, clock);
        this.endNs = clock.nanoTime() + timeMax.toNanos();
    }

    Cores cores() {
        return cores;
    }

    Children children() {
        return children;
    }

    Pace pace() {
        return pace;
    }

    Sheet sheet() {
        return sheet;
    }

    ServerProcess start(Contender contender) throws InterruptedException {
        return ServerProcess.start(contender, cores, children);
    }

    /** Whether as many runs can still be finished in time. */
    boolean hasTimeFor(int runs) {
        return endNs - clock.nanoTime() > pace.runTime().toNanos() * runs;
    }

    /**
     * Runs a load and keeps its figures; blocks.
     *
     * @throws StartException if there is no time left, or the run came to nothing
     */
    Run run(ServerProcess server, Load load, String what) throws InterruptedException {
        if (!hasTimeFor(1)) {
            throw new StartException("no time left: see --time-max");
        }
        Run run = loadRun.run(server, load);
        sheet.addRun(run);
        say(describe(run, what));
        return run;
    }

    /** Shows how far the measurement is. */
    void say(String line) {
        progress.println(line);
        progress.flush();
    }

    private static String describe(Run run, String what) {
        LoadReport report = run.report();
        return String.format(
                Locale.ROOT,
                "%-10s %-42s %6d players: %-6s %6.2f %% of frames, gap p50/p99 %.1f/%.1f ms, latency p50/p99 %.1f/%.1f ms,"
                        + " server %.2f, load %.2f of a core, %.2f µs and %.1f B a frame",
                run.contender(),
                what,
                run.load().players(),
                run.verdict(),
                100 * run.framesShare(),
                report.gapP50Ms(),
                report.gapP99Ms(),
                report.latencyP50Ms(),
                report.latencyP99Ms(),
                run.used().serverCores(),
                run.loadCores(),
                run.cpuMicrosPerFrame(),
                report.bytesPerFrame());
    }
}
