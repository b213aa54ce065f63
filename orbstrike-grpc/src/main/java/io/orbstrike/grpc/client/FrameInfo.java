package io.orbstrike.grpc.client;

import io.orbstrike.board.FrameKind;

/**
 * The header of a frame that the view has taken up, and what it says to this player.
 *
 * <p>Immutable.
 *
 * @param epoch rises each time the board is attached anew
 * @param tick the step that the frame shows
 * @param kind keyframe, delta or last
 * @param slotsDropped how many slots of the schedule the board has dropped in this epoch
 * @param acknowledgedInput the sequence of this player's last input that was applied, 0 before the first
 * @param sizeBytes of the message
 */
public record FrameInfo(
        long epoch, long tick, FrameKind kind, long slotsDropped, long acknowledgedInput, int sizeBytes) {}
