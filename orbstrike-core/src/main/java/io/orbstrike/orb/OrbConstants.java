package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;

/**
 * The numbers of one board that never change, in the units in which it computes: 1/1024 unit, 1/1000 of energy, ticks.
 * They are made from the rules once, at the board's creation, and travel in keyframes and snapshots ever after, so that a
 * later build that would compute them otherwise changes no running board.
 *
 * <p>Immutable.
 */
final class OrbConstants {

    /* On the wire these are the message Constants: fields 1 to 15 are the numbers below in their order, field 16 is the
     * packed table of velocities. Zero switches a feature off: energyMax energy, respawnTicks respawn, roundTicks rounds,
     * shrinkTicks shrinking.
     */

    /** How many parts a unit of length has. */
    static final int PARTS_PER_UNIT = 1024;

    /** The greatest coordinate that is read from bytes; no sum of a coordinate and a velocity overflows. */
    static final int MAX_COORDINATE = 1 << 26;

    private static final int ENERGY_PARTS = 1000;
    private static final int MAX_ENERGY = 1_000 * ENERGY_PARTS;
    private static final int MAX_ENERGY_PER_TICK = 10_000 * 1_000;
    private static final int MAX_TICKS = 3_600_000;
    private static final int MAX_VELOCITY = 5_000 * PARTS_PER_UNIT;
    private static final int VELOCITIES_FIELD = 16;

    private static final String[] NAMES = {
        "max_players",
        "tick_interval_ms",
        "radius",
        "radius_end",
        "body_radius",
        "ring_radius",
        "energy_max",
        "energy_drain",
        "energy_gain",
        "energy_to_raise",
        "respawn_ticks",
        "protection_ticks",
        "round_ticks",
        "scoreboard_ticks",
        "shrink_ticks"
    };
    private static final int[] MAX = {
        100_000,
        10_000,
        20_000 * PARTS_PER_UNIT,
        20_000 * PARTS_PER_UNIT,
        250 * PARTS_PER_UNIT,
        1_000 * PARTS_PER_UNIT,
        MAX_ENERGY,
        MAX_ENERGY_PER_TICK,
        MAX_ENERGY_PER_TICK,
        MAX_ENERGY,
        MAX_TICKS,
        MAX_TICKS,
        MAX_TICKS,
        MAX_TICKS,
        MAX_TICKS
    };

    final int maxPlayers;
    final int tickIntervalMs;
    final int radius;
    final int radiusEnd;
    final int bodyRadius;
    final int ringRadius;
    final int energyMax;
    final int energyDrain;
    final int energyGain;
    final int energyToRaise;
    final int respawnTicks;
    final int protectionTicks;
    final int roundTicks;
    final int scoreboardTicks;
    final int shrinkTicks;

    private final int[] velocities;
    private final byte[] encoded;

    private OrbConstants(int[] numbers, int[] velocities) {
        this.velocities = velocities;
        this.encoded = encode(numbers, velocities);
        maxPlayers = numbers[0];
        tickIntervalMs = numbers[1];
        radius = numbers[2];
        radiusEnd = numbers[3];
        bodyRadius = numbers[4];
        ringRadius = numbers[5];
        energyMax = numbers[6];
        energyDrain = numbers[7];
        energyGain = numbers[8];
        energyToRaise = numbers[9];
        respawnTicks = numbers[10];
        protectionTicks = numbers[11];
        roundTicks = numbers[12];
        scoreboardTicks = numbers[13];
        shrinkTicks = numbers[14];
    }

    static OrbConstants of(OrbRules rules) {
        int tickMs = rules.tickIntervalMs();
        int energy = rules.hasEnergy() ? 1 : 0;
        int rounds = rules.hasRounds() ? 1 : 0;
        int shrinking = rules.hasShrinking() ? rounds : 0;
        int radius = rules.radius() * PARTS_PER_UNIT;
        int[] numbers = {
            rules.maxPlayers(),
            tickMs,
            radius,
            shrinking == 1 ? radius / 4 : radius,
            rules.bodyRadius() * PARTS_PER_UNIT,
            rules.ringRadius() * PARTS_PER_UNIT,
            energy * rules.energyMax() * ENERGY_PARTS,
            // points per second times milliseconds are thousandths of a point
            energy * rules.energyDrain() * tickMs,
            energy * rules.energyGain() * tickMs,
            energy * rules.energyToRaise() * ENERGY_PARTS,
            rules.hasRespawn() ? Math.max(1, ticks(rules.respawnMs(), tickMs)) : 0,
            ticks(rules.protectionMs(), tickMs),
            rounds * ticks(rules.roundMs(), tickMs),
            rounds * ticks(rules.scoreboardMs(), tickMs),
            shrinking * ticks(rules.shrinkMs(), tickMs)
        };
        return new OrbConstants(numbers, OrbVelocities.of(rules.speed(), tickMs));
    }

