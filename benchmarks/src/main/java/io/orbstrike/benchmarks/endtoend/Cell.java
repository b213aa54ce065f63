package io.orbstrike.benchmarks.endtoend;

import java.util.OptionalDouble;

/**
 * What one contender reached in one row.
 *
 * <p>Immutable.
 *
 * @param figure in the row's unit; empty if it was not measured
 * @param note what there is to know of the figure, or why there is none; may be empty
 */
record Cell(OptionalDouble figure, String note) {

    static Cell of(double figure, String note) {
        return new Cell(OptionalDouble.of(figure), note);
    }

    static Cell missing(String why) {
        return new Cell(OptionalDouble.empty(), why);
    }
}
