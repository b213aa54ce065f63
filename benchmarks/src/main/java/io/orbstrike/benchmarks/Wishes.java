package io.orbstrike.benchmarks;

import io.orbstrike.board.BoardRandom;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbWorkload;

/**
 * What players of orb say, encoded beforehand.
 *
 * <p>Thread-safe.
 */
final class Wishes {

    private static final int COUNT = 997;

    private Wishes() {}

    /** Enough inputs of steady play that players who begin at different ones do not go the same way. */
    static byte[][] orb() {
        BoardRandom random = new BoardRandom(1);
        byte[][] wishes = new byte[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            wishes[i] = new OrbType().inputCodec().encode(OrbWorkload.drawInput(random));
        }
        return wishes;
    }
}
