package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OrbCodecsTest {

    private static final OrbType TYPE = new OrbType();
    private static final Codec<OrbPlayer> PLAYER = TYPE.joinDataCodec();
    private static final Codec<OrbInput> INPUT = TYPE.inputCodec();

    @Test
    void shouldBeFoundByServiceLoader() {
        assertThat(ServiceLoader.load(BoardType.class)).hasAtLeastOneElementOfType(OrbType.class);
        assertThat(TYPE.name()).isEqualTo("orb");
    }

    @Test
    void shouldReadBackEachInputAsTheSharedValue() {
        for (int direction = 0; direction < OrbInput.DIRECTIONS; direction++) {
            for (boolean ring : new boolean[] {false, true}) {
                OrbInput input = OrbInput.of(direction, ring);
                assertThat(INPUT.decode(INPUT.encode(input))).isSameAs(input);
                assertThat(input.direction()).isEqualTo(direction);
                assertThat(input.isRingWanted()).isEqualTo(ring);
                assertThat(TYPE.kindOf(input)).isEqualTo(InputKind.STATE);
            }
        }
        assertThat(INPUT.decode(new byte[0])).isSameAs(OrbInput.NEUTRAL);
        assertThat(OrbInput.of(3, true)).hasToString("OrbInput[direction=3, ringWanted=true]");
    }

    /** A client cannot say whom it hit or where it is: the board finds that out. */
    @Test
    void shouldTakeNothingButDirectionAndRingFromAClient() {
        OrbInput plain = OrbInput.of(3, true);
        for (int field = 3; field < 100; field++) {
            ByteWriter out = new ByteWriter();
            INPUT.encode(plain, out);
            out.writeTag(field, 0);
            out.writeVarint(1);
            assertThat(INPUT.decode(out.toByteArray())).isSameAs(plain);
        }
    }

    @Test
    void shouldRefuseADirectionThatIsNone() {
        assertThatThrownBy(() -> INPUT.decode(new byte[] {8, 9}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("direction 9: must be 0 to 8");
        assertThatThrownBy(() -> OrbInput.of(-1, false)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> INPUT.decode(new byte[] {16, 2})).isInstanceOf(MalformedBytesException.class);
    }

    @Test
    void shouldReadBackPlayers() {
        for (String name : new String[] {"", "ada", "名前", "\uD83D\uDE00".repeat(50)}) {
            OrbPlayer player = new OrbPlayer(name, 4);
            assertThat(PLAYER.decode(PLAYER.encode(player))).isEqualTo(player);
        }
    }

    @Test
    void shouldRefuseNamesThatAreTooLongOrHoldControlCharacters() {
        assertThatThrownBy(() -> new OrbPlayer("\uD83D\uDE00".repeat(51), 0))
                .hasMessage("name of 51 code points: must be at most 50 code points");
        assertThatThrownBy(() -> new OrbPlayer("a\nb", 0))
                .hasMessage("name with a control character: must be free of control characters");
        assertThatThrownBy(() -> new OrbPlayer("a\uD800b", 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new OrbPlayer("a", 5)).hasMessage("color 5: must be 0 to 4");
        byte[] tooLong = new byte[300];
        tooLong[0] = 10;
        tooLong[1] = (byte) 0xA9;
        tooLong[2] = 2;
        assertThatThrownBy(() -> PLAYER.decode(tooLong))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("name of 297 bytes: must be at most 50 code points");
        assertThatThrownBy(() -> PLAYER.decode(new byte[] {10, 1, (byte) 0xFF}))
                .isInstanceOf(MalformedBytesException.class);
        byte[] control = "xx\u0007".getBytes(StandardCharsets.UTF_8);
        control[0] = 10;
        control[1] = 1;
        assertThatThrownBy(() -> PLAYER.decode(control)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void shouldDecodeInputsFromTheMiddleOfAnArray() {
        byte[] bytes = {99, 8, 5, 16, 1, 99};
        assertThat(INPUT.decode(new ByteReader(bytes, 1, 4))).isSameAs(OrbInput.of(5, true));
    }
}
