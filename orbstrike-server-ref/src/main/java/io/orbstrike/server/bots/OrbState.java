package io.orbstrike.server.bots;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPhase;
import io.orbstrike.orb.OrbView;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A board of orb as a keyframe or deltas have told it at one tick, the delta that led there, and the state after it.
 *
 * <p>Confined to a lane; nothing but what comes next changes.
 */
final class OrbState {

    private static final int ORB_SECTION = 0;
    private static final byte[] NO_DELTA = {};

    private final long tick;
    private final int stream;
    private final byte[] delta;
    private final long hash;
    private final OrbPhase phase;
    private final int radius;
    private final int bound;
    private final long[] player;
    private final int[] x;
    private final int[] y;
    private final boolean[] isAlive;
    private final boolean[] isRingUp;
    private final int[] velocityX;
    private final int[] velocityY;
    private @Nullable OrbState next;

    private OrbState(OrbView view, int stream, byte[] delta, @Nullable OrbState before, long hash) {
        this.tick = view.tick();
        this.stream = stream;
        this.delta = delta;
        this.hash = hash;
        this.phase = view.phase();
        this.radius = view.radius();
        this.bound = view.indexBound();
        this.x = new int[bound];
        this.y = new int[bound];
        this.isAlive = new boolean[bound];
        this.isRingUp = new boolean[bound];
        long[] players = new long[bound];
        for (int i = 0; i < bound; i++) {
            players[i] = view.player(i);
            x[i] = view.x(i);
            y[i] = view.y(i);
            isAlive[i] = view.isAlive(i);
            isRingUp[i] = view.isRingUp(i);
        }
        this.player = before != null && Arrays.equals(before.player, players) ? before.player : players;
        this.velocityX = before == null ? velocities(view, true) : before.velocityX;
        this.velocityY = before == null ? velocities(view, false) : before.velocityY;
    }

    /** What a view shows after a keyframe that a stream received. */
    static OrbState ofKeyframe(OrbView view, int stream) {
        return new OrbState(view, stream, NO_DELTA, null, hash(view));
    }

    /** What a view shows after a delta that a stream received; from now on it is what comes after {@code before}. */
    static OrbState after(OrbState before, byte[] delta, OrbView view, int stream) {
        OrbState state = new OrbState(view, stream, delta, before, hash(view));
        before.next = state;
        return state;
    }

    private static int[] velocities(OrbView view, boolean isX) {
        int[] velocities = new int[OrbInput.DIRECTIONS];
        for (int direction = 0; direction < velocities.length; direction++) {
            velocities[direction] = isX ? view.velocityX(direction) : view.velocityY(direction);
        }
        return velocities;
    }

    private static long hash(OrbView view) {
        ByteWriter keyframe = new ByteWriter();
        view.writeKeyframe(ORB_SECTION, keyframe);
        CRC32C crc = new CRC32C();
        crc.update(keyframe.array(), 0, keyframe.size());
        return crc.getValue() | (long) keyframe.size() << Integer.SIZE;
    }

    long tick() {
        return tick;
    }

    /** Whose frame it was taken from. */
    int stream() {
        return stream;
    }

    /** Of everything that is known. */
    long hash() {
        return hash;
    }

    /** Whether just these bytes led here. */
    boolean isAfter(byte[] otherDelta) {
        return Arrays.equals(delta, otherDelta);
    }

    /** The next tick's state, if somebody has come to know it. */
    @Nullable
    OrbState next() {
        return next;
    }

    /** Lets go of what comes after, so that who stands here does not hold it. */
    void forgetNext() {
        next = null;
    }

    boolean isPlayerAt(long playerId, int index) {
        return index < bound && player[index] == playerId;
    }

    boolean isAlive(int index) {
        return index < bound && isAlive[index];
    }

    boolean isRingUp(int index) {
        return isRingUp[index];
    }

    int x(int index) {
        return x[index];
    }

    int y(int index) {
        return y[index];
    }

    int radius() {
        return radius;
    }

    OrbPhase phase() {
        return phase;
    }

    int velocityX(int direction) {
        return velocityX[direction];
    }

    int velocityY(int direction) {
        return velocityY[direction];
    }
}
