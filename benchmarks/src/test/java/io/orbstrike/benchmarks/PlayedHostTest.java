package io.orbstrike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.None;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbWorkload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is measured happens: one tick of one board at a time, and every player sees every frame. */
class PlayedHostTest {

    private static final int TICKS_PER_BOARD = 200;

    private final Shape shape = new Shape(20, 5);

    @Test
    void shouldShowEveryFrameOfOrbToEveryPlayer() {
        PlayedHost<OrbPlayer, OrbInput> played = PlayedHost.create(
                shape, new OrbType(), OrbWorkload.rules(shape.players()), new OrbPlayer("", 0), Wishes.orb());
        assertEveryFrameSeen(played);
    }

    @Test
    void shouldShowEveryFrameOfBoardsInWhichNothingHappens() {
        PlayedHost<None, Integer> played = PlayedHost.create(
                shape, new IdleType(Duration.ofMillis(15), shape.players()), None.NONE, None.NONE, new byte[][] {{1}});
        assertEveryFrameSeen(played);
    }

    @Test
    void shouldTickBoardsWhosePlayersAreAway() {
        PlayedHost<None, Integer> played = PlayedHost.createWithoutStreams(
                shape, new IdleType(Duration.ofMillis(15), shape.players()), None.NONE, None.NONE);
        long before = played.metrics().ticks();
        play(played);
        assertThat(played.metrics().ticks() - before).isEqualTo((long) TICKS_PER_BOARD * shape.boards());
        assertThat(played.metrics().framesSent()).isZero();
    }

    private void assertEveryFrameSeen(PlayedHost<?, ?> played) {
        long ticks = played.metrics().ticks();
        long frames = played.metrics().framesSent();
        long inputs =
                played.viewers().stream().mapToLong(CountingViewer::inputs).sum();
        play(played);
        assertThat(played.metrics().ticks() - ticks).isEqualTo((long) TICKS_PER_BOARD * shape.boards());
        long framesDue = (long) TICKS_PER_BOARD * shape.boards() * shape.players();
        assertThat(played.metrics().framesSent() - frames).isEqualTo(framesDue);
        assertThat(played.viewers().stream().mapToLong(CountingViewer::inputs).sum() - inputs)
                .isEqualTo(framesDue);
        assertThat(played.metrics().framesSkipped()).isLessThanOrEqualTo(shape.boards() * (long) shape.players());
        assertThat(played.metrics().slotsDropped()).isZero();
    }

    private void play(PlayedHost<?, ?> played) {
        for (int i = 0; i < TICKS_PER_BOARD * shape.boards(); i++) {
            played.tickOneBoard();
        }
    }
}
