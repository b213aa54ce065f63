package io.orbstrike.testkit.simulation;

import io.orbstrike.testkit.store.StoreCall;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a step of a handover, to strike the process that takes it. One blow at a time is planned.
 *
 * <p>Confined to the simulation's thread.
 */
final class Ambush {

    private final FaultTable table;
    private final BiConsumer<Blow, SimulatedNode> strike;
    private @Nullable HandoverStep step;
    private @Nullable Blow blow;
    private boolean isTargetNext;

    /**
     * Plans nothing yet.
     *
     * @param strike crashes or pauses a process
     */
    Ambush(FaultTable table, BiConsumer<Blow, SimulatedNode> strike) {
        this.table = table;
        this.strike = strike;
    }

    void plan(HandoverStep where, Blow what) {
        step = where;
        blow = what;
        isTargetNext = false;
    }

    void giveUp() {
        step = null;
        blow = null;
    }

    /** A step is taken by a process; true if nothing is to be heard of what comes of it. */
    boolean strikes(HandoverStep taken, SimulatedNode by) {
        Blow planned = blow;
        if (step != taken || planned == null || !by.isRunning()) {
            return false;
        }
        giveUp();
        table.count(planned, taken);
        if (planned == Blow.UNKNOWN) {
            return true;
        }
        strike.accept(planned, by);
        return false;
    }

    /** A call is about to leave; true if it gets lost. */
    boolean isLost(StoreCall call, SimulatedNode by) {
        return call == StoreCall.HAND_OVER_BOARD && strikes(HandoverStep.FREEZE, by);
    }

    /** A call was applied; true if its answer gets lost. */
    boolean isAnswerLost(StoreCall call, SimulatedNode by) {
        switch (call) {
            case HAND_OVER_BOARD -> {
                isTargetNext = true;
                return strikes(HandoverStep.WRITE, by);
            }
            case LOAD_BOARD -> {
                return isTargetNext && strikes(HandoverStep.FIRST_TICK, by);
            }
            case LOGOUT, END_LEASE -> {
                return by instanceof GameserverNode && strikes(HandoverStep.LOGOUT, by);
            }
            default -> {
                return false;
            }
        }
    }
}
