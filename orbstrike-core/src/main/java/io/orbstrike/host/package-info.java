/**
 * Boards that live in this process: the loops that tick them, the mailboxes and commands that reach them, and the lanes
 * that write their frames to viewers. Start at {@link io.orbstrike.host.BoardHost}; {@link
 * io.orbstrike.host.LocalPlayer} plays in the same process, and {@link io.orbstrike.host.FrameDecoder} reads frames on
 * any client.
 *
 * <p>A board is confined to one tick thread at a time. Other threads reach it through commands, which its {@link
 * io.orbstrike.host.HostedBoard} takes from anybody, and through the mailbox behind a {@link io.orbstrike.host.Viewer},
 * which belongs to a lane. Frames leave as immutable bytes and are written on lanes alone.
 */
@NullMarked
package io.orbstrike.host;

import org.jspecify.annotations.NullMarked;
