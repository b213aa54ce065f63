package io.orbstrike.server.bots.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final List<String> seen = new ArrayList<>();
    private final FrameReader reader = new FrameReader(new Recorder());

    private final class Recorder implements FrameReader.Frames {

        @Override
        public void onData(int stream, byte[] bytes, int offset, int length, int windowBytes, boolean isEnd) {
            seen.add("data " + stream + " " + text(bytes, offset, length) + " " + windowBytes + " " + isEnd);
        }

        @Override
        public void onHeaders(int stream, byte[] bytes, int offset, int length, boolean isEnd) {
            seen.add("headers " + stream + " " + text(bytes, offset, length) + " " + isEnd);
        }

        @Override
        public void onReset(int stream, int code) {
            seen.add("reset " + stream + " " + code);
        }

        @Override
        public void onSetting(int id, long value) {
            seen.add("setting " + id + " " + value);
        }

        @Override
        public void onSettingsEnd() {
            seen.add("settings");
        }

        @Override
        public void onPing(byte[] bytes, int offset) {
            seen.add("ping " + text(bytes, offset, 8));
        }

        @Override
        public void onWindow(int stream, int bytes) {
            seen.add("window " + stream + " " + bytes);
        }

        @Override
        public void onGoAway(int lastStream) {
            seen.add("goaway " + lastStream);
        }

        private String text(byte[] bytes, int offset, int length) {
            return new String(bytes, offset, length, StandardCharsets.US_ASCII);
        }
    }

    private void feed(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        reader.feed(bytes, 0, bytes.length);
    }

    @Test
    void shouldReadDataWithAndWithoutPadding() {
        feed("000003 00 00 00000003 616263");
        feed("000006 00 09 00000003 02 616263 0000");
        assertThat(seen).containsExactly("data 3 abc 3 false", "data 3 abc 6 true");
    }

    @Test
    void shouldJoinAHeaderBlock() {
        feed("000002 01 01 00000005 6162");
        feed("000001 09 00 00000005 63");
        assertThat(seen).isEmpty();
        feed("000001 09 04 00000005 64");
        feed("000006 01 25 00000005 00000000ff 65");
        assertThat(seen).containsExactly("headers 5 abcd true", "headers 5 e true");
    }

    @Test
    void shouldReadWhatIsAboutTheConnection() {
        feed("00000c 04 00 00000000 0001 00001000 0004 80000000");
        feed("000000 04 01 00000000");
        feed("000008 06 00 00000000 6162636465666768");
        feed("000008 06 01 00000000 6162636465666768");
        feed("000004 08 00 00000000 00000100");
        feed("000004 03 00 00000003 00000008");
        feed("000009 07 00 00000000 00000007 00000000 78");
        feed("000002 55 00 00000000 0000");
        assertThat(seen)
                .containsExactly(
                        "setting 1 4096",
                        "setting 4 2147483648",
                        "settings",
                        "ping abcdefgh",
                        "window 0 256",
                        "reset 3 8",
                        "goaway 7");
    }

    @Test
    void shouldRefuseWhatIsNotHttp2() {
        assertThatThrownBy(() -> feed("004001 00 00 00000001")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefusePaddingBeyondTheFrame() {
        assertThatThrownBy(() -> feed("000002 00 08 00000001 0200")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new FrameReader(new Recorder()).feed(new byte[] {0, 0, 0, 0, 8, 0, 0, 0, 1}, 0, 9))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseAnythingWithinAHeaderBlock() {
        feed("000002 01 01 00000005 6162");
        assertThatThrownBy(() -> feed("000003 00 00 00000005 616263")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseFramesOfAWrongLength() {
        assertThatThrownBy(() -> feed("000003 03 00 00000001 000000")).isInstanceOf(ProtocolException.class);
    }
}
