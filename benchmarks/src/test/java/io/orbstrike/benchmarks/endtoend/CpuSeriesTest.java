package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbstrike.server.config.StartException;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CpuSeriesTest {

    private static final Offset<Double> NEAR = Offset.offset(0.02);

    private final CpuSeries series = new CpuSeries();
    private long atMs;
    private long serverCpuMs;

    @Test
    void shouldMeasureTheTimeBeforeConnectionsAreClosed() {
        pass(3_000, 1.0, 40);
        pass(20_000, 0.5, 1_000);
        pass(4_000, 0.1, 40);
        CpuSeries.Used used = series.inWindow(Duration.ofSeconds(10));
        assertThat(used.serverCores()).isCloseTo(0.5, NEAR);
        assertThat(used.loadCores()).isCloseTo(0.25, NEAR);
    }

    @Test
    void shouldLeaveAwayTheEndWhereConnectionsCannotBeCounted() {
        pass(20_000, 0.5, 0);
        pass(3_000, 0, 0);
        assertThat(series.inWindow(Duration.ofSeconds(10)).serverCores()).isCloseTo(0.5, NEAR);
    }

    @Test
    void shouldTellMemoryAtBothEnds() {
        pass(20_000, 0.5, 100);
        CpuSeries.Used used = series.inWindow(Duration.ofSeconds(10));
        assertThat(used.residentBytesAtEnd() - used.residentBytesAtStart()).isEqualTo(10_000);
    }

    @Test
    void shouldRefuseARunWithoutAnyTime() {
        assertThatExceptionOfType(StartException.class).isThrownBy(() -> series.inWindow(Duration.ofSeconds(1)));
        pass(100, 1, 10);
        assertThatExceptionOfType(StartException.class).isThrownBy(() -> series.inWindow(Duration.ofSeconds(1)));
    }

    /** Samples every 100 ms; the load uses half as much as the server, whose memory grows by a byte each millisecond. */
    private void pass(long ms, double serverCores, int sockets) {
        for (long passed = 0; passed < ms; passed += 100) {
            atMs += 100;
            serverCpuMs += (long) (100 * serverCores);
            series.add(new CpuSeries.Sample(
                    Duration.ofMillis(atMs).toNanos(),
                    new ProcessFigures(Duration.ofMillis(serverCpuMs), atMs),
                    new ProcessFigures(Duration.ofMillis(serverCpuMs / 2), 1),
                    sockets));
        }
    }
}
