package io.orbstrike.orb;

import java.util.Arrays;

/**
 * The raised rings of a board by place: which rings reach a point.
 *
 * <p>Confined to the tick thread.
 */
final class RingGrid {

    /* A raised ring stands still, so the grid changes only when a ring is raised or drops, and the many orbs that move ask
     * it in every step. Two uniform grids answer:
     *
     * Fine cells, a fraction of the reach wide. A cell holds how many rings reach any point of it, and the exclusive or of
     * their indexes, in one int: `count << 17 | xor`. Most cells hold 0, and that answers most questions with one load.
     * With one ring the xor is its index. Adding and removing a ring is one addition and one xor per cell, in any order.
     *
     * Which columns of a row a ring covers is looked up in `spans`, by its distance from the row: half the chord there.
     *
     * Coarse cells, at least the reach wide, with a linked list of the rings whose centre lies in them. They answer where
     * the fine cell holds more than one ring: all rings that reach a point are in the at most 3 x 3 cells that the square
     * of the reach around it touches. The coarse grid has a margin of one cell, so that none of them lies outside.
     *
     * The count has 14 bits and the sign, which is enough for the 10,000 players that rules allow.
     */

    /** No ring, or no killer. */
    static final int NONE = -1;

    private static final int INDEX_BITS = 17;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int ONE = 1 << INDEX_BITS;
    private static final int FINE_CELLS_PER_REACH = 4;
    private static final int FINE_CELLS_PER_PLAYER = 64;
    private static final int COARSE_CELLS_PER_PLAYER = 4;
    private static final int CELLS_MIN = 1024;
    private static final int SPAN_BITS = 7;

    private final OrbColumns columns;
    private final int half;
    private final int reach;
    private final long reachSquared;
    private final int fineShift;
    private final int fineWidth;
    private final int[] fine;
    private final int spanShift;
    private final int[] spans;
    private final int coarseShift;
    private final int coarseWidth;
    private final int[] coarseFirst;
    private final int[] coarseNext;
    private final int[] coarsePrevious;
    private int size;

    RingGrid(OrbColumns columns) {
        OrbConstants constants = columns.constants;
        this.columns = columns;
        half = constants.radius;
        reach = constants.reach();
        reachSquared = (long) reach * reach;
        long fineCellsMax = (long) constants.maxPlayers * FINE_CELLS_PER_PLAYER + CELLS_MIN;
        fineShift = shiftFor(Math.max(1, reach / FINE_CELLS_PER_REACH), fineCellsMax);
        fineWidth = ((2 * half) >> fineShift) + 1;
        fine = new int[fineWidth * fineWidth];
        spanShift = Math.max(0, Integer.SIZE - SPAN_BITS - Integer.numberOfLeadingZeros(reach));
        spans = new int[(reach >> spanShift) + 1];
        for (int i = 0; i < spans.length; i++) {
            long distance = (long) i << spanShift;
            spans[i] = (int) OrbVelocities.floorSqrt(reachSquared - distance * distance);
        }
        long coarseCellsMax = (long) constants.maxPlayers * COARSE_CELLS_PER_PLAYER + CELLS_MIN;
        coarseShift = shiftFor(reach, coarseCellsMax);
        coarseWidth = ((2 * half) >> coarseShift) + 3;
        coarseFirst = new int[coarseWidth * coarseWidth];
        coarseNext = new int[constants.maxPlayers];
        coarsePrevious = new int[constants.maxPlayers];
        Arrays.fill(coarseFirst, NONE);
    }

    /** The least shift whose cells are at least so wide and not too many. */
    private int shiftFor(int widthMin, long cellsMax) {
        int shift = 0;
        while (1 << shift < widthMin || cells(shift) > cellsMax) {
            shift++;
        }
        return shift;
    }

    private long cells(int shift) {
        long width = ((2L * half) >> shift) + 1;
        return width * width;
    }

    /** Adds the ring of an orb inside the circle, where its columns say it is. */
    void add(int index) {
        forEachFineCell(index, ONE);
        int cell = coarseCell(columns.x[index], columns.y[index]);
        int first = coarseFirst[cell];
        coarseNext[index] = first;
        coarsePrevious[index] = NONE;
        if (first != NONE) {
            coarsePrevious[first] = index;
        }
        coarseFirst[cell] = index;
        size++;
    }

    /** Removes the ring of an orb that has not moved since it was added. */
    void remove(int index) {
        forEachFineCell(index, -ONE);
        int next = coarseNext[index];
        int previous = coarsePrevious[index];
        if (previous == NONE) {
            coarseFirst[coarseCell(columns.x[index], columns.y[index])] = next;
        } else {
            coarseNext[previous] = next;
        }
        if (next != NONE) {
            coarsePrevious[next] = previous;
        }
        size--;
    }

