package io.orbstrike.cluster.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BuildOrderTest {

    @Test
    void shouldOrderNumbersByTheirValues() {
        List<String> rising =
                List.of("", "0.9", "1", "1.2", "1.2.0", "1.09", "1.10", "1.10-SNAPSHOT", "2", "10.0", "unknown");
        for (int i = 0; i < rising.size(); i++) {
            for (int j = 0; j < rising.size(); j++) {
                assertThat(Integer.signum(BuildOrder.INSTANCE.compare(rising.get(i), rising.get(j))))
                        .as(rising.get(i) + " and " + rising.get(j))
                        .isEqualTo(Integer.signum(i - j));
            }
        }
    }

    @Test
    void shouldTakeNumbersOfAnyLength() {
        assertThat(BuildOrder.INSTANCE.compare("1.20261126123456789012345", "1.9"))
                .isPositive();
        assertThat(BuildOrder.INSTANCE.compare("1.007", "1.7")).isZero();
    }
}
