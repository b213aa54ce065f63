package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;

/**
 * How a client opens its stream.
 *
 * <p>Immutable.
 *
 * @param number raised by the client with each stream
 * @param seenEpoch the newest epoch that the client has seen, 0 for none
 */
record PlayRequest(BoardId board, PlayerId player, long number, long seenEpoch) {}
