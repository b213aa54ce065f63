package io.orbstrike.benchmarks.peer;

import com.google.protobuf.ByteString;

/**
 * A player on a board.
 *
 * <p>Immutable, but for the orb, which belongs to the board.
 *
 * @param board where he plays
 * @param orb his
 * @param key that he joined with
 * @param ticket that lets him play
 */
record NaiveSeat(NaiveBoard board, NaiveOrb orb, ByteString key, String ticket) {}
