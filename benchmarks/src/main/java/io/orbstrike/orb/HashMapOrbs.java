package io.orbstrike.orb;

import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.board.BoardRandom;
import io.orbstrike.board.TickInputs;
import io.orbstrike.grpc.orb.v1.Constants;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Orb;
import io.orbstrike.grpc.orb.v1.Phase;
import io.orbstrike.grpc.orb.v1.Player;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orb as one writes it first: an object per player in a hash map, every raised ring compared with everybody, and the
 * state sent whole as protobuf objects. It goes on from a board of {@link OrbBoard}, to the same state, but nobody joins
 * or leaves, and there are no rounds.
 *
 * <p>Confined to one thread.
 */
public final class HashMapOrbs {

    private static final int DRAWS = 16;

    private static final class Body {
        final int index;
        final long player;
        final String name;
        final int color;
        int wish;
        int motion;
        boolean alive;
        boolean placedNow;
        int x;
        int y;
        int energy;
        int kills;
        int deaths;
        long protectedUntilTick;
        long respawnTick;

        @Nullable
        Body killer;

        long killerSquared;

        Body(int index, long player, String name, int color) {
            this.index = index;
            this.player = player;
            this.name = name;
            this.color = color;
        }

        boolean isRingUp() {
            return OrbMotion.isRingUp(motion);
        }
    }

    private final Map<Integer, Body> bodies = new HashMap<>();
    private final OrbConstants constants;
    private final Constants constantsMessage;
    private final OrbPhase phase;
    private final long phaseStartTick;
    private final BoardRandom random;
    private final InputReceiver receiver = new InputReceiver();
    private long tick;

    HashMapOrbs(OrbBoard board, long tick, BoardRandom random) {
        OrbColumns columns = board.columns();
        this.constants = columns.constants;
        this.constantsMessage = messageOf(columns.constants);
        this.phase = board.phase();
        this.phaseStartTick = board.phaseStartTick();
        this.tick = tick;
        this.random = random;
        for (int index = 0; index < columns.bound; index++) {
            if (columns.isPresent(index)) {
                bodies.put(index, bodyOf(board, index));
            }
        }
    }

    /**
     * Simulates one step.
     *
     * @param inputs nobody joins or leaves in it
     * @return its number
     */
    public long step(TickInputs<OrbPlayer, OrbInput> inputs) {
        tick++;
        begin();
        inputs.forEach(receiver);
        move();
        dieAtEdge();
        dieByRings();
        useEnergy();
        return tick;
    }

    /**
     * The whole state, as one sends it to one viewer.
     *
     * @return the message's bytes
     */
    public byte[] encode() {
        Keyframe.Builder keyframe = Keyframe.newBuilder().setConstants(constantsMessage);
        keyframe.setPhase(Phase.newBuilder().setKindValue(phase.code()).setStartTick(phaseStartTick));
        for (Body body : bodies.values()) {
            keyframe.addOrbs(Orb.newBuilder()
                    .setIndex(body.index)
                    .setPlayerId(body.player)
                    .setX(body.x)
                    .setY(body.y)
                    .setMotion(body.motion)
                    .setProtectedUntilTick(body.alive && body.protectedUntilTick > tick ? body.protectedUntilTick : 0)
                    .setPlayer(Player.newBuilder().setName(body.name).setColor(body.color))
                    .setEnergySpent(constants.energyMax - body.energy)
                    .setKills(body.kills)
                    .setDeaths(body.deaths)
                    .setRespawnTick(body.respawnTick));
        }
        return keyframe.build().toByteArray();
    }

    private static Body bodyOf(OrbBoard board, int index) {
        OrbColumns columns = board.columns();
        Body body = new Body(
                index,
                columns.player[index],
                new String(columns.names.get(index), StandardCharsets.UTF_8),
                columns.color[index]);
        body.wish = board.wishes().wanted(index);
        body.motion = columns.motion[index];
        body.alive = columns.isAlive(index);
        body.x = columns.x[index];
        body.y = columns.y[index];
        body.energy = columns.energyAt(index, board.tick());
        body.kills = columns.kills[index];
        body.deaths = columns.deaths[index];
        body.protectedUntilTick = columns.protectedUntilTick[index];
        body.respawnTick = columns.respawnTick[index];
        return body;
    }

    private static Constants messageOf(OrbConstants constants) {
        try {
            return Constants.parseFrom(constants.encoded());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the board's constants are no message", e);
        }
    }

    private void begin() {
        for (Body body : bodies.values()) {
            body.placedNow = false;
            if (body.alive && body.isRingUp() && body.energy == 0) {
                body.motion ^= OrbMotion.RING;
            }
        }
        for (Body body : bodies.values()) {
            if (!body.alive && body.respawnTick == tick) {
                place(body);
            }
        }
    }

