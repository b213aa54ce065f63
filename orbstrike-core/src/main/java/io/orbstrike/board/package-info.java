/**
 * What a game implements, and what it is handed: board types, boards, codecs, inputs, sections, snapshots and the views
 * that decode frames for clients. Start at {@link io.orbstrike.board.BoardType}; {@link io.orbstrike.board.BoardStepper}
 * runs a board without any host.
 *
 * <p>Types and codecs are called from many threads and hold no state of a board. A board, its context, its random and
 * its tick inputs are confined to the thread that ticks the board. A view is confined to the thread that decodes frames.
 */
@NullMarked
package io.orbstrike.board;

import org.jspecify.annotations.NullMarked;
