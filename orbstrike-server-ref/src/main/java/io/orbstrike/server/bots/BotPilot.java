package io.orbstrike.server.bots;

import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbView;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Steers one orb: it wanders, turns twice a second, keeps away from the edge, and raises its ring for half a second now
 * and then.
 *
 * <p>Confined to the stream's lane.
 */
final class BotPilot {

    private static final int TURNS_PER_SECOND = 2;
    private static final int RING_ONE_IN = 16;
    private static final int DIRECTIONS = OrbInput.DIRECTIONS - 1;

    /** Beyond this part of the radius a pilot turns back, in percent. */
    private static final long TURN_BACK_PERCENT = 75;

    private static final int PERCENT = 100;

    private final SplittableRandom random;
    private final int inputsPerTurn;
    private int inputsUntilTurn;
    private int direction;
    private boolean isRingWanted;

    BotPilot(long seed, int inputsPerSecond) {
        this.random = new SplittableRandom(seed);
        this.inputsPerTurn = Math.max(inputsPerSecond / TURNS_PER_SECOND, 1);
        this.inputsUntilTurn = random.nextInt(inputsPerTurn);
        this.direction = 1 + random.nextInt(DIRECTIONS);
    }

    /** A time below {@code boundNs}, so that players do not all speak at once. */
    long delayNs(long boundNs) {
        return random.nextLong(boundNs);
    }

    /** The next input of the orb at an index, as a view shows it. */
    OrbInput next(OrbView view, int index) {
        boolean isSteered = view.isKnown() && view.isAlive(index);
        return isSteered ? next(true, view.x(index), view.y(index), view.radius()) : next(false, 0, 0, 0);
    }

    /** The next input of the orb at an index, in a state that may not be known. */
    OrbInput next(@Nullable OrbState state, int index) {
        return state != null && state.isAlive(index)
                ? next(true, state.x(index), state.y(index), state.radius())
                : next(false, 0, 0, 0);
    }

    private OrbInput next(boolean isSteered, int x, int y, int radius) {
        if (inputsUntilTurn-- <= 0) {
            inputsUntilTurn = inputsPerTurn - 1;
            direction = 1 + random.nextInt(DIRECTIONS);
            isRingWanted = random.nextInt(RING_ONE_IN) == 0;
        }
        if (isSteered && isNearEdge(x, y, radius)) {
            direction = directionTo(-x, -y);
            isRingWanted = false;
        }
        return OrbInput.of(direction, isRingWanted);
    }

    private static boolean isNearEdge(long x, long y, int radius) {
        long turnBack = radius * TURN_BACK_PERCENT / PERCENT;
        return x * x + y * y > turnBack * turnBack;
    }

    /** The direction, 1 to 8, that is nearest to a vector. */
    static int directionTo(long x, long y) {
        boolean isFlat = Math.abs(x) > 2 * Math.abs(y);
        boolean isSteep = Math.abs(y) > 2 * Math.abs(x);
        if (isFlat) {
            return x > 0 ? 1 : 5;
        }
        if (isSteep) {
            return y > 0 ? 3 : 7;
        }
        if (y > 0) {
            return x > 0 ? 2 : 4;
        }
        return x > 0 ? 8 : 6;
    }
}
