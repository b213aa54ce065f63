package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.orbstrike.board.Codec;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.grpc.v1.GetBoardRequest;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {

    private final Codec<GetBoardRequest> codec = ProtobufCodec.of(
            GetBoardRequest.getDefaultInstance(),
            message -> InvalidValueException.requireInRange(
                    "length of board_id", message.getBoardId().length(), 0, 5, "characters"));

    @Test
    void shouldReadWhatItWrote() {
        GetBoardRequest message = GetBoardRequest.newBuilder().setBoardId("abc").build();
        assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
        assertThat(codec.encode(message)).isEqualTo(message.toByteArray());
    }

    @Test
    void shouldRefuseBytesThatAreNoMessage() {
        assertThatThrownBy(() -> codec.decode(new byte[] {10, 5, 1})).isInstanceOf(MalformedBytesException.class);
    }

    @Test
    void shouldCheckWhatItReads() {
        byte[] tooLong =
                GetBoardRequest.newBuilder().setBoardId("abcdef").build().toByteArray();
        assertThatThrownBy(() -> codec.decode(tooLong))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("length of board_id 6: must be 0 to 5 characters");
    }

    @Test
    void shouldWriteEqualMapsAsEqualBytes() {
        Codec<Struct> structs = ProtobufCodec.of(Struct.getDefaultInstance());
        Struct.Builder forwards = Struct.newBuilder();
        Struct.Builder backwards = Struct.newBuilder();
        for (int i = 0; i < 50; i++) {
            forwards.putFields("key" + i, Value.newBuilder().setNumberValue(i).build());
            backwards.putFields(
                    "key" + (49 - i), Value.newBuilder().setNumberValue(49 - i).build());
        }
        assertThat(structs.encode(forwards.build())).isEqualTo(structs.encode(backwards.build()));
    }
}
