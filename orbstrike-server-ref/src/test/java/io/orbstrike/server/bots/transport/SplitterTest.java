package io.orbstrike.server.bots.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {

    private static final byte[] BYTES = "x3abcx0x1dx9efghijklm".getBytes(StandardCharsets.US_ASCII);

    private final List<String> parts = new ArrayList<>();
    private final Splitter splitter = new Splitter(2, new Splitter.Parts() {
        @Override
        public int bodyBytes(byte[] bytes, int head) {
            return bytes[head + 1] - '0';
        }

        @Override
        public void onPart(byte[] bytes, int head, int bodyBytes) {
            parts.add(new String(bytes, head + 2, bodyBytes, StandardCharsets.US_ASCII));
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 11, 21})
    void shouldFindTheSamePartsHoweverTheBytesCome(int bytesAtOnce) {
        for (int at = 0; at < BYTES.length; at += bytesAtOnce) {
            splitter.feed(BYTES, at, Math.min(bytesAtOnce, BYTES.length - at));
        }
        assertThat(parts).containsExactly("abc", "", "d", "efghijklm");
        assertThat(splitter.isInside()).isFalse();
    }

    @Test
    void shouldKeepWhatIsNotWhole() {
        splitter.feed(BYTES, 0, 7);
        assertThat(parts).containsExactly("abc", "");
        splitter.feed(BYTES, 7, 13);
        assertThat(parts).containsExactly("abc", "", "d");
        assertThat(splitter.isInside()).isTrue();
    }
}