    void clear() {
        Arrays.fill(fine, 0);
        Arrays.fill(coarseFirst, NONE);
        size = 0;
    }

    /** Whether no ring is up. */
    boolean isEmpty() {
        return size == 0;
    }

    /** The fine cells, to be read only: zero where no ring reaches. */
    int[] fineCells() {
        return fine;
    }

    int fineShift() {
        return fineShift;
    }

    int fineWidth() {
        return fineWidth;
    }

    /** The squared distance from a point in the circle to the nearest centre of a ring that reaches it, or the maximum. */
    long nearestSquared(int x, int y) {
        int cell = fine[fineCell(x, y)];
        if (cell == 0) {
            return Long.MAX_VALUE;
        }
        if (cell >>> INDEX_BITS == 1) {
            long squared = squaredDistance(cell & INDEX_MASK, x, y);
            return squared < reachSquared ? squared : Long.MAX_VALUE;
        }
        long nearest = Long.MAX_VALUE;
        int firstCell = coarseCell(x - reach, y - reach);
        int lastCell = coarseCell(x - reach, y + reach);
        int columnsMore = coarseCell(x + reach, y - reach) - firstCell;
        for (int row = firstCell; row <= lastCell; row += coarseWidth) {
            for (int at = row; at <= row + columnsMore; at++) {
                for (int ring = coarseFirst[at]; ring != NONE; ring = coarseNext[ring]) {
                    long squared = squaredDistance(ring, x, y);
                    if (squared < reachSquared && squared < nearest) {
                        nearest = squared;
                    }
                }
            }
        }
        return nearest;
    }

    /** Who kills a body at a point in the circle: of the unprotected rings that reach it the nearest, then lowest player. */
    int killerAt(int x, int y, long tick) {
        int cell = fine[fineCell(x, y)];
        if (cell == 0) {
            return NONE;
        }
        if (cell >>> INDEX_BITS == 1) {
            int ring = cell & INDEX_MASK;
            boolean kills = squaredDistance(ring, x, y) < reachSquared && columns.protectedUntilTick[ring] <= tick;
            return kills ? ring : NONE;
        }
        int killer = NONE;
        long nearest = reachSquared;
        int firstCell = coarseCell(x - reach, y - reach);
        int lastCell = coarseCell(x - reach, y + reach);
        int columnsMore = coarseCell(x + reach, y - reach) - firstCell;
        for (int row = firstCell; row <= lastCell; row += coarseWidth) {
            for (int at = row; at <= row + columnsMore; at++) {
                for (int ring = coarseFirst[at]; ring != NONE; ring = coarseNext[ring]) {
                    long squared = squaredDistance(ring, x, y);
                    if (squared <= nearest && isBetterKiller(ring, squared, killer, nearest, tick)) {
                        killer = ring;
                        nearest = squared;
                    }
                }
            }
        }
        return killer;
    }

    private boolean isBetterKiller(int ring, long squared, int killer, long nearest, long tick) {
        if (columns.protectedUntilTick[ring] > tick) {
            return false;
        }
        return squared < nearest || (killer != NONE && columns.player[ring] < columns.player[killer]);
    }

    private long squaredDistance(int ring, int x, int y) {
        long dx = (long) columns.x[ring] - x;
        long dy = (long) columns.y[ring] - y;
        return dx * dx + dy * dy;
    }

    private int fineCell(int x, int y) {
        return ((y + half) >> fineShift) * fineWidth + ((x + half) >> fineShift);
    }

    private int coarseCell(int x, int y) {
        int offset = half + (1 << coarseShift);
        return ((y + offset) >> coarseShift) * coarseWidth + ((x + offset) >> coarseShift);
    }

    /** Counts a ring in, or out of, all fine cells that have a point nearer than the reach, and few others. */
    private void forEachFineCell(int index, int change) {
        int x = columns.x[index] + half;
        int y = columns.y[index] + half;
        int firstRow = Math.max(y - reach, 0) >> fineShift;
        int lastRow = Math.min(y + reach, 2 * half) >> fineShift;
        for (int row = firstRow; row <= lastRow; row++) {
            int span = spans[distanceToRow(y, row) >> spanShift];
            int from = row * fineWidth + (Math.max(x - span, 0) >> fineShift);
            int to = row * fineWidth + (Math.min(x + span, 2 * half) >> fineShift);
            for (int cell = from; cell <= to; cell++) {
                fine[cell] = (fine[cell] + change) ^ index;
            }
        }
    }

    /** How far a coordinate is from a row of fine cells; 0 within it. */
    private int distanceToRow(int y, int row) {
        int low = row << fineShift;
        int high = low + (1 << fineShift) - 1;
        return Math.max(0, Math.max(low - y, y - high));
    }
}
