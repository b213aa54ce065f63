package io.orbstrike.orb;

/**
 * What players want, and when they get it: (direction, ring) follows a wish as far as energy allows.
 *
 * <p>Confined to the tick thread.
 */
final class OrbWishes {

    /* A ring is up only if it is wanted. So of a wanted ring just one thing can come by itself: it drops when energy has
     * reached 0, or it rises when energy is enough. The step is known in advance, and stands in the wheel `due`; the wheel
     * `unprotected` has the step in which protection ends. Nobody else is looked at.
     *
     * Only the last wish of a step counts: a player who is heard twice in a step, as when he loses his stream and is back,
     * keeps his ring.
     *
     * Energy that a step leaves behind decides in the first part of the next. A ring whose energy lasts k steps after
     * `energyTick` drops in step energyTick + k + 1; likewise one that lacks k steps of gain rises.
     */

    private final OrbColumns columns;
    private final OrbConstants constants;
    private final RingGrid rings;
    private final OrbMovement movement;
    private final OrbChanges changes;
    private final byte[] wanted;
    private final long[] changed;
    private final DueWheel due;
    private final DueWheel unprotected;
    private final int[] dueNow;

    OrbWishes(OrbColumns columns, RingGrid rings, OrbMovement movement, OrbChanges changes) {
        int maxPlayers = columns.constants.maxPlayers;
        this.columns = columns;
        this.constants = columns.constants;
        this.rings = rings;
        this.movement = movement;
        this.changes = changes;
        wanted = new byte[maxPlayers];
        changed = new long[(maxPlayers + 63) >>> 6];
        due = new DueWheel(maxPlayers);
        unprotected = new DueWheel(maxPlayers);
        dueNow = new int[maxPlayers];
    }

    int wanted(int index) {
        return wanted[index];
    }

    /** Sets what a player wants, before {@link #resume}. */
    void restore(int index, int motion) {
        wanted[index] = (byte) motion;
    }

    /** Goes on with a living orb whose columns were read from a snapshot. */
    void resume(int index, long tick) {
        if (columns.isRingUp(index)) {
            rings.add(index);
        }
        scheduleEnergy(index);
        startProtection(index, tick);
    }

    /** Begins a step: protection ends, and rings drop whose energy is used up. */
    void dropDue(long tick) {
        int count = unprotected.take(tick, dueNow);
        for (int i = 0; i < count; i++) {
            updateMortal(dueNow[i], tick);
        }
        count = due.take(tick, dueNow);
        for (int i = 0; i < count; i++) {
            int index = dueNow[i];
            if (columns.isRingUp(index)) {
                changeMotion(index, columns.motion[index] ^ OrbMotion.RING, tick);
            } else {
                markChanged(index);
            }
        }
    }

    /** Forgets what is due, before all are placed anew. */
    void clearDue() {
        due.clear();
        unprotected.clear();
    }

    /** A player wants something else; {@link #follow} heeds it. */
    void change(int index, int motion) {
        wanted[index] = (byte) motion;
        markChanged(index);
    }

    /** Ends the first part of a step: the living whose wish or energy has changed get what they want by now. */
    void follow(long tick) {
        for (int word = 0; word < changed.length; word++) {
            for (long bits = changed[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (columns.isAlive(index)) {
                    follow(index, tick);
                }
            }
            changed[word] = 0;
        }
    }

    /** An orb was placed with its ring down. */
    void onPlaced(int index, long tick) {
        follow(index, tick);
        startProtection(index, tick);
    }

    /** An orb's energy is full again. */
    void onRefilled(int index) {
        scheduleEnergy(index);
    }

    /** An orb dies; its columns still show it alive. What its player wants stays. */
    void onDied(int index) {
        if (columns.isRingUp(index)) {
            rings.remove(index);
        }
        due.cancel(index);
        unprotected.cancel(index);
        movement.setMortal(index, false);
    }

    /** A player leaves; his columns still show him. */
    void onGone(int index) {
        onDied(index);
        wanted[index] = 0;
        changed[index >>> 6] &= ~(1L << index);
    }

    private void markChanged(int index) {
        changed[index >>> 6] |= 1L << index;
    }

    private void follow(int index, long tick) {
        int wish = wanted[index];
        boolean ringMayBeUp = columns.isRingUp(index) || columns.energyAt(index, tick - 1) >= constants.energyToRaise;
        changeMotion(index, ringMayBeUp ? wish : OrbMotion.direction(wish), tick);
    }

    private void changeMotion(int index, int motion, long tick) {
        int changed = columns.motion[index] ^ motion;
        if (changed != 0) {
            columns.setMotion(index, motion, tick);
            changes.addMotion(index);
        }
        if (OrbMotion.isRingUp(changed)) {
            if (OrbMotion.isRingUp(motion)) {
                rings.add(index);
            } else {
                rings.remove(index);
            }
            updateMortal(index, tick);
        }
        scheduleEnergy(index);
    }

    private void scheduleEnergy(int index) {
        if (constants.energyMax == 0 || !OrbMotion.isRingUp(wanted[index])) {
            due.cancel(index);
        } else if (columns.isRingUp(index)) {
            long lasts = ceilDivide(columns.energy[index], constants.energyDrain);
            due.schedule(index, columns.energyTick[index] + lasts + 1);
        } else {
            int lacking = Math.max(0, constants.energyToRaise - columns.energy[index]);
            long lacks = ceilDivide(lacking, constants.energyGain);
            due.schedule(index, columns.energyTick[index] + lacks + 1);
        }
    }

    private void startProtection(int index, long tick) {
        if (columns.protectedUntilTick[index] > tick) {
            unprotected.schedule(index, columns.protectedUntilTick[index]);
        }
        updateMortal(index, tick);
    }

    private void updateMortal(int index, long tick) {
        movement.setMortal(index, !columns.isRingUp(index) && columns.protectedUntilTick[index] <= tick);
    }

    private static long ceilDivide(int dividend, int divisor) {
        return ((long) dividend + divisor - 1) / divisor;
    }
}
