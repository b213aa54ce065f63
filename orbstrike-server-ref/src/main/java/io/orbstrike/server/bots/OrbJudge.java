package io.orbstrike.server.bots;

import io.orbstrike.board.FrameKind;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPhase;
import io.orbstrike.server.bots.Violation.Kind;

/**
 * Judges what the frames say by what the player knows himself. His own orb goes where the acknowledged input leads it,
 * tick by tick and to the very integer, and an orb that was steered has moved.
 *
 * <p>Confined to the stream's lane; {@link #conclude} only after the stream has ended.
 */
final class OrbJudge {

    private static final int SENT_KEPT = 256;
    private static final int UNKNOWN = -1;
    private static final int STEERED_INPUTS_MIN = 5;
    private static final int STEERED_TICKS_MIN = 100;

    private final int stream;
    private final String board;
    private final int index;
    private final long player;
    private final Violations violations;

    private final long[] sentSequences = new long[SENT_KEPT];
    private final OrbInput[] sent = new OrbInput[SENT_KEPT];

    private long acknowledged;
    private long newestSent;
    private long forgotten;
    private int wantedDirection = UNKNOWN;
    private boolean isRingWanted;
    private boolean wasAlive;
    private int lastX;
    private int lastY;
    private int steeringInputs;
    private int steerableTicks;
    private boolean hasMoved;

    /** Judges by what {@code player} at {@code index} knows. */
    OrbJudge(int stream, String board, int index, long player, Violations violations) {
        this.stream = stream;
        this.board = board;
        this.index = index;
        this.player = player;
        this.violations = violations;
    }

    /** The player has sent a state input. */
    void onSent(long sequence, OrbInput input) {
        int at = (int) (sequence % SENT_KEPT);
        newestSent = sequence;
        sentSequences[at] = sequence;
        sent[at] = input;
        if (input.direction() != 0 && !input.isRingWanted()) {
            steeringInputs++;
        }
    }

    /**
     * The stream is opened again, or the board goes on in another epoch: the gameserver has forgotten what was wanted until it
     * hears it again. Of what was sent until now it may acknowledge what it has applied and forgotten.
     */
    void onHeldForgotten() {
        forgotten = newestSent;
        wantedDirection = UNKNOWN;
        wasAlive = false;
    }

    /** What is known is void until the next keyframe. */
    void onLost() {
        wasAlive = false;
    }

    /** A frame that continues what was known, or replaces it, has led to a state. */
    void onFrame(FrameKind kind, long acknowledgedNow, OrbState state) {
        long tick = state.tick();
        takeAcknowledged(acknowledgedNow);
        if (!state.isPlayerAt(player, index)) {
            found(tick, "player " + player + " at index " + index, "somebody else or nobody");
            wasAlive = false;
            return;
        }
        boolean isAlive = state.isAlive(index);
        if (isAlive) {
            judgeRing(tick, state);
            if (wasAlive && kind == FrameKind.DELTA) {
                judgeStep(tick, state);
            }
            lastX = state.x(index);
            lastY = state.y(index);
        }
        wasAlive = isAlive;
    }

    private void takeAcknowledged(long sequence) {
        if (sequence <= acknowledged) {
            return;
        }
        acknowledged = sequence;
        int at = (int) (sequence % SENT_KEPT);
        boolean isKept = sentSequences[at] == sequence && sequence > forgotten;
        wantedDirection = isKept ? sent[at].direction() : UNKNOWN;
        isRingWanted = isKept && sent[at].isRingWanted();
    }

    private void judgeRing(long tick, OrbState state) {
        if (wantedDirection != UNKNOWN && !isRingWanted && state.isRingUp(index)) {
            found(tick, "ring down, as input " + acknowledged + " wants it", "ring up");
        }
    }

    private void judgeStep(long tick, OrbState state) {
        int x = state.x(index);
        int y = state.y(index);
        boolean stands = state.isRingUp(index) || state.phase() == OrbPhase.SCOREBOARD;
        hasMoved |= x != lastX || y != lastY;
        steerableTicks += stands ? 0 : 1;
        if (wantedDirection == UNKNOWN) {
            return;
        }
        int expectedX = lastX + (stands ? 0 : state.velocityX(wantedDirection));
        int expectedY = lastY + (stands ? 0 : state.velocityY(wantedDirection));
        if (x != expectedX || y != expectedY) {
            found(tick, at(expectedX, expectedY) + " by input " + acknowledged, at(x, y));
        }
    }

    /** Takes the last figures. */
    void conclude() {
        if (steeringInputs >= STEERED_INPUTS_MIN && steerableTicks >= STEERED_TICKS_MIN && !hasMoved) {
            violations.add(new Violation(
                    Kind.NOT_MOVED,
                    stream,
                    board,
                    0,
                    "an orb that moves, after " + steeringInputs + " inputs",
                    "one that stood for " + steerableTicks + " ticks"));
        }
    }

    private void found(long tick, String expected, String seen) {
        violations.add(new Violation(Kind.WRONG_POSITION, stream, board, tick, expected, seen));
    }

    private static String at(int x, int y) {
        return "(" + x + ", " + y + ")";
    }
}
