package io.orbstrike.server.bots;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.bots.Violation.Kind;
import org.junit.jupiter.api.Test;

class ViolationsTest {

    private final Violations violations = new Violations();

    private void add(Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            violations.add(new Violation(kind, i, "b", i + 1, "this", "that"));
        }
    }

    @Test
    void shouldKeepTheFirstAndCountTheRest() {
        add(Kind.TICK_GAP, 50);
        assertThat(violations.count()).isEqualTo(50);
        assertThat(violations.first())
                .hasSize(Violations.KEPT_MAX)
                .last()
                .satisfies(last -> assertThat(last.stream()).isEqualTo(Violations.KEPT_MAX - 1));
    }

    @Test
    void shouldKeepTheFirstOfAKindHoweverLateItComes() {
        add(Kind.TICK_GAP, 50);
        add(Kind.MISSED, 2);
        assertThat(violations.count()).isEqualTo(52);
        assertThat(violations.first()).hasSize(Violations.KEPT_MAX + 1);
        assertThat(violations.first().get(Violations.KEPT_MAX).kind()).isEqualTo(Kind.MISSED);
    }
}
