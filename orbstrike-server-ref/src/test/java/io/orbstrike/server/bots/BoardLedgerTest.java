package io.orbstrike.server.bots;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.bots.Violation.Kind;
import org.junit.jupiter.api.Test;

class BoardLedgerTest {

    private final Violations violations = new Violations();
    private final BoardLedger ledger = new BoardLedger("b", violations);

    @Test
    void shouldFindNothingWhereAllKnowTheSame() {
        for (int stream = 0; stream < 3; stream++) {
            for (long tick = 1; tick <= 5_000; tick++) {
                ledger.onKnown(stream, 1, tick, 31 * tick);
            }
        }
        assertThat(violations.first()).isEmpty();
        assertThat(ledger.compared()).isEqualTo(2L * BoardLedger.TICKS_KEPT);
    }

    @Test
    void shouldNameWhoKnowsSomethingElse() {
        ledger.onKnown(4, 1, 10, 0xabc);
        ledger.onKnown(5, 1, 10, 0xabd);
        assertThat(violations.first())
                .containsExactly(
                        new Violation(Kind.WRONG_POSITION, 5, "b", 10, "state abc as stream 4 knows it", "state abd"));
    }

    @Test
    void shouldNotCompareEpochsOrTicksWithEachOther() {
        ledger.onKnown(0, 1, 10, 1);
        ledger.onKnown(1, 2, 10, 2);
        ledger.onKnown(1, 2, 10 + BoardLedger.TICKS_KEPT, 3);
        ledger.onKnown(0, 1, 10, 4);
        ledger.onKnown(0, 2, 10, 5);
        assertThat(violations.first()).isEmpty();
        assertThat(ledger.compared()).isZero();
    }
}
