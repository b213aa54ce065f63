package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void shouldReadABoardIdFromItsText() {
        BoardId id = new BoardId(0x0123456789ABCDEFL, -1);
        assertThat(id).hasToString("0123456789abcdefffffffffffffffff");
        assertThat(BoardId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void shouldRefuseATextThatIsNoBoardIdAndNotRepeatItWhole() {
        assertThatThrownBy(() -> BoardId.parse("x".repeat(1000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("board \"" + "x".repeat(40) + "...\": must be 32 hexadecimal digits");
        assertThatThrownBy(() -> BoardId.parse("g".repeat(32))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void shouldOrderBoardIdsAsTheirTexts() {
        assertThat(new BoardId(-1, 0)).isGreaterThan(new BoardId(1, 0));
        assertThat(new BoardId(1, -1)).isGreaterThan(new BoardId(1, 1));
    }

    @Test
    void shouldRefuseAPlayerIdBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlayerId(0))
                .withMessage("player id 0: must be 1 or above");
    }

    @Test
    void shouldPinTheDefaultTimeouts() {
        assertThat(BoardTimeouts.DEFAULT.sleepAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(BoardTimeouts.DEFAULT.closeUnwatchedAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(BoardTimeouts.DEFAULT.leaveAfterDisconnected()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void shouldRefuseTimeoutsThatDoNotGoTogether() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoardTimeouts(second, Duration.ofMillis(1), second))
                .withMessage("closeUnwatchedAfter PT0.001S: must be at least sleepAfter PT1S");
        assertThatIllegalArgumentException().isThrownBy(() -> new BoardTimeouts(Duration.ZERO, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new BoardTimeouts(second, second, Duration.ZERO));
    }

    @Test
    void shouldHoldSectionsBeyondOneWord() {
        SectionSet set = new SectionSet(130);
        set.add(129);
        set.add(64);
        assertThat(set.contains(129)).isTrue();
        assertThat(set.contains(0)).isFalse();
        SectionSet copy = new SectionSet(130);
        copy.copyFrom(set);
        set.clear();
        assertThat(copy.contains(64)).isTrue();
        assertThat(set.contains(64)).isFalse();
        assertThatThrownBy(() -> set.add(130)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldNameFieldValueAndBound() {
        assertThatThrownBy(() -> InvalidValueException.requireInRange("speed", 9000, 1, 5000, "units/s"))
                .hasMessage("speed 9000: must be 1 to 5000 units/s");
    }
}
