package io.orbstrike.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.testkit.board.BoardPlay;
import io.orbstrike.testkit.board.BoardTypeContract;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PongTest extends BoardTypeContract<Integer, String, Integer> {

    private static final int STEPS_MAX = 20_000;

    private final BoardPlay<String, Integer> play = BoardPlay.create(new Pong(), 2, 1);

    @Override
    protected BoardType<Integer, String, Integer> type() {
        return new Pong();
    }

    @Override
    protected List<Integer> rules() {
        return List.of(1, 5);
    }

    @Override
    protected String joinData(RandomGenerator random) {
        return "player " + random.nextInt(100);
    }

    @Override
    protected Integer input(RandomGenerator random) {
        return random.nextInt(0, Pong.HEIGHT + 1);
    }

    @Test
    void shouldMoveThePaddleWhereItsPlayerWantsIt() {
        int ann = play.join("Ann").orElseThrow();
        play.step();
        play.input(ann, Pong.HEIGHT);
        play.steps(100);
        assertThat(table().sides[ann].paddle).isEqualTo(Pong.HEIGHT);
        play.input(ann, 0);
        play.step();
        assertThat(table().sides[ann].paddle).isBetween(Pong.HEIGHT - 20, Pong.HEIGHT - 1);
    }

    @Test
    void shouldLetWhoKeepsAwayFromTheBallLoseAndPlayAnotherGame() {
        int ann = play.join("Ann").orElseThrow();
        play.step();
        stepUntil(() -> {
            play.input(ann, table().ball.y < Pong.HEIGHT / 2 ? Pong.HEIGHT : 0);
            return table().sides[1 - ann].score == 2;
        });
        assertThat(table().sides[ann].score).isZero();
        stepUntil(() -> table().sides[1 - ann].score == 0);
        assertThat(play.isClosed()).isFalse();
    }

    @Test
    void shouldSendTheBallBackFasterFromThePaddleItMeets() {
        int ann = play.join("Ann").orElseThrow();
        play.step();
        stepUntil(() -> {
            play.input(ann, table().ball.y);
            return Math.abs(table().ball.stepX) > 9;
        });
        assertThat(table().sides[0].score + table().sides[1].score).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldPlayForWhoHasLeft() {
        int ann = play.join("Ann").orElseThrow();
        play.step();
        play.leave(ann);
        play.step();
        assertThat(table().sides[ann].isTaken).isFalse();
        int paddle = table().sides[ann].paddle;
        stepUntil(() -> table().sides[ann].paddle != paddle);
    }

    private void stepUntil(BooleanSupplier done) {
        int steps = 0;
        while (!done.getAsBoolean()) {
            assertThat(steps++).as("steps").isLessThan(STEPS_MAX);
            play.step();
        }
    }

    private PongBoard table() {
        return new Pong().restore(1, new ByteReader(play.keyframe(0)));
    }
}
