package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.TickInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The naive form does the same work: it comes to the same bytes. */
class HashMapOrbsTest {

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void shouldComeToTheBytesOfTheColumns(int players) {
        OrbWorkload workload = OrbWorkload.settled(players, 3);
        HashMapOrbs naive = workload.toHashMap();
        for (int step = 0; step < 300; step++) {
            TickInputs<OrbPlayer, OrbInput> inputs = workload.nextInputs();
            naive.step(inputs);
            workload.stepper().step(inputs);
            assertThat(naive.encode()).as("step " + step).isEqualTo(keyframe(workload));
        }
    }

    @Test
    void shouldGoOnByItself() {
        OrbWorkload workload = OrbWorkload.settled(100, 3);
        byte[] before = keyframe(workload);
        workload.toHashMap().step(workload.nextInputs());
        assertThat(keyframe(workload)).isEqualTo(before);
    }

    private static byte[] keyframe(OrbWorkload workload) {
        ByteWriter out = new ByteWriter();
        workload.stepper().board().writeKeyframe(0, out);
        return out.toByteArray();
    }
}
