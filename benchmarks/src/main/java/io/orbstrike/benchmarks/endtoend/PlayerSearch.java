package io.orbstrike.benchmarks.endtoend;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Searches for the largest number of players that a server holds, with few runs on a machine that disturbs them: goes up
 * from the best count that held, or down from the least that did not, then halves the gap, and in the end repeats the best
 * count. A single miss by a little decides nothing, but is repeated; what was decided twice against a lower count is
 * forgotten when a higher one holds.
 *
 * <p>Confined to one thread.
 */
final class PlayerSearch {

    private static final double UP = 1.2;
    private static final double DOWN = 0.8;
    private static final int MISSES_TO_FAIL = 2;

    private final Plan plan;
    private final TreeMap<Integer, Tally> tallies = new TreeMap<>();
    private int steps;
    private int last;

    /**
     * How to search.
     *
     * @param estimate where to begin
     * @param step every count is a multiple of it
     * @param playersMax the greatest count that is tried
     * @param stepsMax how many runs there may be
     * @param repeats how many runs the result must have had, most of which held
     * @param resolution the gap to the least count that did not hold, by the count, at which the search ends
     */
    record Plan(int estimate, int step, int playersMax, int stepsMax, int repeats, double resolution) {

        int aligned(double players) {
            return Math.min(Math.max(((int) (players / step)) * step, step), playersMax);
        }
    }

    /** Why a search found no more. */
    enum Limit {
        /** The least count above did not hold. */
        SERVER,

        /** Above it, the load client was too busy to be believed. */
        LOAD,

        /** Above it, there was no step or time left to decide on a count. */
        UNDECIDED,

        /** More were not tried, as there were no steps left or the greatest count was reached. */
        UNTRIED
    }

    /**
     * What was found.
     *
     * @param players the largest count that held; 0 if none did
     * @param holds how many of its runs held
     * @param runs how many it had
     * @param limit why there are no more
     */
    record Result(int players, int holds, int runs, Limit limit) {}

    private enum State {
        HOLDS,
        FAILS,
        UNBELIEVABLE,
        OPEN
    }

    private static final class Tally {
        private int holds;
        private int failures;
        private int voids;
        private boolean isBroken;

        int runs() {
            return holds + failures + voids;
        }

        State state() {
            int against = failures + voids;
            if (holds > against) {
                return State.HOLDS;
            }
            boolean isDecided = against > holds && (isBroken || against >= MISSES_TO_FAIL);
            if (!isDecided) {
                return State.OPEN;
            }
            return voids > failures ? State.UNBELIEVABLE : State.FAILS;
        }
    }

    PlayerSearch(Plan plan) {
        this.plan = plan;
    }

    /** Takes a run's verdict. */
    void onRun(int players, Verdict verdict) {
        Tally tally = tally(players);
        switch (verdict) {
            case HELD -> tally.holds++;
            case MISSED -> tally.failures++;
            case BROKE -> {
                tally.failures++;
                tally.isBroken = true;
            }
            case VOID -> tally.voids++;
        }
        last = players;
        steps++;
    }

    /** The count to be tried next; empty at the end. */
    OptionalInt next() {
        int left = plan.stepsMax - steps;
        if (left <= 0) {
            return OptionalInt.empty();
        }
        if (steps > 0 && tally(last).state() == State.OPEN) {
            return OptionalInt.of(last);
        }
        int low = low();
        int missing = low == 0 ? 0 : plan.repeats - tally(low).runs();
        int candidate = missing >= left ? low : candidate(low, high(low));
        if (candidate == low) {
            return missing > 0 ? OptionalInt.of(low) : OptionalInt.empty();
        }
        return OptionalInt.of(candidate);
    }

    /** A count worth a run; the best one so far if the search is over. */
    private int candidate(int low, int high) {
        if (high == 0) {
            return plan.aligned(low < plan.estimate ? Math.max(plan.estimate, low + plan.step) : up(low));
        }
        if (low == 0) {
            int down = plan.aligned(high * DOWN);
            return down < high ? down : 0;
        }
        if (high - low <= Math.max(plan.step, plan.resolution * low)) {
            return low;
        }
        int middle = plan.aligned(Math.max((low + high) / 2.0, high * DOWN));
        return middle > low && middle < high ? middle : plan.aligned(low + plan.step);
    }

    private double up(int low) {
        return Math.max(low * UP, low + plan.step);
    }

    /** What is known now. */
    Result result() {
        int low = low();
        if (low == 0) {
            return new Result(0, 0, 0, limit(0));
        }
        Tally tally = tally(low);
        return new Result(low, tally.holds, tally.runs(), limit(low));
    }

    private Limit limit(int low) {
        int high = high(low);
        int end = high == 0 ? Integer.MAX_VALUE : high;
        if (tallies.subMap(low, false, end, false).values().stream().anyMatch(tally -> tally.state() == State.OPEN)) {
            return Limit.UNDECIDED;
        }
        if (high == 0) {
            return Limit.UNTRIED;
        }
        return tally(high).state() == State.UNBELIEVABLE ? Limit.LOAD : Limit.SERVER;
    }

    private Tally tally(int players) {
        return tallies.computeIfAbsent(players, key -> new Tally());
    }

    private int low() {
        return tallies.descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue().state() == State.HOLDS)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }

    /** The least count above another that was decided against; 0 if there is none. */
    private int high(int low) {
        return tallies.tailMap(low, false).entrySet().stream()
                .filter(entry -> entry.getValue().state() == State.FAILS
                        || entry.getValue().state() == State.UNBELIEVABLE)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }
}
