package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbstrike.server.config.StartException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLinesTest {

    @Test
    void shouldReadTheFlagsThatTheLauncherHandsOver() {
        String[] arguments = {"-XX:+UseParallelGC", "-Xmx1g", "-jar", "orbstrike.jar", "standalone"};
        assertThat(Orbstrike.flags(arguments)).containsExactly("-XX:+UseParallelGC", "-Xmx1g");
        assertThat(Orbstrike.flags(new String[0])).isEmpty();
    }

    @Test
    void shouldReadThePortOfEveryContender() {
        assertThat(ServerProcess.port("READY role=standalone grpc=127.0.0.1:4711 http=127.0.0.1:4712"))
                .isEqualTo(4_711);
        assertThat(ServerProcess.port("READY port=2567")).isEqualTo(2_567);
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> ServerProcess.port("READY role=standalone"))
                .withMessageContaining("READY role=standalone");
    }

    @Test
    void shouldPinServersAndLoadToDifferentCores() {
        Cores cores = new Cores(List.of(2, 5), "");
        assertThat(cores.forServer(List.of("java"))).containsExactly("taskset", "-c", "2", "java");
        assertThat(cores.forLoad(List.of("java"))).containsExactly("taskset", "-c", "5", "java");
    }

    @Test
    void shouldPinNothingWithoutTwoCoresOrTaskset() {
        Cores single = Cores.choose(List.of(0), "/usr/bin");
        assertThat(single.forServer(List.of("java"))).containsExactly("java");
        assertThat(single).hasToString("nothing is pinned (fewer than two cores)");
        assertThat(Cores.choose(List.of(0, 1), "/nowhere")).hasToString("nothing is pinned (no taskset on the path)");
    }

    @Test
    void shouldReadAListOfCores() {
        assertThat(Cores.parse("0-2,8\n")).containsExactly(0, 1, 2, 8);
        assertThat(Cores.parse("3")).containsExactly(3);
    }

    @Test
    void shouldEstimateWhereTheFirstCoreIsFull() {
        assertThat(CapacitySearch.estimate(Runs.of("ours", 400, 1, 15, 0.36, 0.1)))
                .isEqualTo(1_000);
        assertThat(CapacitySearch.estimate(Runs.of("ours", 400, 1, 15, 0.1, 0.5)))
                .isEqualTo(600);
    }

    @Test
    void shouldBeginASearchAtItsTarget() {
        Run held = Runs.of("ours", 400, 1, 15, 0.3, 0.1); // the estimate is 1,200
        assertThat(CapacitySearch.begin(held, 1_000)).isEqualTo(1_000);
        assertThat(CapacitySearch.begin(held, 2_000)).as("beyond the estimate").isEqualTo(1_200);
        assertThat(CapacitySearch.begin(held, 400)).as("held already").isEqualTo(1_200);
    }
}