    private void place(Body body) {
        long farthest = -1;
        for (int draw = 0; draw < DRAWS && farthest != Long.MAX_VALUE; draw++) {
            int x;
            int y;
            long within = constants.radius * 9L / 10;
            do {
                x = random.nextInt((int) (2 * within + 1)) - (int) within;
                y = random.nextInt((int) (2 * within + 1)) - (int) within;
            } while ((long) x * x + (long) y * y > within * within);
            long nearest = nearestRingSquared(x, y);
            if (nearest > farthest) {
                farthest = nearest;
                body.x = x;
                body.y = y;
            }
        }
        body.alive = true;
        body.placedNow = true;
        body.energy = constants.energyMax;
        body.protectedUntilTick = tick + constants.protectionTicks;
        body.respawnTick = 0;
        follow(body);
    }

    private long nearestRingSquared(int x, int y) {
        long nearest = Long.MAX_VALUE;
        for (Body other : bodies.values()) {
            if (other.alive && other.isRingUp()) {
                long squared = squaredDistance(other, x, y);
                if (squared < reachSquared() && squared < nearest) {
                    nearest = squared;
                }
            }
        }
        return nearest;
    }

    private void follow(Body body) {
        boolean ringMayBeUp = body.isRingUp() || body.energy >= constants.energyToRaise;
        body.motion = ringMayBeUp ? body.wish : OrbMotion.direction(body.wish);
    }

    private void move() {
        for (Body body : bodies.values()) {
            if (body.alive) {
                follow(body);
                if (!body.isRingUp() && !body.placedNow) {
                    body.x += constants.velocityX(OrbMotion.direction(body.motion));
                    body.y += constants.velocityY(OrbMotion.direction(body.motion));
                }
            }
        }
    }

    private void dieAtEdge() {
        long radiusSquared = (long) constants.radius * constants.radius;
        for (Body body : bodies.values()) {
            if (body.alive && (long) body.x * body.x + (long) body.y * body.y > radiusSquared) {
                die(body);
            }
        }
    }

    private void dieByRings() {
        List<Body> victims = new ArrayList<>();
        for (Body ring : bodies.values()) {
            if (ring.alive && ring.isRingUp() && ring.protectedUntilTick <= tick) {
                reach(ring, victims);
            }
        }
        for (Body victim : victims) {
            Body killer = victim.killer;
            if (killer != null) {
                killer.kills++;
                killer.energy = constants.energyMax;
                die(victim);
            }
        }
    }

    private void reach(Body ring, List<Body> victims) {
        for (Body body : bodies.values()) {
            if (body.alive && !body.isRingUp() && body.protectedUntilTick <= tick) {
                long squared = squaredDistance(body, ring.x, ring.y);
                if (squared < reachSquared()) {
                    Body killer = body.killer;
                    if (killer == null) {
                        victims.add(body);
                    }
                    if (killer == null
                            || squared < body.killerSquared
                            || (squared == body.killerSquared && ring.player < killer.player)) {
                        body.killer = ring;
                        body.killerSquared = squared;
                    }
                }
            }
        }
    }

    private void die(Body body) {
        body.alive = false;
        body.killer = null;
        body.motion = 0;
        body.x = 0;
        body.y = 0;
        body.deaths++;
        body.energy = constants.energyMax;
        body.respawnTick = tick + constants.respawnTicks;
    }

    private void useEnergy() {
        for (Body body : bodies.values()) {
            if (body.alive) {
                body.energy = constants.energyAfter(body.energy, body.isRingUp(), 1);
            }
        }
    }

    private static long squaredDistance(Body body, int x, int y) {
        long dx = (long) body.x - x;
        long dy = (long) body.y - y;
        return dx * dx + dy * dy;
    }

    private long reachSquared() {
        return (long) constants.reach() * constants.reach();
    }

    private final class InputReceiver implements TickInputs.Receiver<OrbPlayer, OrbInput> {

        @Override
        public void onJoin(int index, long player, OrbPlayer joinData) {
            throw new IllegalArgumentException("index " + index + ": joins, but the players are fixed");
        }

        @Override
        public void onLeave(int index) {
            throw new IllegalArgumentException("index " + index + ": leaves, but the players are fixed");
        }

        @Override
        public void onConnected(int index) {
            // a stream changes nothing in the game
        }

        @Override
        public void onDisconnected(int index) {
            setWish(index, OrbInput.NEUTRAL);
        }

        @Override
        public void onInput(int index, long sequence, OrbInput input) {
            setWish(index, input);
        }

        private void setWish(int index, OrbInput input) {
            Body body = bodies.get(index);
            if (body != null) {
                body.wish = input.motion();
            }
        }
    }
}
