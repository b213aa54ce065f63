package io.orbstrike.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NaiveServerTest {

    @Test
    void shouldReadThePort() {
        assertThat(port()).isZero();
        assertThat(port("--port", "0")).isZero();
        assertThat(port("--port", "65535")).isEqualTo(65_535);
        assertThat(port("--port", "65536")).isNegative();
        assertThat(port("--port", "-1")).isNegative();
        assertThat(port("--port", "http")).isNegative();
        assertThat(port("--port")).isNegative();
        assertThat(port("--bind", "0")).isNegative();
        assertThat(port("--port", "1", "2")).isNegative();
    }

    private static int port(String... arguments) {
        return NaiveServer.port(arguments);
    }
}
