package io.orbstrike.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.orbstrike.grpc.orb.v1.Constants;
import io.orbstrike.grpc.orb.v1.Death;
import io.orbstrike.grpc.orb.v1.DeathCause;
import io.orbstrike.grpc.orb.v1.Delta;
import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Orb;
import io.orbstrike.grpc.orb.v1.Phase;
import io.orbstrike.grpc.orb.v1.PhaseKind;
import io.orbstrike.grpc.orb.v1.Place;
import java.util.Map;
import java.util.TreeMap;

/** A client of orb that knows docs/protocol.md and the generated messages, and nothing else. */
final class OrbFollower {

    /** What is known of a player. */
    static final class Known {
        long player;
        String name = "";
        int color;
        int x;
        int y;
        int motion;
        boolean isAlive;
        long protectedUntilTick;
        int energy;
        int kills;
        int deaths;
        long respawnTick;

        int direction() {
            return motion & 15;
        }

        boolean isRingUp() {
            return motion >= 16;
        }
    }

    final Map<Integer, Known> orbs = new TreeMap<>();
    private Constants constants = Constants.getDefaultInstance();
    private Phase phase = Phase.getDefaultInstance();

    Phase phase() {
        return phase;
    }

    void onKeyframe(byte[] bytes) throws InvalidProtocolBufferException {
        Keyframe keyframe = Keyframe.parseFrom(bytes);
        constants = keyframe.getConstants();
        phase = keyframe.getPhase();
        orbs.clear();
        for (Orb orb : keyframe.getOrbsList()) {
            Known known = new Known();
            known.player = orb.getPlayerId();
            known.name = orb.getPlayer().getName();
            known.color = orb.getPlayer().getColor();
            known.x = orb.getX();
            known.y = orb.getY();
            known.motion = orb.getMotion();
            known.isAlive = orb.getRespawnTick() == 0;
            known.protectedUntilTick = orb.getProtectedUntilTick();
            known.energy = known.isAlive ? constants.getEnergyMax() - orb.getEnergySpent() : 0;
            known.kills = orb.getKills();
            known.deaths = orb.getDeaths();
            known.respawnTick = orb.getRespawnTick();
            orbs.put(orb.getIndex(), known);
        }
    }

    void onDelta(long tick, byte[] bytes) throws InvalidProtocolBufferException {
        Delta delta = Delta.parseFrom(bytes);
        if (delta.hasPhase()) {
            phase = delta.getPhase();
        }
        delta.getRemovedList().forEach(orbs::remove);
        Map<Integer, Place> placed = new TreeMap<>();
        for (Place place : delta.getPlacedList()) {
            place(place);
            placed.put(place.getIndex(), place);
        }
        for (int motion : delta.getMotionsList()) {
            known(motion >>> 5).motion = motion & 31;
        }
        orbs.forEach((index, orb) -> {
            if (orb.isAlive && !placed.containsKey(index)) {
                move(orb);
            }
        });
        for (Death death : delta.getDeathsList()) {
            if (death.getCause() == DeathCause.DEATH_CAUSE_RING) {
                Known killer = known(death.getBy());
                killer.kills++;
                killer.energy = constants.getEnergyMax();
            }
        }
        for (Death death : delta.getDeathsList()) {
            die(death, tick);
        }
        orbs.values().stream().filter(orb -> orb.isAlive).forEach(this::spend);
    }

    private void place(Place place) {
        Known orb = orbs.computeIfAbsent(place.getIndex(), index -> new Known());
        if (place.hasNewcomer()) {
            orb.name = place.getNewcomer().getName();
            orb.color = place.getNewcomer().getColor();
            orb.kills = 0;
            orb.deaths = 0;
        }
        orb.player = place.getPlayerId();
        orb.x = place.getX();
        orb.y = place.getY();
        orb.motion = place.getMotion();
        orb.isAlive = true;
        orb.respawnTick = 0;
        orb.protectedUntilTick = place.getProtectedUntilTick();
        orb.energy = constants.getEnergyMax();
    }

    private void move(Known orb) {
        if (!orb.isRingUp() && phase.getKind() == PhaseKind.PHASE_KIND_PLAY) {
            orb.x += constants.getVelocities(2 * orb.direction());
            orb.y += constants.getVelocities(2 * orb.direction() + 1);
        }
    }

    private void die(Death death, long tick) {
        if (death.getEliminated()) {
            orbs.remove(death.getIndex());
            return;
        }
        Known orb = known(death.getIndex());
        orb.deaths++;
        orb.isAlive = false;
        orb.x = 0;
        orb.y = 0;
        orb.motion = 0;
        orb.energy = 0;
        orb.protectedUntilTick = 0;
        orb.respawnTick = tick + constants.getRespawnTicks();
    }

    private void spend(Known orb) {
        int change = orb.isRingUp() ? -constants.getEnergyDrain() : constants.getEnergyGain();
        orb.energy = Math.max(0, Math.min(constants.getEnergyMax(), orb.energy + change));
    }

    private Known known(int index) {
        Known orb = orbs.get(index);
        if (orb == null) {
            throw new IllegalStateException("nobody at " + index);
        }
        return orb;
    }
}
