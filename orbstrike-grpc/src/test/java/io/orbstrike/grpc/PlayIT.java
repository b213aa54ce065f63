package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.FrameKind;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.host.StayEndReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plays on a real board over real sockets. */
class PlayIT {

    private final GrpcRig rig = GrpcRig.start();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPlayFromCreationToLeave() {
        BoardFacts board = rig.createBoard();
        assertThat(board.type()).isEqualTo("tally");
        assertThat(board.maxPlayers()).isEqualTo(4);
        assertThat(board.tickInterval()).hasMillis(5);
        Seat seat = rig.join(board.id(), "ann");
        assertThat(seat.player().value()).isEqualTo(1);
        assertThat(seat.index()).isZero();
        assertThat(seat.toString()).doesNotContain(seat.ticket());

        TallyView view = new TallyView();
        RecordingListener heard = new RecordingListener();
        Play<String> play = rig.client.play(GrpcRig.TYPE, seat, view, heard);
        await().until(() -> heard.frames() > 3);
        assertThat(heard.firstKinds()).containsExactly(FrameKind.KEYFRAME);

        assertThat(play.offer("up")).isEqualTo(1);
        assertThat(play.offer("!jump")).isEqualTo(2);
        await().until(() -> heard.acknowledgedInput() == 2);
        assertThat(view.lines()).containsExactly("0 ann up !jump");

        play.offer("!tell");
        await().until(() -> view.told().contains("psst"));

        assertThat(GrpcRig.await(rig.client.getBoard(board.id())).players()).isEqualTo(1);
        GrpcRig.await(rig.client.leaveBoard(seat));
        await().until(() -> heard.end() != null);
        assertThat(heard.end())
                .isInstanceOfSatisfying(
                        PlayEnd.StayEnded.class, end -> assertThat(end.reason()).isEqualTo(StayEndReason.LEFT));
        assertThat(heard.kind()).isEqualTo(FrameKind.LAST);
        assertThat(heard.violations()).isEmpty();
        assertThat(heard.streams()).containsExactly(1L);
        assertThat(play.offer("up")).isEqualTo(-1);
    }

    @Test
    void shouldCheckTheTicketOncePerStream() {
        Seat seat = rig.join(rig.createBoard().id(), "ann");
        int before = rig.ticketTimes.get();
        RecordingListener heard = new RecordingListener();
        Play<String> play = rig.client.play(GrpcRig.TYPE, seat, new TallyView(), heard);
        for (int i = 0; i < 20; i++) {
            long sequence = play.offer("!jump" + i);
            await().until(() -> heard.acknowledgedInput() == sequence);
        }
        assertThat(heard.frames()).isGreaterThan(20);
        assertThat(rig.ticketTimes.get()).isEqualTo(before + 1);
    }
}
