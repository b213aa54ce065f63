package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.Input;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClientFrameReaderTest {

    @Property(tries = 500)
    void shouldReadWhatAnyProtobufClientWrites(@ForAll("messages") ClientFrame message) {
        ClientFrameReader frame = ClientFrameReader.read(message.toByteArray());
        assertThat(frame.seenEpoch()).isEqualTo(message.getSeenEpoch());
        assertThat(frame.seenTick()).isEqualTo(message.getSeenTick());
        assertThat(frame.state() != null).isEqualTo(message.hasState());
        if (frame.state() != null) {
            assertSame(frame.state(), message.getState());
        }
        assertThat(frame.events()).hasSize(message.getEventsCount());
        for (int i = 0; i < message.getEventsCount(); i++) {
            assertSame(frame.events().get(i), message.getEvents(i));
        }
    }

    @Property(tries = 500)
    void shouldThrowNothingElseWhenTheBytesAreHostile(@ForAll byte[] bytes) {
        try {
            ClientFrameReader.read(bytes);
        } catch (MalformedBytesException | InvalidValueException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseEveryCutOfAMessageOrReadAShorterOne() {
        byte[] whole = message().toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                ClientFrameReader.read(cut);
            } catch (MalformedBytesException e) {
                assertThat(e.offset()).isLessThanOrEqualTo(length);
            }
        }
    }

    @Test
    void shouldSkipFieldsThatAreNotKnownYet() {
        ClientFrame newer = message().toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                9,
                                UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .addField(
                                77,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                        .addFixed32(1)
                                        .addFixed64(2)
                                        .build())
                        .build())
                .build();
        ClientFrameReader frame = ClientFrameReader.read(newer.toByteArray());
        assertThat(frame.seenTick()).isEqualTo(8);
        assertThat(frame.events()).hasSize(2);
    }

    @Test
    void shouldRefuseEventsWhoseSequenceDoesNotRise() {
        ClientFrame same = message().toBuilder().addEvents(input(11, "again")).build();
        assertThatThrownBy(() -> ClientFrameReader.read(same.toByteArray()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("events.sequence 11: must be above the one before, 11");
    }

    @Provide
    Arbitrary<ClientFrame> messages() {
        Arbitrary<Input> inputs = Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
                .as((sequence, bytes) -> Input.newBuilder()
                        .setSequence(sequence)
                        .setInput(ByteString.copyFrom(bytes))
                        .build());
        Arbitrary<List<Input>> events = inputs.list().ofMaxSize(6).map(ClientFrameReaderTest::rising);
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), inputs.injectNull(0.3), events)
                .as((epoch, tick, state, rising) -> {
                    ClientFrame.Builder frame = ClientFrame.newBuilder()
                            .setSeenEpoch(epoch)
                            .setSeenTick(tick)
                            .addAllEvents(rising);
                    if (state != null) {
                        frame.setState(state);
                    }
                    return frame.build();
                });
    }

    private static List<Input> rising(List<Input> inputs) {
        return inputs.stream()
                .sorted((a, b) -> Long.compare(a.getSequence(), b.getSequence()))
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toMap(
                                Input::getSequence, i -> i, (a, b) -> a, java.util.LinkedHashMap::new),
                        map -> List.copyOf(map.values())));
    }

    private static void assertSame(ClientFrameReader.Input read, Input written) {
        assertThat(read.sequence()).isEqualTo(written.getSequence());
        assertThat(read.bytes()).isEqualTo(written.getInput().toByteArray());
    }

    private static ClientFrame message() {
        return ClientFrame.newBuilder()
                .setSeenEpoch(7)
                .setSeenTick(8)
                .setState(input(9, "state"))
                .addEvents(input(10, "one"))
                .addEvents(input(11, "two"))
                .build();
    }

    private static Input input(long sequence, String text) {
        return Input.newBuilder()
                .setSequence(sequence)
                .setInput(ByteString.copyFromUtf8(text))
                .build();
    }
}
