package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodecsTest {

    @Test
    void shouldCarryNothingInNoBytes() {
        assertThat(Codecs.none().encode(None.NONE)).isEmpty();
        assertThat(Codecs.none().decode(new byte[0])).isEqualTo(None.NONE);
        assertThatThrownBy(() -> Codecs.none().decode(new byte[1])).isInstanceOf(MalformedBytesException.class);
    }

    @Test
    void shouldCountTextInCodePoints() {
        Codec<String> name = Codecs.utf8("name", 3);
        assertThat(name.decode(name.encode("\uD83D\uDE00aü"))).isEqualTo("\uD83D\uDE00aü");
        assertThatThrownBy(() -> name.decode(name.encode("abcd")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("name of 4 code points: must be at most 3 code points");
    }

    @Test
    void shouldRefuseATextOfTooManyBytesBeforeDecodingIt() {
        assertThatThrownBy(() -> Codecs.utf8("name", 3).decode(new byte[13]))
                .hasMessage("name of 13 bytes: must be at most 3 code points");
    }

    @Test
    void shouldRefuseControlCharacters() {
        Codec<String> name = Codecs.utf8("name", 10);
        assertThatThrownBy(() -> name.decode(name.encode("a\u0007b")))
                .hasMessage("name with a control character: must be free of control characters");
    }

    @Test
    void shouldCarryNumbersBetweenTheirBounds() {
        Codec<Integer> bid = Codecs.varint("bid", -5, 5);
        for (int value = -5; value <= 5; value++) {
            assertThat(bid.decode(bid.encode(value))).isEqualTo(value);
        }
        assertThatThrownBy(() -> bid.decode(bid.encode(6))).hasMessage("bid 11 above -5: must be -5 to 5");
    }

    @Test
    void shouldCarryTheWholeRangeOfInts() {
        Codec<Integer> number = Codecs.varint("number", Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(number.decode(number.encode(Integer.MAX_VALUE))).isEqualTo(Integer.MAX_VALUE);
        assertThat(number.decode(number.encode(Integer.MIN_VALUE))).isEqualTo(Integer.MIN_VALUE);
    }
}
