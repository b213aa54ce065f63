package io.orbstrike.host;

import static io.orbstrike.host.HostFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BoardHostTest {

    private final HostFixture fixture = new HostFixture();

    @Test
    void shouldShowAPlayerWhatHeDid() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        Viewer viewer = fixture.open(board, ada, 1, sink);
        fixture.ticks(1);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.KEYFRAME);
        assertThat(sink.view.sumOf(0)).isZero();

        fixture.offer(viewer, 1, 5);
        fixture.ticks(3);

        assertThat(sink.view.sumOf(0)).isEqualTo(15);
        assertThat(sink.decoder.acknowledgedInput()).isEqualTo(1);
        assertThat(sink.kinds()).containsExactly(FrameKind.KEYFRAME, FrameKind.DELTA, FrameKind.DELTA, FrameKind.DELTA);
    }

    @Test
    void shouldTellALeavingPlayerWhyInTheLastFrame() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        fixture.ticks(2);

        CompletionStage<Boolean> left = board.leave(ada);
        fixture.ticks(1);

        assertThat(done(left)).isTrue();
        assertThat(sink.last().kind()).isEqualTo(FrameKind.LAST);
        assertThat(sink.decoder.endReason()).contains(StayEndReason.LEFT);
        assertThat(sink.end).isEqualTo(new StreamEnd.StayEnded(StayEndReason.LEFT));
        assertThat(board.status().players()).isZero();
    }
}