    private static int ticks(int durationMs, int tickIntervalMs) {
        return (durationMs + tickIntervalMs - 1) / tickIntervalMs;
    }

    /** How near two centres must be, exclusively, for a ring to overlap a body. */
    int reach() {
        return bodyRadius + ringRadius;
    }

    int velocityX(int direction) {
        return velocities[2 * direction];
    }

    int velocityY(int direction) {
        return velocities[2 * direction + 1];
    }

    /** The velocities on one axis by {@link OrbMotion motion}: zero with the ring up, and for what is no motion. */
    int[] velocitiesByMotion(int axis) {
        int[] byMotion = new int[OrbMotion.VALUES];
        for (int direction = 0; direction < OrbInput.DIRECTIONS; direction++) {
            byMotion[direction] = velocities[2 * direction + axis];
        }
        return byMotion;
    }

    /** The radius of the circle in the step {@code elapsedTicks} after the first of a phase. */
    int radiusAt(OrbPhase phase, long elapsedTicks) {
        if (shrinkTicks == 0) {
            return radius;
        }
        if (phase == OrbPhase.SCOREBOARD) {
            return radiusEnd;
        }
        long shrinking = Math.min(elapsedTicks - (roundTicks - shrinkTicks), shrinkTicks);
        return shrinking <= 0 ? radius : (int) (radius - (radius - radiusEnd) * shrinking / shrinkTicks);
    }

    /** The energy after some ticks in which the ring was up, or was down, all the time. */
    int energyAfter(int energy, boolean ringUp, long ticks) {
        // Either way the end is reached in at most MAX_ENERGY ticks; beyond, only the product would overflow.
        long counted = Math.min(Math.max(ticks, 0), MAX_ENERGY);
        return ringUp
                ? (int) Math.max(0, energy - energyDrain * counted)
                : (int) Math.min(energyMax, energy + energyGain * counted);
    }

    /** The message Constants, to be read only. */
    byte[] encoded() {
        return encoded;
    }

    private static byte[] encode(int[] numbers, int[] velocities) {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < numbers.length; i++) {
            OrbWire.writeUint(out, i + 1, numbers[i]);
        }
        ByteWriter table = new ByteWriter();
        for (int velocity : velocities) {
            table.writeSignedVarint(velocity);
        }
        OrbWire.writeMessage(out, VELOCITIES_FIELD, table);
        return out.toByteArray();
    }

    static OrbConstants decode(ByteReader in) {
        int[] numbers = new int[NAMES.length];
        int[] velocities = new int[OrbVelocities.LENGTH];
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            int field = OrbWire.field(tag);
            if (field <= NAMES.length) {
                numbers[field - 1] = OrbWire.readUint(in, tag, NAMES[field - 1], MAX[field - 1]);
            } else if (field == VELOCITIES_FIELD) {
                decodeVelocities(OrbWire.readMessage(in, tag), velocities);
            } else {
                in.skipField(OrbWire.type(tag));
            }
        }
        OrbConstants constants = new OrbConstants(numbers, velocities);
        constants.requireConsistent(in);
        return constants;
    }

    private static void decodeVelocities(ByteReader in, int[] velocities) {
        for (int i = 0; i < velocities.length; i++) {
            velocities[i] = OrbWire.requireWithin(in, "velocity", in.readSignedVarint(), MAX_VELOCITY);
        }
        in.requireEnd();
    }

    private void requireConsistent(ByteReader in) {
        require(in, maxPlayers >= 1, "max_players");
        require(in, tickIntervalMs >= 1, "tick_interval_ms");
        require(in, radius >= PARTS_PER_UNIT, "radius");
        require(in, radiusEnd >= 1 && radiusEnd <= radius, "radius_end");
        require(in, bodyRadius >= 1, "body_radius");
        require(in, ringRadius >= bodyRadius, "ring_radius");
        boolean energy = energyMax > 0;
        require(in, energy == (energyDrain > 0), "energy_drain");
        require(in, energy == (energyGain > 0), "energy_gain");
        require(in, energy == (energyToRaise > 0) && energyToRaise <= energyMax, "energy_to_raise");
        require(in, (roundTicks > 0) == (scoreboardTicks > 0), "scoreboard_ticks");
        require(in, shrinkTicks <= roundTicks, "shrink_ticks");
        require(in, velocities[0] == 0 && velocities[1] == 0, "velocity of direction 0");
    }

    private static void require(ByteReader in, boolean condition, String field) {
        if (!condition) {
            throw in.malformed(field + " does not go with the other constants");
        }
    }
}
