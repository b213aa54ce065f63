package io.orbstrike.host;

import static io.orbstrike.host.CountingType.CLOSE;
import static io.orbstrike.host.CountingType.ELIMINATE_ME;
import static io.orbstrike.host.CountingType.TELL_ALL;
import static io.orbstrike.host.CountingType.TELL_ME;
import static io.orbstrike.host.CountingType.THROW;
import static io.orbstrike.host.HostFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.PlayerId;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is lost on the way from a step to a player, or back, is counted. */
class DropCountTest {

    private static final int HAND_OVERS_MAX = 4;

    private final HostFixture fixture = new HostFixture(builder -> builder.threads(1)
            .options(HostOptions.builder().handOversPerLane(HAND_OVERS_MAX).build()));
    private final HostedBoard<String, Integer> board = fixture.board();
    private final PlayerId ada = fixture.join(board, 1, "ada");
    private final PlayerId bob = fixture.join(board, 2, "bob");
    private final ScriptedSink adasSink = new ScriptedSink();
    private final Viewer adasViewer = fixture.open(board, ada, 1, adasSink);

    @Test
    void shouldCountPrivateEventsThatALaneHadNoRoomFor() {
        ScriptedSink bobsSink = new ScriptedSink();
        ManualLane other = new ManualLane();
        CompletionStage<OpenOutcome> opened = board.open(bob, 1, other, bobsSink);
        fixture.ticks(1);
        other.run();
        assertThat(done(opened)).isInstanceOf(OpenOutcome.Opened.class);

        stepsWithoutLanes(HAND_OVERS_MAX);
        fixture.offer(adasViewer, 1, TELL_ALL);
        stepsWithoutLanes(1);
        assertThat(eventsDropped()).isEqualTo(2);

        other.run();
        fixture.offer(adasViewer, 2, TELL_ALL);
        stepsWithoutLanes(1);
        assertThat(eventsDropped()).isEqualTo(3);
        fixture.lane.run();
        other.run();
        fixture.ticks(2);
        other.run();
        assertThat(adasSink.view.events).isEmpty();
        assertThat(bobsSink.view.events).hasSize(1);
        assertThat(eventsDropped()).isEqualTo(3);
    }

    @Test
    void shouldCountPrivateEventsThatASupersededStreamHadNotSent() {
        fixture.ticks(1);
        adasSink.ready = false;
        tellAda(1);
        tellAda(2);
        ScriptedSink newer = new ScriptedSink();
        fixture.open(board, ada, 2, newer);
        fixture.ticks(1);
        assertThat(adasSink.end).isEqualTo(new StreamEnd.Superseded(2));
        assertThat(newer.view.events).isEmpty();
        assertThat(eventsDropped()).isEqualTo(2);
    }

    @Test
    void shouldCountPrivateEventsThatComeAfterAStreamWasClosed() {
        fixture.ticks(1);
        fixture.offer(adasViewer, 1, TELL_ME);
        stepsWithoutLanes(1);
        adasViewer.close();
        fixture.work();
        assertThat(eventsDropped()).isEqualTo(1);
        ScriptedSink again = new ScriptedSink();
        fixture.open(board, ada, 2, again);
        fixture.ticks(1);
        assertThat(again.view.events).isEmpty();
        assertThat(eventsDropped()).isEqualTo(1);
    }

    @Test
    void shouldCountNothingWhenALastFrameBringsWhatWaited() {
        fixture.ticks(1);
        adasSink.ready = false;
        tellAda(1);
        fixture.offer(adasViewer, 2, ELIMINATE_ME);
        fixture.ticks(1);
        assertThat(adasSink.view.events).hasSize(2);
        assertThat(eventsDropped()).isZero();
    }

    @Test
    void shouldCountPrivateEventsOfAPlayerWhoseStayEndsWhileHeIsAway() {
        fixture.offer(adasViewer, 1, TELL_ALL);
        fixture.ticks(1);
        CompletionStage<Boolean> left = board.leave(bob);
        fixture.offer(adasViewer, 2, TELL_ME);
        fixture.ticks(1);
        assertThat(done(left)).isTrue();
        assertThat(eventsDropped()).isEqualTo(1);
    }

    @Test
    void shouldCountPrivateEventsThatWaitWhenABoardEnds() {
        fixture.offer(adasViewer, 1, TELL_ALL);
        fixture.ticks(1);
        fixture.offer(adasViewer, 2, CLOSE);
        fixture.ticks(1);
        assertThat(adasSink.view.events).hasSize(1);
        assertThat(eventsDropped()).isEqualTo(1);
    }

    @Test
    void shouldCountPrivateEventsThatWaitWhenABoardIsQuarantined() {
        fixture.ticks(1);
        adasSink.ready = false;
        fixture.offer(adasViewer, 1, TELL_ALL);
        fixture.ticks(1);
        fixture.offer(adasViewer, 2, THROW);
        fixture.ticks(1);
        assertThat(adasSink.end).isEqualTo(StreamEnd.Quarantined.INSTANCE);
        assertThat(eventsDropped()).isEqualTo(2);
    }

    @Test
    void shouldCountViewersAndPrivateEventsOfALaneThatEnds() {
        fixture.ticks(1);
        fixture.offer(adasViewer, 1, TELL_ME);
        fixture.lane.end();
        fixture.ticks(1);
        assertThat(eventsDropped()).isEqualTo(1);
        fixture.ticks(1);
        assertThat(fixture.host.metrics().viewersDropped()).isEqualTo(1);
        assertThat(eventsDropped()).isEqualTo(1);
        assertThat(fixture.tryOpen(board, ada, 2, new ScriptedSink())).isEqualTo(OpenOutcome.Busy.INSTANCE);
        assertThat(fixture.host.metrics().commandsRejected()).isEqualTo(1);
    }

    @Test
    void shouldCountInputsOfAStreamThatHasEnded() {
        fixture.ticks(1);
        fixture.offer(adasViewer, 1, 5);
        adasViewer.close();
        fixture.offer(adasViewer, 2, 6);
        fixture.ticks(1);
        assertThat(fixture.host.metrics().inputsDropped()).isEqualTo(2);
    }

    @Test
    void shouldShowThemAsMeters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HostMeters.of(fixture.host).bindTo(registry);
        fixture.ticks(1);
        adasSink.ready = false;
        tellAda(1);
        fixture.open(board, ada, 2, new ScriptedSink());
        fixture.lane.end();
        fixture.ticks(2);
        assertThat(registry.get("orbstrike.events.dropped").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.viewers.dropped").functionCounter().count())
                .isEqualTo(1);
    }

    private void tellAda(long sequence) {
        fixture.offer(adasViewer, sequence, TELL_ME);
        fixture.ticks(1);
    }

    private void stepsWithoutLanes(int count) {
        for (int i = 0; i < count; i++) {
            fixture.clock.advanceNs(10_000_000);
            fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime());
        }
    }

    private long eventsDropped() {
        return fixture.host.metrics().eventsDropped();
    }
}
