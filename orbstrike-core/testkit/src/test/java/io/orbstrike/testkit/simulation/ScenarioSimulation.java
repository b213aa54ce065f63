package io.orbstrike.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to many boards at once, from twenty seeds each. */
class ScenarioSimulation {

    private static final int SEEDS = 20;

    private final QuietLogs logs = new QuietLogs();

    @AfterEach
    void logAgain() {
        logs.close();
    }

    @Test
    @DisplayName("I4: shouldBringAllBoardsBackAfterACommonRestart")
    void shouldBringAllBoardsBackAfterACommonRestart() {
        shouldBeWell(Simulation.ofCommonRestart(10_000));
    }

    @Test
    @DisplayName("FAIL-5: shouldLoseNoSecondLeaseWhenOneOfFourDiesUnderLoad")
    void shouldLoseNoSecondLeaseWhenOneOfFourDiesUnderLoad() {
        shouldBeWell(Simulation.ofDeathUnderLoad(100));
    }

    @Test
    @DisplayName("FAIL-3: shouldLoseNothingOfAGameserverThatLostOnlyTheStore")
    void shouldLoseNothingOfAGameserverThatLostOnlyTheStore() {
        assertThat(shouldBeWell(Simulation.ofLostStore()))
                .allSatisfy(report -> assertThat(report.continuations()).isPositive());
    }

    @Test
    @DisplayName("LEASE-6: shouldGiveNoBoardsToAGameserverThatNobodyReachesAndSomeOnceItIsReachedAgain")
    void shouldGiveNoBoardsToAGameserverThatNobodyReachesAndSomeOnceItIsReachedAgain() {
        shouldBeWell(Simulation.ofOneOutOfReach());
    }

    @Test
    @DisplayName("I4: shouldServeTheBoardsOfASilentGameserverWithinTheBound")
    void shouldServeTheBoardsOfASilentGameserverWithinTheBound() {
        shouldBeWell(Simulation.ofSilentGameserver());
    }

    @Test
    @DisplayName("I4: shouldServeTheBoardsOfASilentGameserverWithinTheBoundIfTheLeaderDiesToo")
    void shouldServeTheBoardsOfASilentGameserverWithinTheBoundIfTheLeaderDiesToo() {
        shouldBeWell(Simulation.ofSilentGameserverWithoutLeader());
    }

    private static List<SimulationReport> shouldBeWell(Simulation simulation) {
        List<SimulationReport> reports = new SeedRuns(simulation::run).between(1, SEEDS, report -> false);
        assertThat(reports).hasSize(SEEDS).allSatisfy(report -> {
            assertThat(report.violations()).as(report.toString()).isEmpty();
            assertThat(report.moves()).isPositive();
        });
        return reports;
    }
}
