package io.orbstrike.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A whole cluster under faults of every kind, each run from one seed. {@code -Dorbstrike.simulation.seeds=N} runs as many
 * seeds, {@code -Dorbstrike.simulation.seed=N} one.
 */
class ClusterSimulation {

    private static final int SEEDS = 5_000;
    private static final int SEEDS_FOR_ALL_FAULTS = 500;
    private static final int FAULTS_MIN = 5;
    private static final String NEW_LINE = System.lineSeparator();

    private final QuietLogs logs = new QuietLogs();

    @AfterEach
    void logAgain() {
        logs.close();
    }

    @Test
    void shouldKeepItsPromisesWhateverFails() {
        long only = Long.getLong("orbstrike.simulation.seed", 0);
        long first = only == 0 ? 1 : only;
        long last = only == 0 ? Long.getLong("orbstrike.simulation.seeds", SEEDS) : only;
        long startNs = System.nanoTime();
        List<SimulationReport> reports =
                new SeedRuns(Simulation.ofSmallCluster()::run).between(first, last, report -> false);
        FaultTable table = summarize(reports, Duration.ofNanos(System.nanoTime() - startNs));
        assertThat(reports)
                .filteredOn(report -> !report.violations().isEmpty())
                .as("run one again with -Dorbstrike.simulation.seed=N")
                .isEmpty();
        assertThat(reports)
                .filteredOn(report -> report.faults() < FAULTS_MIN)
                .as("seeds with fewer faults than %d", FAULTS_MIN)
                .isEmpty();
        if (reports.size() >= SEEDS_FOR_ALL_FAULTS) {
            assertThat(table.empty()).as("faults that never came").isEmpty();
            assertThat(reports.stream()
                            .mapToLong(SimulationReport::continuations)
                            .sum())
                    .as("FAIL-3: boards that went on from their last holders' states")
                    .isPositive();
        }
    }

    @Test
    void shouldDoTheSameAgainFromTheSameSeed() {
        SimulationReport once = Simulation.ofSmallCluster().run(42);
        SimulationReport again = Simulation.ofSmallCluster().run(42);
        assertThat(again.digest()).isEqualTo(once.digest());
        assertThat(again.events()).isEqualTo(once.events());
        assertThat(Simulation.ofSmallCluster().run(43).digest()).isNotEqualTo(once.digest());
    }

    private static FaultTable summarize(List<SimulationReport> reports, Duration time) {
        FaultTable table = new FaultTable();
        reports.forEach(report -> table.add(report.table()));
        long events = reports.stream().mapToLong(SimulationReport::events).sum();
        long moves = reports.stream().mapToLong(SimulationReport::moves).sum();
        long continuations =
                reports.stream().mapToLong(SimulationReport::continuations).sum();
        System.out.println(reports.size() + " seeds, " + events + " events, " + events * 1_000 / time.toMillis()
                + " events per second, " + table.total() + " faults, " + moves + " moves, " + continuations
                + " continuations" + NEW_LINE + table);
        return table;
    }
}
