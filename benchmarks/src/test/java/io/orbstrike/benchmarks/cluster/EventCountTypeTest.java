package io.orbstrike.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.benchmarks.cluster.EventCountType.Counted;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import org.junit.jupiter.api.Test;

class EventCountTypeTest {

    private static Counted after(long... numbers) {
        Counted counted = Counted.NOTHING;
        for (long number : numbers) {
            counted = counted.with(number);
        }
        return counted;
    }

    @Test
    void shouldLoseNothingOfEventsThatCameInOrder() {
        Counted counted = after(1, 2, 3);
        assertThat(counted).isEqualTo(new Counted(3, 0, 0));
        assertThat(counted.lostOf(3)).isZero();
    }

    @Test
    void shouldLoseTheNewestThatDidNotCome() {
        assertThat(after(1, 2).lostOf(5)).isEqualTo(3);
    }

    @Test
    void shouldTellLostFromRepeatedOnes() {
        Counted counted = after(1, 2, 2, 5, 6, 6);
        assertThat(counted.lostOf(6)).isEqualTo(2);
        assertThat(counted.repeated()).isEqualTo(2);
    }

    @Test
    void shouldBeReadAsItWasWritten() {
        ByteWriter out = new ByteWriter();
        after(1, 2, 2, 7).write(out);
        assertThat(Counted.read(new ByteReader(out.toByteArray()))).isEqualTo(after(1, 2, 2, 7));
    }
}
