package io.orbstrike.benchmarks.endtoend;

import java.util.OptionalDouble;

/** The rows of the result, each with its target. */
enum RowId {
    E1("E1", "players on one core, boards of 100", "", Wanted.AT_LEAST, 1_000, 1_300),
    E1B("E1b", "players on one core, boards of 10", "", Wanted.AT_LEAST, 1_000, 0),
    E1C("E1c", "players on one core, boards of 100, 100 streams per connection", "", Wanted.AT_LEAST, 3_000, 0),
    E2_OWN("E2 own", "server CPU per frame, each player his own connection", "µs", Wanted.AT_MOST, 10, 8),
    E2_SHARED("E2 shared", "server CPU per frame, 100 streams per connection", "µs", Wanted.AT_MOST, 3.3, 2),
    E3("E3", "bytes of a frame, 100 players moving, headers included", "B", Wanted.AT_MOST, 90, 60),
    E4_P50("E4 p50", "input to the frame that acknowledges it, at 70 % of E1, p50", "ms", Wanted.AT_MOST, 15, 0),
    E4_P99("E4 p99", "input to the frame that acknowledges it, at 70 % of E1, p99", "ms", Wanted.AT_MOST, 32, 0),
    P1("P1", "players through an orchestrator on the gameserver's core, boards of 100", "", Wanted.AT_LEAST, 600, 0),
    P1B("P1b", "players through an orchestrator on the gameserver's core, boards of 10", "", Wanted.AT_LEAST, 600, 0),
    I7_GAP("I7 gap", "gap p99 beside 10 % slow viewers, by that without them", "x", Wanted.AT_MOST, 1.1, 0),
    I7_MEMORY(
            "I7 memory", "resident memory after a window beside slow viewers, by before", "x", Wanted.AT_MOST, 1.1, 0);

    /** Which side of a target is the good one. */
    enum Wanted {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Wanted(String sign) {
            this.sign = sign;
        }
    }

    private final String id;
    private final String what;
    private final String unit;
    private final Wanted wanted;
    private final double target;
    private final double stretch;

    RowId(String id, String what, String unit, Wanted wanted, double target, double stretch) {
        this.id = id;
        this.what = what;
        this.unit = unit;
        this.wanted = wanted;
        this.target = target;
        this.stretch = stretch;
    }

    String id() {
        return id;
    }

    String what() {
        return what;
    }

    String unit() {
        return unit;
    }

    String sign() {
        return wanted.sign;
    }

    double target() {
        return target;
    }

    OptionalDouble stretch() {
        return stretch == 0 ? OptionalDouble.empty() : OptionalDouble.of(stretch);
    }

    boolean isMetBy(double figure) {
        return wanted == Wanted.AT_LEAST ? figure >= target : figure <= target;
    }
}
