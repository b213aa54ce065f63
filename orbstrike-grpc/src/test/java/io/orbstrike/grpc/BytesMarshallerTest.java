package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesMarshallerTest {

    /** A stream that knows of no more than some of its bytes. */
    private static InputStream knowing(int known, byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int available() {
                return Math.min(known, super.available());
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "100, 100", "20000, 20000", "100, 0", "100, 1", "100, 99", "20000, 7"})
    void shouldReadAWholeMessageWhateverIsKnownOfItsLength(int length, int known) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (31 * i);
        }
        assertThat(BytesMarshaller.INSTANCE.parse(knowing(known, message))).isEqualTo(message);
        assertThat(BytesMarshaller.INSTANCE.parse(BytesMarshaller.INSTANCE.stream(message)))
                .isEqualTo(message);
    }
}
