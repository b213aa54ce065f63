package io.orbstrike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each benchmark encodes what its name says. */
class FrameEncodeBenchmarkTest {

    private static final int PLAYERS = 100;

    @Test
    void shouldEncodeLittleWhereFewChangeAndMoreWhereAllDo() {
        int few = encodedBytes(new FrameEncodeBenchmark.FewChange());
        int all = encodedBytes(new FrameEncodeBenchmark.AllChange());
        assertThat(few).isBetween(1, PLAYERS);
        assertThat(all).isGreaterThan(3 * PLAYERS / 2);
    }

    @Test
    void shouldEncodeTheSameStateInBothForms() {
        int ours = encodedBytes(new FrameEncodeBenchmark.Arrival());
        int naive = encodedBytes(new FrameEncodeBenchmark.Naive());
        assertThat(naive).isEqualTo(ours).isGreaterThan(20 * PLAYERS);
    }

    private static int encodedBytes(FrameEncodeBenchmark.Boards boards) {
        boards.players = PLAYERS;
        boards.settle();
        return boards.encodeNext();
    }
}
