package io.orbstrike.benchmarks.peer;

import io.orbstrike.grpc.orb.v1.Keyframe;
import io.orbstrike.grpc.orb.v1.Orb;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.Section;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.grpc.v1.StayEnd;
import io.orbstrike.grpc.v1.StayEndReason;

/**
 * Frames that hold the whole state, each built anew with protobuf's builders.
 *
 * <p>Confined to the board's monitor.
 */
final class NaiveFrames {

    static final long EPOCH = 1;

    private static final int RING = 1 << 4;

    private NaiveFrames() {}

    /** The frame of one viewer. */
    static ServerFrame keyframe(NaiveGame game, NaiveOrb viewer) {
        return header(game, FrameKind.FRAME_KIND_KEYFRAME)
                .addSections(Section.newBuilder().setKeyframe(state(game).toByteString()))
                .setAcknowledgedInput(viewer.acknowledgedInput)
                .build();
    }

    /** The last frame of a player who has left. */
    static ServerFrame last(NaiveGame game) {
        return header(game, FrameKind.FRAME_KIND_LAST)
                .setEnd(StayEnd.newBuilder().setReason(StayEndReason.STAY_END_REASON_LEFT))
                .build();
    }

    private static ServerFrame.Builder header(NaiveGame game, FrameKind kind) {
        return ServerFrame.newBuilder().setEpoch(EPOCH).setTick(game.tick()).setKind(kind);
    }

    /** The whole state. */
    static Keyframe state(NaiveGame game) {
        Keyframe.Builder state =
                Keyframe.newBuilder().setConstants(game.constants()).setPhase(game.phase());
        for (NaiveOrb orb : game.orbs()) {
            state.addOrbs(orb(game, orb));
        }
        return state.build();
    }

    private static Orb orb(NaiveGame game, NaiveOrb orb) {
        Orb.Builder built = Orb.newBuilder()
                .setIndex(orb.index)
                .setPlayerId(orb.player)
                .setPlayer(orb.joinData)
                .setKills(orb.kills)
                .setDeaths(orb.deaths);
        if (!orb.isAlive) {
            return built.setRespawnTick(orb.respawnTick).build();
        }
        return built.setX(orb.x)
                .setY(orb.y)
                .setMotion(orb.input.direction() | (orb.isRingUp ? RING : 0))
                .setProtectedUntilTick(orb.isProtected(game.tick()) ? orb.protectedUntilTick : 0)
                .setEnergySpent(game.constants().getEnergyMax() - orb.energy)
                .build();
    }
}
