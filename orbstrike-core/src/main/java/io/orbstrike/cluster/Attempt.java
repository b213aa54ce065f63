package io.orbstrike.cluster;

import io.orbstrike.cluster.agent.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A creation or a join under way, and the calls with its key that wait for it.
 *
 * <p>Confined to the agent's thread.
 *
 * @param <T> the answer
 */
final class Attempt<T> {

    /** How many calls with one key may wait. What is beyond is unavailable. */
    private static final int WAITING_MAX = 8;

    private final List<Call<T>> waiting = new ArrayList<>(1);

    Attempt(Call<T> first) {
        waiting.add(first);
    }

    void add(Call<T> call) {
        waiting.removeIf(Call::isAnswered);
        if (waiting.size() < WAITING_MAX) {
            waiting.add(call);
        } else {
            call.answerUnavailable("too many calls with one key");
        }
    }

    /** Whether nobody waits any more: what is done now would not be acknowledged. */
    boolean isForsaken() {
        return waiting.stream().allMatch(Call::isAnswered);
    }

    /** The most time that a waiting call has left. */
    Duration remaining() {
        return waiting.stream()
                .filter(call -> !call.isAnswered())
                .map(Call::remaining)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    void forEach(Consumer<Call<T>> action) {
        waiting.forEach(action);
    }

    void answer(T value) {
        waiting.forEach(call -> call.answer(value));
    }

    void answerUnavailable(String reason) {
        waiting.forEach(call -> call.answerUnavailable(reason));
    }
}
