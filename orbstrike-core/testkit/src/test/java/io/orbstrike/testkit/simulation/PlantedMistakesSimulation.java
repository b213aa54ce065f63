package io.orbstrike.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator finds what it is there to find. */
class PlantedMistakesSimulation {

    private static final int SEEDS_MAX = 500;

    private final QuietLogs logs = new QuietLogs();

    @AfterEach
    void logAgain() {
        logs.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindTheMistake(PlantedMistakes mistake) {
        Simulation simulation = mistake.simulation().with(mistake);
        List<SimulationReport> reports = new SeedRuns(simulation::run)
                .between(1, SEEDS_MAX, report -> !report.violations().isEmpty());
        assertThat(reports)
                .filteredOn(report -> !report.violations().isEmpty())
                .as(mistake + " within " + reports.size() + " seeds")
                .isNotEmpty()
                .allSatisfy(report -> System.out.println(mistake + " was found by seed " + report.seed() + ": "
                        + report.violations().get(0)));
    }
}
