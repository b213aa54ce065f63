package io.orbstrike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void shouldMeasureAllocationAndBytesUnlessAskedForOtherProfilers() {
        assertThat(Main.withProfilers(new String[] {"Tick", "-f", "1"}))
                .containsExactly("Tick", "-f", "1", "-prof", "gc", "-prof", EncodedBytesProfiler.class.getName());
        assertThat(Main.withProfilers(new String[] {"-prof", "stack"})).containsExactly("-prof", "stack");
    }
}
