package io.orbstrike.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A figure of the runs of one contender in one shape, by the number of players.
 *
 * <p>Immutable.
 *
 * @param contender whose runs
 * @param shape how players were spread; empty for boards of 100 with own connections
 * @param players rising
 * @param values the mean of the runs with as many players
 */
record Curve(String contender, String shape, List<Integer> players, List<Double> values) {

    Curve {
        players = List.copyOf(players);
        values = List.copyOf(values);
    }

    /** The curves of those runs that are wanted and to be believed, in the order of their first runs; all above 0. */
    static List<Curve> of(List<Run> runs, Predicate<Run> isWanted, ToDoubleFunction<Run> figure) {
        Map<Curve, TreeMap<Integer, List<Double>>> byCurve = new LinkedHashMap<>();
        for (Run run : runs) {
            double value = figure.applyAsDouble(run);
            boolean isPoint = run.load().board().isEmpty() && run.verdict() != Verdict.VOID && value > 0;
            if (isPoint && Double.isFinite(value) && isWanted.test(run)) {
                byCurve.computeIfAbsent(without(run), key -> new TreeMap<>())
                        .computeIfAbsent(run.load().players(), key -> new ArrayList<>())
                        .add(value);
            }
        }
        List<Curve> curves = new ArrayList<>();
        byCurve.forEach((curve, points) -> curves.add(new Curve(
                curve.contender,
                curve.shape,
                List.copyOf(points.keySet()),
                points.values().stream().map(Curve::mean).toList())));
        return curves;
    }

    /** What is said of it beside the curve. */
    String label() {
        return shape.isEmpty() ? contender : contender + ", " + shape;
    }

    private static Curve without(Run run) {
        return new Curve(run.contender(), shape(run.load()), List.of(), List.of());
    }

    private static String shape(Load load) {
        if (load.streamsPerConnection() > 1) {
            return load.streamsPerConnection() + " streams a connection";
        }
        return load.playersPerBoard() == Shape.BOARDS_OF_100.playersPerBoard()
                ? ""
                : "boards of " + load.playersPerBoard();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
