package io.orbstrike.grpc.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three SHA-256 cases of RFC 5869, appendix A. */
class HkdfTest {

    private record Vector(String inputKey, String salt, String info, int length, String extracted, String expanded) {}

    static Stream<Vector> vectors() {
        return Stream.of(
                new Vector(
                        "0b".repeat(22),
                        "000102030405060708090a0b0c",
                        "f0f1f2f3f4f5f6f7f8f9",
                        42,
                        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
                new Vector(
                        counted(0x00, 0x4f),
                        counted(0x60, 0xaf),
                        counted(0xb0, 0xff),
                        82,
                        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
                new Vector(
                        "0b".repeat(22),
                        "",
                        "",
                        42,
                        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldGiveWhatTheRfcGives(Vector vector) {
        byte[] extracted = Hkdf.extract(bytes(vector.salt()), bytes(vector.inputKey()));
        assertThat(HexFormat.of().formatHex(extracted)).isEqualTo(vector.extracted());
        assertThat(HexFormat.of().formatHex(Hkdf.expand(extracted, bytes(vector.info()), vector.length())))
                .isEqualTo(vector.expanded());
    }

    @Test
    void shouldRefuseLengthsThatTheRfcDoesNotKnow() {
        assertThatThrownBy(() -> Hkdf.expand(new byte[32], new byte[0], 8161))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key of 8161 bytes: must be 1 to 8160 bytes");
        assertThatThrownBy(() -> Hkdf.expand(new byte[32], new byte[0], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String counted(int from, int to) {
        StringBuilder hex = new StringBuilder();
        for (int value = from; value <= to; value++) {
            hex.append(HexFormat.of().toHexDigits((byte) value));
        }
        return hex.toString();
    }
}
