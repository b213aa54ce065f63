package io.orbstrike.testkit.board;

import io.orbstrike.board.BoardType;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The contract on the counter, with or without a fault. */
class CounterKit extends BoardTypeContract<Integer, String, Integer> {

    private final CounterType type;

    CounterKit(CounterType type) {
        this.type = type;
    }

    @Override
    protected BoardType<Integer, String, Integer> type() {
        return type;
    }

    @Override
    protected List<Integer> rules() {
        return List.of(100_000, 500);
    }

    @Override
    protected String joinData(RandomGenerator random) {
        return "p" + random.nextInt(1_000);
    }

    @Override
    protected Integer input(RandomGenerator random) {
        return random.nextInt(7) - 3;
    }

    @Override
    protected int steps() {
        return 200;
    }

    @Override
    protected Optional<String> recording() {
        return Optional.of("counter-recording.txt");
    }
}
