package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handover of a board that is under way.
 *
 * <p>Confined to the agent's thread.
 */
final class Handover {

    /** How far it has come. */
    enum Step {
        /** The board's state is saved, which shows that the store takes it. */
        SAVING,
        /** Joins and leaves that have begun come to their end. */
        SETTLING,
        /** The board is to stand still. */
        FREEZING,
        /** The store is asked to move it, or whether it has. */
        WRITING,
        /** It is over. */
        ENDED
    }

    private final ServedBoard<?, ?> board;
    private final Incarnation target;
    private final Call<HandOverOutcome> call;
    private Step step = Step.SAVING;
    private SnapshotStore.@Nullable SaveRequest last;
    private long writeOverNs;

    Handover(ServedBoard<?, ?> board, Incarnation target, Call<HandOverOutcome> call) {
        this.board = board;
        this.target = target;
        this.call = call;
    }

    ServedBoard<?, ?> board() {
        return board;
    }

    Incarnation target() {
        return target;
    }

    Call<HandOverOutcome> call() {
        return call;
    }

    Step step() {
        return step;
    }

    void enter(Step next) {
        step = next;
    }

    /** The board stands still in this state. */
    void freeze(SnapshotStore.SaveRequest state) {
        last = state;
    }

    boolean isFrozen() {
        return last != null;
    }

    SnapshotStore.SaveRequest last() {
        return requireNonNull(last, "last");
    }

    /** The write is sent with so much time left: the store refuses it afterwards (ROUTE-5). Clocks may differ a little. */
    void write(long nowNs, Duration remaining) {
        writeOverNs = nowNs + remaining.toNanos() + remaining.toNanos() / 64;
    }

    /** How long the write may still be applied, if it is not known whether it was; zero or below if it cannot any more. */
    Duration writeLeft(long nowNs) {
        return Duration.ofNanos(writeOverNs - nowNs);
    }
}
