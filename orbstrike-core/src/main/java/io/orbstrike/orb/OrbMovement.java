package io.orbstrike.orb;

/**
 * The part of a step that touches every orb: all move, and those are found who may die.
 *
 * <p>Confined to the tick thread.
 */
final class OrbMovement {

    /* One pass without a call and with a single, nearly never taken branch. It runs over all indexes below the bound: who
     * is not alive has no velocity and is not mortal. Candidates for a death by a ring are collected without a branch: each
     * index is written to the list, and the list grows by one only if the orb is mortal and a ring reaches its cell.
     */

    private final OrbColumns columns;
    private final RingGrid rings;
    private final int[] velocityX;
    private final int[] velocityY;
    private final byte[] mortal;
    private final int[] outside;
    private final int[] nearRing;
    private int outsideCount;
    private int nearRingCount;

    OrbMovement(OrbColumns columns, RingGrid rings) {
        this.columns = columns;
        this.rings = rings;
        velocityX = columns.constants.velocitiesByMotion(0);
        velocityY = columns.constants.velocitiesByMotion(1);
        mortal = new byte[columns.constants.maxPlayers];
        outside = new int[columns.constants.maxPlayers];
        nearRing = new int[columns.constants.maxPlayers];
    }

    /** Says whether a ring may kill an orb in the next steps: it lives, its ring is down and it is not protected. */
    void setMortal(int index, boolean isMortal) {
        mortal[index] = (byte) (isMortal ? 1 : 0);
    }

    /** Takes back in advance what {@link #move} will do to an orb that must not move in this step. */
    void hold(int index) {
        int motion = columns.motion[index];
        columns.x[index] -= velocityX[motion];
        columns.y[index] -= velocityY[motion];
    }

    /** Moves all orbs, and finds who is outside a circle of this radius and who is near a ring. */
    void move(int radius) {
        byte[] motion = columns.motion;
        byte[] killable = mortal;
        int[] x = columns.x;
        int[] y = columns.y;
        int[] stepX = velocityX;
        int[] stepY = velocityY;
        int[] cells = rings.fineCells();
        int[] far = outside;
        int[] near = nearRing;
        int half = columns.constants.radius;
        int shift = rings.fineShift();
        int width = rings.fineWidth();
        long radiusSquared = (long) radius * radius;
        int outsiders = 0;
        int nearCount = 0;
        int bound = columns.bound;
        for (int i = 0; i < bound; i++) {
            int step = motion[i] & (OrbMotion.VALUES - 1);
            int newX = x[i] + stepX[step];
            int newY = y[i] + stepY[step];
            x[i] = newX;
            y[i] = newY;
            if ((long) newX * newX + (long) newY * newY > radiusSquared) {
                far[outsiders++] = i;
                continue;
            }
            int cell = cells[((newY + half) >> shift) * width + ((newX + half) >> shift)];
            near[nearCount] = i;
            nearCount += ((cell | -cell) >>> 31) & killable[i];
        }
        outsideCount = outsiders;
        nearRingCount = nearCount;
    }

    /** How many orbs are outside, in rising order of their indexes. */
    int outsideCount() {
        return outsideCount;
    }

    int outside(int i) {
        return outside[i];
    }

    /** How many mortal orbs are in a cell that a ring reaches, in rising order of their indexes. */
    int nearRingCount() {
        return nearRingCount;
    }

    int nearRing(int i) {
        return nearRing[i];
    }
}
