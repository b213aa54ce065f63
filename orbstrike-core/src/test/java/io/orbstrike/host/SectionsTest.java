package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import org.junit.jupiter.api.Test;

/** Players of a board with five sections see section 0 and one more, another every four ticks. */
class SectionsTest {

    private final HostFixture fixture = new HostFixture();
    private final HostedBoard<String, Integer> board =
            fixture.board(HostFixture.BOARD, new CountingType.Rules(10, 10, 5, true), BoardSettings.of(1));
    private final PlayerId ada = fixture.join(board, 1, "ada");
    private final ScriptedSink sink = new ScriptedSink();
    private final Viewer viewer = fixture.open(board, ada, 1, sink);

    @Test
    void shouldSendEachViewerWhatHeSeesAsItChanges() {
        PlayerId bob = fixture.join(board, 2, "bob");
        ScriptedSink other = new ScriptedSink();
        fixture.open(board, bob, 1, other);
        fixture.ticks(1);
        for (int i = 0; i < 60; i++) {
            fixture.ticks(1);
            long tick = board.status().tick();
            assertThat(sink.view.sections.keySet()).containsExactlyInAnyOrder(seen(0, tick));
            assertThat(other.view.sections.keySet()).containsExactlyInAnyOrder(seen(1, tick));
        }
        assertThat(sink.kinds()).filteredOn(kind -> kind == FrameKind.KEYFRAME).hasSize(1);
        assertThat(other.kinds()).filteredOn(kind -> kind == FrameKind.KEYFRAME).hasSize(1);
    }

    @Test
    void shouldSendAKeyframeOfAllThatIsSeenAfterAPause() {
        fixture.ticks(10);
        sink.ready = false;
        fixture.ticks(7);
        sink.ready = true;
        viewer.onReady();
        fixture.ticks(1);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.KEYFRAME);
        assertThat(sink.view.sections.keySet())
                .containsExactlyInAnyOrder(seen(0, board.status().tick()));
        fixture.ticks(30);
        assertThat(sink.last().kind()).isEqualTo(FrameKind.DELTA);
        assertThat(sink.last().tick()).isEqualTo(board.status().tick());
    }

    @Test
    void shouldEncodeASectionOnlyIfSomebodySeesIt() {
        fixture.ticks(8);
        long before = fixture.host.metrics().keyframesEncoded();
        fixture.ticks(4);
        assertThat(fixture.host.metrics().keyframesEncoded() - before).isEqualTo(1);
    }

    @Test
    void shouldSendKeyframesOfAllSectionsWhenABoardHasNoDeltas() {
        HostFixture plain = new HostFixture();
        HostedBoard<String, Integer> simple =
                plain.board(HostFixture.BOARD, new CountingType.Rules(10, 10, 5, false), BoardSettings.of(1));
        ScriptedSink whole = new ScriptedSink();
        simple.watch(plain.lane, whole);
        plain.ticks(30);
        assertThat(whole.kinds()).hasSizeGreaterThan(25).containsOnly(FrameKind.KEYFRAME);
        assertThat(whole.view.sections.keySet())
                .containsExactlyInAnyOrder(seen(0, simple.status().tick()));
    }

    private static Integer[] seen(int index, long tick) {
        int second = (int) ((tick / 4 + index) % 5);
        return second == 0 ? new Integer[] {0} : new Integer[] {0, second};
    }
}
