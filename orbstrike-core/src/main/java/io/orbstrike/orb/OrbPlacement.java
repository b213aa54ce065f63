package io.orbstrike.orb;

import io.orbstrike.board.BoardRandom;

/**
 * The choice of a place for an orb: the first of 16 draws that no ring reaches, else the draw farthest from any ring.
 * A draw is a point within 0.9 of the circle's radius, each as likely.
 *
 * <p>Confined to the tick thread.
 */
final class OrbPlacement {

    private static final int DRAWS = 16;

    /** A point of the square lies in its circle with probability pi / 4, so that all miss once in 10^28 draws. */
    private static final int POINTS_PER_DRAW = 42;

    private final RingGrid rings;
    private int drawnX;
    private int drawnY;
    private int x;
    private int y;

    OrbPlacement(RingGrid rings) {
        this.rings = rings;
    }

    /** Chooses a place, to be read as {@link #x()} and {@link #y()}. */
    void choose(int radius, BoardRandom random) {
        int within = (int) (radius * 9L / 10);
        long farthest = -1;
        for (int draw = 0; draw < DRAWS; draw++) {
            drawPoint(within, random);
            long distance = rings.nearestSquared(drawnX, drawnY);
            if (distance > farthest) {
                farthest = distance;
                x = drawnX;
                y = drawnY;
            }
            if (distance == Long.MAX_VALUE) {
                return;
            }
        }
    }

    int x() {
        return x;
    }

    int y() {
        return y;
    }

    /** Draws x, then y, until the point is in the circle; a draw that always misses is the centre. */
    private void drawPoint(int within, BoardRandom random) {
        long squared = (long) within * within;
        for (int point = 0; point < POINTS_PER_DRAW; point++) {
            drawnX = random.nextInt(2 * within + 1) - within;
            drawnY = random.nextInt(2 * within + 1) - within;
            if ((long) drawnX * drawnX + (long) drawnY * drawnY <= squared) {
                return;
            }
        }
        drawnX = 0;
        drawnY = 0;
    }
}
