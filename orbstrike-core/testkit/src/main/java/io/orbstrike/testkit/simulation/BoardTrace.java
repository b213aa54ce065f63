package io.orbstrike.testkit.simulation;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
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
    private final Map<Token, EpochTrace> after = new HashMap<>();
    private @Nullable EpochTrace attachedLast;
    private long forgottenNs = Long.MIN_VALUE / 2;
    private long savedEpoch;
    private long savedTick;
    private boolean isBroken;
    private boolean wentOnInVain;

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
        long givenTick = UNKNOWN;
        boolean isHandedOver;
        boolean isContinued;
        boolean wasWhole;
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

    /** Another holder is to go on from what the store has, unless it is given something newer; steps may be lost. */
    void attached(Token before, Token now) {
        EpochTrace epoch = epoch(now.epoch().value());
        epoch.fromTick = savedTick;
        epoch.wasWhole = !isBroken;
        after.put(before, epoch);
        attachedLast = epoch;
        isBroken = true;
    }

    /** The holder after a token was given what the one before had. */
    void given(Token before, long tick) {
        EpochTrace next = after.get(before);
        if (next == null || next.lastTick != UNKNOWN) {
            return;
        }
        EpochTrace last = epoch(before.epoch().value());
        last.givenTick = tick;
        if (tick > next.fromTick) {
            next.fromTick = tick;
            next.isContinued = true;
        }
        if (tick >= last.lastTick && next == attachedLast) { // else it comes to one who has lost the board already
            next.fromApplied = last.lastTick == UNKNOWN ? last.fromApplied : last.applied;
            isBroken = !next.wasWhole;
        }
    }

    /** Whether all that any holder has ever done is in the state. */
    boolean isWhole() {
        return !isBroken && !wentOnInVain;
    }

    /** Whether each holder went on from where the one before had given the board away. */
    boolean isUnbroken() {
        return !isBroken;
    }

    /** A holder goes on who has given the state away: what comes of that is lost. */
    void goOnInVain() {
        wentOnInVain = true;
    }

    /** When the store has last forgotten something of it. */
    long forgottenNs() {
        return forgottenNs;
    }

    /** The store has forgotten something: what was expected of it cannot be expected any more. */
    void forget(long nowNs) {
        forgottenNs = nowNs;
        isBroken = true;
        after.clear();
        savedEpoch = 0;
        savedTick = 0;
        for (EpochTrace epoch : epochs.values()) {
            epoch.lastTick = UNKNOWN;
            epoch.applied = UNKNOWN;
            epoch.fromTick = UNKNOWN;
            epoch.fromApplied = UNKNOWN;
            epoch.handedOverAfter = UNKNOWN;
            epoch.savedTick = UNKNOWN;
            epoch.givenTick = UNKNOWN;
            epoch.isHandedOver = false;
            epoch.isContinued = false;
        }
    }
}
