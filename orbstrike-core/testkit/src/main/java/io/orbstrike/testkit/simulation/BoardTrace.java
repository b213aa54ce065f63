package io.orbstrike.testkit.simulation;

import io.orbstrike.store.Incarnation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one board: who ticked it in which epoch, and from where each epoch goes on.
 *
 * <p>Confined to the simulation's thread.
 */
final class BoardTrace {

    static final long UNKNOWN = -1;

    private final Map<Long, EpochTrace> epochs = new HashMap<>();
    private long savedEpoch;
    private long savedTick;
    private boolean isBroken;

    /** What has been seen in one epoch. */
    static final class EpochTrace {
        @Nullable
        Incarnation holder;

        long lastTick = UNKNOWN;
        long applied = UNKNOWN;
        long fromTick = UNKNOWN;
        long fromApplied = UNKNOWN;
        long handedOverAfter = UNKNOWN;
        long savedTick = UNKNOWN;
        boolean isHandedOver;
    }

    EpochTrace epoch(long epoch) {
        return epochs.computeIfAbsent(epoch, key -> new EpochTrace());
    }

    /** Whether the store does not go back by this; from now on it is what the store has. */
    boolean trySave(long epoch, long tick) {
        epoch(epoch).savedTick = Math.max(tick, epoch(epoch).savedTick);
        boolean rises = epoch > savedEpoch || (epoch == savedEpoch && tick >= savedTick);
        savedEpoch = epoch;
        savedTick = tick;
        return rises;
    }

    /** The store has at least this. */
    void noteSaved(long epoch, long tick) {
        if (epoch > savedEpoch) {
            savedTick = tick;
        } else if (epoch == savedEpoch) {
            savedTick = Math.max(savedTick, tick);
        }
        savedEpoch = Math.max(savedEpoch, epoch);
    }

    /** Steps may have been lost. */
    void breakUp() {
        isBroken = true;
    }

    boolean isWhole() {
        return !isBroken;
    }

    long savedTick() {
        return savedTick;
    }

    /** The store has forgotten something: what was expected of it cannot be expected any more. */
    void forget() {
        breakUp();
        savedEpoch = 0;
        savedTick = 0;
        for (EpochTrace epoch : epochs.values()) {
            epoch.lastTick = UNKNOWN;
            epoch.applied = UNKNOWN;
            epoch.fromTick = UNKNOWN;
            epoch.fromApplied = UNKNOWN;
            epoch.handedOverAfter = UNKNOWN;
            epoch.savedTick = UNKNOWN;
            epoch.isHandedOver = false;
        }
    }
}
