/**
 * For tests of a game: {@link io.orbstrike.testkit.board.BoardTypeContract} checks a board type by random play and
 * hostile bytes, {@link io.orbstrike.testkit.board.BoardPlay} scripts a board without a host, and a
 * {@link io.orbstrike.testkit.board.Recording} keeps a run that must give the same states for ever and on every JVM.
 *
 * <p>Confined to the test's thread.
 */
@NullMarked
package io.orbstrike.testkit.board;

import org.jspecify.annotations.NullMarked;
