package io.orbstrike.host;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import java.util.List;

/**
 * What a player is told when his stay ends.
 *
 * <p>Immutable.
 *
 * @param tick the tick in the header
 * @param header the encoded header
 * @param end the encoded reason and detail
 * @param acknowledgedInput the player's last applied input
 * @param events private events of the last step, in order
 */
@SuppressWarnings("ArrayRecordComponent") // carried once from the tick thread to the lane, never compared
record LastFrame(long tick, byte[] header, byte[] end, long acknowledgedInput, List<byte[]> events) {

    /** Encodes a LAST frame's parts. */
    static LastFrame of(
            long epoch,
            long tick,
            long slotsDropped,
            StayEndReason reason,
            byte[] detail,
            long acknowledgedInput,
            List<byte[]> events) {
        ByteWriter out = new ByteWriter(32);
        FrameFields.writeHeader(out, epoch, tick, FrameKind.LAST, slotsDropped);
        byte[] header = out.toByteArray();
        out.clear();
        FrameFields.writeEnd(out, reason, detail);
        return new LastFrame(tick, header, out.toByteArray(), acknowledgedInput, events);
    }
}
