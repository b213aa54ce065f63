package io.orbstrike.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was measured: the rows' figures and every run behind them.
 *
 * <p>Confined to the main thread.
 */
final class Sheet {

    static final String OURS = "orbstrike";

    private final Map<RowId, Map<String, Cell>> cells = new EnumMap<>(RowId.class);
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, String> contenders = new LinkedHashMap<>();
    private boolean hasFailed;

    /** Adds a contender, with what it is or why it is not measured. */
    void addContender(String name, String about) {
        contenders.put(name, about);
    }

    void addRun(Run run) {
        runs.add(run);
    }

    void put(RowId row, String contender, Cell cell) {
        cells.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(contender, cell);
    }

    /** Notes that something was to be measured and could not. */
    void putFailure(RowId row, String contender, String why) {
        put(row, contender, Cell.missing(why));
        hasFailed = true;
    }

    boolean hasFailed() {
        return hasFailed;
    }

    /** The rows that were asked for, in order. */
    List<RowId> rows() {
        return List.copyOf(cells.keySet());
    }

    Optional<Cell> cell(RowId row, String contender) {
        return Optional.ofNullable(cells.getOrDefault(row, Map.of()).get(contender));
    }

    /** What is said of each contender, by its name, in the order of their runs. */
    Map<String, String> contenders() {
        return Collections.unmodifiableMap(contenders);
    }

    /** The contenders beside ours. */
    List<String> peers() {
        return contenders.keySet().stream().filter(name -> !name.equals(OURS)).toList();
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }
}
