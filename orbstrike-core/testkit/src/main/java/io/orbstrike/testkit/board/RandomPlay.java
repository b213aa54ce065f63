package io.orbstrike.testkit.board;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Players who join, leave, lose their streams and want something at random.
 *
 * <p>Confined to one thread.
 */
final class RandomPlay<J, I> {

    private final BoardPlay<J, I> play;
    private final RandomGenerator random;
    private final Function<RandomGenerator, J> joinData;
    private final Function<RandomGenerator, I> inputs;
    private final int playersMax;

    RandomPlay(
            BoardPlay<J, I> play,
            RandomGenerator random,
            Function<RandomGenerator, J> joinData,
            Function<RandomGenerator, I> inputs,
            int playersMax) {
        this.play = play;
        this.random = random;
        this.joinData = joinData;
        this.inputs = inputs;
        this.playersMax = Math.min(playersMax, play.board().maxPlayers());
    }

    BoardPlay<J, I> play() {
        return play;
    }

    /** Decides what happens in the next step, and simulates it. */
    void step() {
        decide();
        play.step();
    }

    private void decide() {
        List<Integer> there = play.players();
        int joins = there.size() < playersMax && random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < joins && play.players().size() < playersMax; i++) {
            play.join(joinData.apply(random));
        }
        for (int index : there) {
            decide(index);
        }
    }

    private void decide(int index) {
        switch (random.nextInt(64)) {
            case 0 -> play.leave(index);
            case 1 -> {
                if (play.isConnected(index)) {
                    play.disconnect(index);
                } else {
                    play.connect(index);
                }
            }
            case 2, 3, 4, 5, 6, 7, 8, 9 -> {
                if (play.isConnected(index)) {
                    IntStream.rangeClosed(0, random.nextInt(2)).forEach(i -> play.input(index, inputs.apply(random)));
                }
            }
            default -> {
                // most players let most steps pass
            }
        }
    }
}
