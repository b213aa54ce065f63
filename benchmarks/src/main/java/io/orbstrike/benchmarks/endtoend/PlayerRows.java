package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The rows about players, frames and their cost, of one contender.
 *
 * <p>Confined to the main thread.
 */
final class PlayerRows {

    /** E4 is measured at this part of E1's figure. */
    private static final double LATENCY_LOAD = 0.7;

    /** What a search needs at least: a first run, longer by half, a count that is tried three times, and one below. */
    private static final int RUNS_OF_A_SEARCH = 6;

    private static final int PROBE_PROXIED = 300;

    private final Session session;
    private final Contender contender;
    private final Set<RowId> wanted;
    private final String column;

    PlayerRows(Session session, Contender contender, Set<RowId> wanted) {
        this(session, contender, wanted, contender.name());
    }

    /** Figures go into the column of another contender. */
    PlayerRows(Session session, Contender contender, Set<RowId> wanted, String column) {
        this.session = session;
        this.contender = contender;
        this.wanted = wanted;
        this.column = column;
    }

    /**
     * Rows E1, E2 own, E3 and E4: a frame's cost is that at E1's figure, its bytes are the probe's, and latency is taken
     * last, when the server is warm.
     */
    void boardsOf100(Shape shape, int stepsMax) throws InterruptedException {
        if (isAnyWanted(RowId.E1, RowId.E2_OWN, RowId.E3, RowId.E4_P50, RowId.E4_P99)) {
            measure(shape, stepsMax, RowId.E1, List.of(RowId.E2_OWN, RowId.E3), 0);
        }
    }

    /** Row E1b. */
    void boardsOf10(int stepsMax) throws InterruptedException {
        if (isAnyWanted(RowId.E1B)) {
            int runsAfter = isAnyWanted(RowId.E1C, RowId.E2_SHARED) ? RUNS_OF_A_SEARCH : 0;
            measure(Shape.BOARDS_OF_10, stepsMax, RowId.E1B, List.of(), runsAfter);
        }
    }

    /** Rows E1c and E2 shared. */
    void shared(int stepsMax) throws InterruptedException {
        if (isAnyWanted(RowId.E1C, RowId.E2_SHARED)) {
            measure(Shape.SHARED, stepsMax, RowId.E1C, List.of(RowId.E2_SHARED), 0);
        }
    }

    /** Rows P1 and P1b, of a contender that is ours behind a proxy. */
    void proxied(int stepsMax) throws InterruptedException {
        if (isAnyWanted(RowId.P1)) {
            int runsAfter = isAnyWanted(RowId.P1B) ? RUNS_OF_A_SEARCH : 0;
            measure(Shape.BOARDS_OF_100.probedWith(PROBE_PROXIED), stepsMax, RowId.P1, List.of(), runsAfter);
        }
        if (isAnyWanted(RowId.P1B)) {
            measure(Shape.BOARDS_OF_10.probedWith(PROBE_PROXIED), stepsMax, RowId.P1B, List.of(), 0);
        }
    }

    private void measure(Shape shape, int stepsMax, RowId players, List<RowId> beside, int runsAfter)
            throws InterruptedException {
        try (CapacitySearch search = CapacitySearch.start(session, contender, shape)) {
            Run probe = search.probe();
            beside.forEach(row -> put(row, figure(row, probe), at(probe)));
            int found = 0;
            if (wanted.contains(players)) {
                PlayerSearch.Result result = search.search(probe, (int) players.target(), stepsMax, runsAfter);
                found = result.players();
                put(result, players, beside, search.typicalRun(found, probe));
            }
            if (players == RowId.E1) {
                latency(search, shape, found);
            }
        } catch (StartException e) {
            List<RowId> all = new ArrayList<>(beside);
            all.add(players);
            fail(all, e);
        }
    }

    private void put(PlayerSearch.Result result, RowId players, List<RowId> beside, Run typical) {
        put(players, result.players(), describe(result));
        beside.stream().filter(row -> row != RowId.E3).forEach(row -> put(row, figure(row, typical), at(typical)));
    }

    /** Both rows of E4, at 70 % of what E1 found, or of its target if it was not searched for or nothing was found. */
    private void latency(CapacitySearch search, Shape shape, int found) throws InterruptedException {
        if (!isAnyWanted(RowId.E4_P50, RowId.E4_P99)) {
            return;
        }
        int players = shape.aligned((found == 0 ? RowId.E1.target() : found) * LATENCY_LOAD);
        String note = "with " + players + " players, the median of "
                + session.pace().latencyRuns() + (found == 0 ? ", as E1 has no figure in this run" : "");
        try {
            List<LoadReport> reports = new ArrayList<>();
            for (int i = 0; i < session.pace().latencyRuns(); i++) {
                reports.add(search.run(players, "latency").report());
            }
            put(RowId.E4_P50, median(reports, LoadReport::latencyP50Ms), note);
            put(RowId.E4_P99, median(reports, LoadReport::latencyP99Ms), note);
        } catch (StartException e) {
            fail(List.of(RowId.E4_P50, RowId.E4_P99), e);
        }
    }

    private static double median(List<LoadReport> reports, ToDoubleFunction<LoadReport> figure) {
        double[] sorted = reports.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double figure(RowId row, Run run) {
        return row == RowId.E3 ? run.report().bytesPerFrame() : run.cpuMicrosPerFrame();
    }

    private static String at(Run run) {
        String verdict = run.verdict() == Verdict.HELD ? "" : ", which did not hold: " + run.verdict();
        return "with " + run.load().players() + " players" + verdict;
    }

    static String describe(PlayerSearch.Result result) {
        if (result.players() == 0) {
            return "no count that was tried held";
        }
        String limit = switch (result.limit()) {
            case SERVER -> "more did not hold";
            case LOAD -> "at least: with more, the load client's core is too busy to be believed";
            case UNDECIDED -> "at least: a greater count was not decided";
            case UNTRIED -> "at least: more were not tried";
        };
        return String.format(Locale.ROOT, "held in %d of %d runs; %s", result.holds(), result.runs(), limit);
    }

    private boolean isAnyWanted(RowId... rows) {
        for (RowId row : rows) {
            if (wanted.contains(row)) {
                return true;
            }
        }
        return false;
    }

    private void put(RowId row, double figure, String note) {
        if (wanted.contains(row)) {
            session.sheet().put(row, column, Cell.of(figure, note));
        }
    }

    private void fail(List<RowId> rows, StartException why) {
        session.say("not measured: " + why.getMessage());
        rows.stream()
                .filter(wanted::contains)
                .filter(row -> session.sheet().cell(row, column).isEmpty())
                .forEach(row -> session.sheet().putFailure(row, column, String.valueOf(why.getMessage())));
    }
}
