package io.orbstrike.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoreValuesTest {

    private static final Incarnation SOME = new Incarnation(1, 2);
    private static final Incarnation OTHER = new Incarnation(1, 3);

    @Test
    @DisplayName("ATTACH-1: shouldGiveOutAnEpochAboveThePreviousOneAndNotBelowTheStoresClock")
    void shouldGiveOutAnEpochAboveThePreviousOneAndNotBelowTheStoresClock() {
        assertThat(Epoch.after(null, 1_000)).isEqualTo(new Epoch(1_000));
        assertThat(Epoch.after(new Epoch(5), 1_000)).isEqualTo(new Epoch(1_000));
        assertThat(Epoch.after(new Epoch(1_000), 1_000)).isEqualTo(new Epoch(1_001));
        assertThat(Epoch.after(new Epoch(2_000), 1_000)).isEqualTo(new Epoch(2_001));
        assertThat(Epoch.after(null, -7)).isEqualTo(new Epoch(1));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceALowerEpochAndAnotherHolderInTheSame")
    void shouldFenceALowerEpochAndAnotherHolderInTheSame() {
        Token recorded = new Token(new Epoch(5), SOME);
        assertThat(new Token(new Epoch(4), SOME).isFencedBy(recorded)).isTrue();
        assertThat(new Token(new Epoch(5), OTHER).isFencedBy(recorded)).isTrue();
        assertThat(new Token(new Epoch(5), SOME).isFencedBy(recorded)).isFalse();
        assertThat(new Token(new Epoch(6), OTHER).isFencedBy(recorded)).isFalse();
    }

    @Test
    @DisplayName("ROSTER-4: shouldDeriveTheBoardFromTheFirst128BitsOfTheKeysHash")
    void shouldDeriveTheBoardFromTheFirst128BitsOfTheKeysHash() {
        // SHA-256 of "0123456789abcdef"
        IdempotencyKey key = IdempotencyKey.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        assertThat(key.hash()).isEqualTo("9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f");
        assertThat(key.boardId()).hasToString("9f9f5111f7b27a781f1f1ddde5ebc2dd");
    }

    @Test
    void shouldReadAnIncarnationFromItsText() {
        Incarnation incarnation = new Incarnation(-1, 10);
        assertThat(incarnation).hasToString("ffffffffffffffff000000000000000a");
        assertThat(Incarnation.parse(incarnation.toString())).isEqualTo(incarnation);
        assertThatThrownBy(() -> Incarnation.parse("xyz")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void shouldNotDrawTheSameTwice() {
        SecureIds ids = SecureIds.create();
        Set<Object> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(drawn.add(ids.incarnation())).isTrue();
            assertThat(drawn.add(ids.seed())).isTrue();
            assertThat(drawn.add(IdempotencyKey.of(ids.secret()))).isTrue();
        }
        assertThat(ids.secret()).hasSize(32);
    }

    @Test
    void shouldNotDrawTheSameFromSourcesThatAreMadeAtATime() {
        Set<Object> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SecureIds ids = SecureIds.create();
            assertThat(drawn.add(ids.incarnation())).isTrue();
            assertThat(drawn.add(ids.seed())).isTrue();
            assertThat(drawn.add(IdempotencyKey.of(ids.secret()))).isTrue();
        }
    }
}
