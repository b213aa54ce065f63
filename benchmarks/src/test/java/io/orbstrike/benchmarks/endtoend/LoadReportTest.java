package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbstrike.server.config.StartException;
import org.junit.jupiter.api.Test;

class LoadReportTest {

    static final String JSON = """
            {"players": 400, "playersSeen": 399, "framesReceived": 266000, "framesMissed": 3, "slotsDropped": 2,
             "frameGapMs": {"p50": 15.0, "p99": 24.5, "max": 80.1}, "inputLatencyMs": {"p50": 13.1, "p99": 33.7},
             "bytesPerFrame": 44.5, "regressions": 1, "reconnects": 0, "streamErrors": 4,
             "violations": [{"kind": "MISSED", "stream": -1}, {"kind": "MORE", "count": 7}]}
            """;

    @Test
    void shouldReadWhatEveryClientWrites() {
        LoadReport report = LoadReport.parse(JSON);
        assertThat(report.players()).isEqualTo(400);
        assertThat(report.playersSeen()).isEqualTo(399);
        assertThat(report.framesReceived()).isEqualTo(266_000);
        assertThat(report.framesMissed()).isEqualTo(3);
        assertThat(report.slotsDropped()).isEqualTo(2);
        assertThat(report.gapP50Ms()).isEqualTo(15.0);
        assertThat(report.gapP99Ms()).isEqualTo(24.5);
        assertThat(report.gapMaxMs()).isEqualTo(80.1);
        assertThat(report.latencyP50Ms()).isEqualTo(13.1);
        assertThat(report.latencyP99Ms()).isEqualTo(33.7);
        assertThat(report.bytesPerFrame()).isEqualTo(44.5);
        assertThat(report.regressions()).isEqualTo(1);
        assertThat(report.streamErrors()).isEqualTo(4);
        assertThat(report.violations()).containsExactly("MISSED", "MORE");
    }

    @Test
    void shouldDoWithoutWhatOnlySomeClientsWrite() {
        LoadReport report = LoadReport.parse(JSON);
        assertThat(report.gapP999Ms()).isEmpty();
        assertThat(report.ownCpuPercent()).isEmpty();
        assertThat(report.windowMs()).isEmpty();
    }

    @Test
    void shouldReadWhatOnlySomeClientsWrite() {
        LoadReport report = LoadReport.parse(JSON.replace(
                "\"max\": 80.1}", "\"p999\": 61.5, \"max\": 80.1}, \"ownCpuPercent\": 54, \"windowMs\": 10003.5"));
        assertThat(report.gapP999Ms()).hasValue(61.5);
        assertThat(report.ownCpuPercent()).hasValue(54);
        assertThat(report.windowMs()).hasValue(10_003.5);
    }

    @Test
    void shouldTakeNoCpuForNotMeasured() {
        String json = JSON.replace("\"regressions\"", "\"ownCpuPercent\": 0, \"regressions\"");
        assertThat(LoadReport.parse(json).ownCpuPercent()).isEmpty();
    }

    @Test
    void shouldNameANumberThatIsMissing() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> LoadReport.parse(JSON.replace("\"p99\": 24.5, ", "")))
                .withMessageContaining("/frameGapMs/p99");
    }

    @Test
    void shouldSayOnOneLineThatAFileIsNoJson() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> LoadReport.parse("{\n\"players\": oops"))
                .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
    }
}
