package io.orbstrike.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.InputKind;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.Input;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(3);

    @Test
    void shouldWriteTheNewestStateAndEveryUnacknowledgedEventInEveryMessage() throws InvalidProtocolBufferException {
        assertThat(outbox.offer(InputKind.STATE, bytes("left"))).isEqualTo(1);
        assertThat(outbox.offer(InputKind.EVENT, bytes("jump"))).isEqualTo(2);
        assertThat(outbox.offer(InputKind.STATE, bytes("right"))).isEqualTo(3);
        ByteWriter out = new ByteWriter();
        long sent = outbox.write(out, 4, 5);
        ClientFrame first = ClientFrame.parseFrom(out.toByteArray());
        assertThat(sent).isEqualTo(2);
        assertThat(first.getSeenEpoch()).isEqualTo(4);
        assertThat(first.getSeenTick()).isEqualTo(5);
        assertThat(first.getState().getSequence()).isEqualTo(3);
        assertThat(first.getState().getInput().toStringUtf8()).isEqualTo("right");
        assertThat(first.getEventsList()).extracting(Input::getSequence).containsExactly(2L);

        out.clear();
        assertThat(outbox.write(out, 4, 9)).isEqualTo(2);
        assertThat(ClientFrame.parseFrom(out.toByteArray()).getEventsList())
                .extracting(Input::getSequence)
                .containsExactly(2L);

        out.clear();
        outbox.acknowledge(2);
        assertThat(outbox.write(out, 4, 9)).isZero();
        ClientFrame second = ClientFrame.parseFrom(out.toByteArray());
        assertThat(second.getState().getSequence()).isEqualTo(3);
        assertThat(second.getEventsCount()).isZero();
    }

    @Test
    void shouldForgetEventsThatAreAcknowledged() throws InvalidProtocolBufferException {
        outbox.offer(InputKind.EVENT, bytes("a"));
        outbox.offer(InputKind.EVENT, bytes("b"));
        outbox.write(new ByteWriter(), 1, 1);
        outbox.acknowledge(1);
        ByteWriter out = new ByteWriter();
        outbox.write(out, 1, 1);
        assertThat(ClientFrame.parseFrom(out.toByteArray()).getEventsList())
                .extracting(Input::getSequence)
                .containsExactly(2L);
    }

    @Test
    void shouldTakeNoMoreEventsThanItKeepsUntilSomeAreAcknowledged() {
        for (int i = 0; i < 3; i++) {
            assertThat(outbox.offer(InputKind.EVENT, bytes("e"))).isPositive();
        }
        assertThat(outbox.offer(InputKind.EVENT, bytes("e"))).isEqualTo(-1);
        assertThat(outbox.offer(InputKind.STATE, bytes("s"))).isEqualTo(4);
        outbox.acknowledge(2);
        assertThat(outbox.offer(InputKind.EVENT, bytes("e"))).isEqualTo(5);
    }

    @Test
    void shouldMoveAboveWhatAnEarlierPlaySaid() throws InvalidProtocolBufferException {
        outbox.offer(InputKind.STATE, bytes("s"));
        outbox.offer(InputKind.EVENT, bytes("e"));
        outbox.base(40);
        outbox.base(90);
        ByteWriter out = new ByteWriter();
        outbox.write(out, 1, 1);
        ClientFrame frame = ClientFrame.parseFrom(out.toByteArray());
        assertThat(frame.getState().getSequence()).isEqualTo(41);
        assertThat(frame.getEvents(0).getSequence()).isEqualTo(42);
        assertThat(outbox.offer(InputKind.EVENT, bytes("f"))).isEqualTo(43);
    }

    @Test
    void shouldKeepEveryMessageBelowTheServersBound() throws InvalidProtocolBufferException {
        Outbox wide = new Outbox(64);
        for (int i = 0; i < 64; i++) {
            wide.offer(InputKind.EVENT, new byte[16 * 1024]);
        }
        wide.offer(InputKind.STATE, new byte[16 * 1024]);
        long written = 0;
        int events = 0;
        while (wide.hasEventsAfter(written)) {
            ByteWriter out = new ByteWriter();
            written = wide.write(out, 1, 1);
            assertThat(out.size()).isLessThanOrEqualTo(64 * 1024);
            ClientFrame frame = ClientFrame.parseFrom(out.toByteArray());
            events += frame.getEventsCount();
            // A state above an event that is still to come would make the gameserver drop the event.
            assertThat(frame.hasState()).isEqualTo(!wide.hasEventsAfter(written));
            wide.acknowledge(written);
        }
        assertThat(events).isEqualTo(64);
    }

    @Test
    void shouldRefuseAnInputThatIsTooLong() {
        assertThatThrownBy(() -> outbox.offer(InputKind.STATE, new byte[16 * 1024 + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an input of 16385 bytes: must be at most 16384 bytes");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
