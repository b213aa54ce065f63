package io.orbstrike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.testkit.board.BoardPlay;
import io.orbstrike.testkit.board.BoardTypeContract;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OwnGameTest extends BoardTypeContract<Integer, Integer, Integer> {

    @Override
    protected BoardType<Integer, Integer, Integer> type() {
        return new OwnGame();
    }

    @Override
    protected List<Integer> rules() {
        return List.of(60, 10);
    }

    @Override
    protected Integer joinData(RandomGenerator random) {
        return random.nextInt(1, OwnGame.SIZE + 1);
    }

    @Override
    protected Integer input(RandomGenerator random) {
        return random.nextInt(OwnGame.LEFT, OwnGame.TAG + 1);
    }

    @Test
    void shouldMakeItWhoeverStandsBesideIt() {
        BoardPlay<Integer, Integer> play = BoardPlay.create(new OwnGame(), 60, 1);
        int ann = play.join(10).orElseThrow();
        int bob = play.join(60).orElseThrow();
        play.step();
        assertThat(game(play).it).isEqualTo(ann);

        play.input(ann, OwnGame.RIGHT);
        for (int i = 0; i < 100 && game(play).it == ann; i++) {
            play.input(ann, OwnGame.TAG);
            play.step();
        }
        assertThat(game(play).it).isEqualTo(bob);
        assertThat(play.events())
                .singleElement()
                .satisfies(event -> assertThat(event.index()).isEqualTo(bob));
    }

    @Test
    void shouldCloseAndNameWhoIsItWhenTheTimeIsOver() {
        BoardPlay<Integer, Integer> play = BoardPlay.create(new OwnGame(), 1, 1);
        play.join(10);
        play.steps(19);
        assertThat(play.isClosed()).isFalse();
        play.steps(1);
        assertThat(play.result()).containsExactly(0);
    }

    @Test
    void shouldPassItOnWhenItLeaves() {
        BoardPlay<Integer, Integer> play = BoardPlay.create(new OwnGame(), 60, 1);
        int ann = play.join(10).orElseThrow();
        int bob = play.join(60).orElseThrow();
        play.step();
        play.leave(ann);
        play.step();
        assertThat(game(play).it).isEqualTo(bob);
        play.leave(bob);
        play.step();
        assertThat(game(play).it).isEqualTo(-1);
    }

    private static OwnGame.Game game(BoardPlay<?, ?> play) {
        return new OwnGame().restore(1, new ByteReader(play.keyframe(0)));
    }
}
