package io.orbstrike.server.bots;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPhase;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.zip.CRC32C;

/**
 * Judges what the frames say by what the player knows himself. His own orb goes where the acknowledged input leads it,
 * tick by tick and to the very integer; an orb that was steered has moved; and all viewers of a tick know the same.
 *
 * <p>Confined to the stream's lane; {@link #conclude} only after the stream has ended.
 */
final class OrbJudge {

    /** Every so many ticks all viewers of a board are compared. */
    static final int TICKS_PER_COMPARISON = 64;

    private static final int SENT_KEPT = 256;
    private static final int UNKNOWN = -1;
    private static final int STEERED_INPUTS_MIN = 5;
    private static final int STEERED_TICKS_MIN = 100;
    private static final int ORB_SECTION = 0;

    private final int stream;
    private final String board;
    private final int index;
    private final long player;
    private final boolean isReference;
    private final BoardLedger ledger;
    private final Violations violations;

    private final long[] sentSequences = new long[SENT_KEPT];
    private final OrbInput[] sent = new OrbInput[SENT_KEPT];
    private final ByteWriter keyframe = new ByteWriter();
    private final CRC32C crc = new CRC32C();

    private long acknowledged;
    private int wantedDirection = UNKNOWN;
    private boolean isRingWanted;
    private boolean wasAlive;
    private int lastX;
    private int lastY;
    private int steeringInputs;
    private int steerableTicks;
    private boolean hasMoved;

    /** Judges by what {@code player} at {@code index} knows; the reference is compared at every tick. */
    OrbJudge(
            int stream,
            String board,
            int index,
            long player,
            boolean isReference,
            BoardLedger ledger,
            Violations violations) {
        this.stream = stream;
        this.board = board;
        this.index = index;
        this.player = player;
        this.isReference = isReference;
        this.ledger = ledger;
        this.violations = violations;
    }

    /** The player has sent a state input. */
    void onSent(long sequence, OrbInput input) {
        int at = (int) (sequence % SENT_KEPT);
        sentSequences[at] = sequence;
        sent[at] = input;
        if (input.direction() != 0 && !input.isRingWanted()) {
            steeringInputs++;
        }
    }

    /** The stream is opened again: the gameserver has forgotten what was wanted until it hears something new. */
    void onReconnect() {
        wantedDirection = UNKNOWN;
        wasAlive = false;
    }

    /** What is known is void until the next keyframe. */
    void onLost() {
        wasAlive = false;
    }

    /** The view shows a frame that continues what was known, or replaces it. */
    void onFrame(long epoch, FrameKind kind, long acknowledgedNow, OrbView view) {
        long tick = view.tick();
        takeAcknowledged(acknowledgedNow);
        if (!view.isPresent(index) || view.player(index) != player) {
            found(tick, "player " + player + " at index " + index, "somebody else or nobody");
            wasAlive = false;
            return;
        }
        boolean isAlive = view.isAlive(index);
        if (isAlive) {
            judgeRing(tick, view);
            if (wasAlive && kind == FrameKind.DELTA) {
                judgeStep(tick, view);
            }
            lastX = view.x(index);
            lastY = view.y(index);
        }
        wasAlive = isAlive;
        if (isReference || kind == FrameKind.KEYFRAME || tick % TICKS_PER_COMPARISON == 0) {
            ledger.onKnown(stream, epoch, tick, hash(view));
        }
    }

    private void takeAcknowledged(long sequence) {
        if (sequence <= acknowledged) {
            return;
        }
        acknowledged = sequence;
        int at = (int) (sequence % SENT_KEPT);
        boolean isKept = sentSequences[at] == sequence;
        wantedDirection = isKept ? sent[at].direction() : UNKNOWN;
        isRingWanted = isKept && sent[at].isRingWanted();
    }

    private void judgeRing(long tick, OrbView view) {
        if (wantedDirection != UNKNOWN && !isRingWanted && view.isRingUp(index)) {
            found(tick, "ring down, as input " + acknowledged + " wants it", "ring up");
        }
    }

    private void judgeStep(long tick, OrbView view) {
        int x = view.x(index);
        int y = view.y(index);
        boolean stands = view.isRingUp(index) || view.phase() == OrbPhase.SCOREBOARD;
        hasMoved |= x != lastX || y != lastY;
        steerableTicks += stands ? 0 : 1;
        if (wantedDirection == UNKNOWN) {
            return;
        }
        int expectedX = lastX + (stands ? 0 : view.velocityX(wantedDirection));
        int expectedY = lastY + (stands ? 0 : view.velocityY(wantedDirection));
        if (x != expectedX || y != expectedY) {
            found(tick, at(expectedX, expectedY) + " by input " + acknowledged, at(x, y));
        }
    }

    private long hash(OrbView view) {
        keyframe.clear();
        view.writeKeyframe(ORB_SECTION, keyframe);
        crc.reset();
        crc.update(keyframe.array(), 0, keyframe.size());
        return crc.getValue() | (long) keyframe.size() << 32;
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
