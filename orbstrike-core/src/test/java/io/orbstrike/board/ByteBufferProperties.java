package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteBufferProperties {

    @Property
    void shouldReadWhatWasWritten(
            @ForAll long varint,
            @ForAll long signed,
            @ForAll int fixed32,
            @ForAll long fixed64,
            @ForAll @Size(max = 300) byte[] block,
            @ForAll String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ByteWriter out = new ByteWriter(0);
        out.writeVarint(varint);
        out.writeSignedVarint(signed);
        out.writeFixed32(fixed32);
        out.writeFixed64(fixed64);
        out.writeBlock(block);
        out.writeUtf8(valid);
        out.writeByte(0xFF);

        ByteReader in = new ByteReader(out.toByteArray());
        assertThat(in.readVarint()).isEqualTo(varint);
        assertThat(in.readSignedVarint()).isEqualTo(signed);
        assertThat(in.readFixed32()).isEqualTo(fixed32);
        assertThat(in.readFixed64()).isEqualTo(fixed64);
        assertThat(in.readBlock(300)).isEqualTo(block);
        assertThat(in.readUtf8(Integer.MAX_VALUE)).isEqualTo(valid);
        assertThat(in.readByte()).isEqualTo(0xFF);
        in.requireEnd();
    }

    @Property
    void shouldSayWhereBytesAreMalformedAndNothingElse(@ForAll @Size(max = 40) byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        try {
            while (in.remaining() > 0) {
                int tag = in.readVarint("tag", 0, Integer.MAX_VALUE);
                in.skipField(tag & 7);
            }
        } catch (MalformedBytesException e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            assertThat(e).hasMessageStartingWith("at byte " + e.offset());
        }
    }

    @Test
    void shouldRefuseAVarintThatIsCutShort() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {(byte) 0x80}).readVarint())
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("at byte 0: a varint cut short");
    }

    @Test
    void shouldRefuseAVarintOfElevenBytes() {
        byte[] bytes = new byte[11];
        Arrays.fill(bytes, (byte) 0x80);
        assertThatThrownBy(() -> new ByteReader(bytes).readVarint())
                .hasMessage("at byte 0: a varint longer than 10 bytes");
    }

    @Test
    void shouldRefuseALengthBeyondWhatIsLeft() {
        byte[] bytes = {5, 1, 2};
        assertThatThrownBy(() -> new ByteReader(bytes).readBlock(100)).hasMessage("at byte 1: 5 bytes wanted, 2 left");
        assertThatThrownBy(() -> new ByteReader(bytes).readBlock(4)).hasMessage("at byte 0: length 5: must be 0 to 4");
        assertThatThrownBy(() -> new ByteReader(bytes).readNested()).hasMessage("at byte 1: 5 bytes wanted, 2 left");
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {(byte) 0xC3}).readRemainingUtf8())
                .hasMessage("at byte 0: no UTF-8 text of 1 bytes");
    }

    @Test
    void shouldRefuseBytesThatAreLeftOver() {
        assertThatThrownBy(() -> new ByteReader(new byte[2]).requireEnd()).hasMessage("at byte 0: 2 bytes too many");
    }

    @Test
    void shouldWriteAgainIntoTheSameMemoryAfterClear() {
        ByteWriter out = new ByteWriter(16);
        out.writeFixed64(1);
        byte[] memory = out.array();
        out.clear();
        out.writeFixed64(2);
        assertThat(out.array()).isSameAs(memory);
        assertThat(out.size()).isEqualTo(8);
    }
}
