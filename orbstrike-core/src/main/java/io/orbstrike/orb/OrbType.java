package io.orbstrike.orb;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.Codec;
import io.orbstrike.board.MalformedBytesException;

/**
 * The game orb: circles that move in 8 directions on a round board, raise a ring that kills whom it overlaps and costs
 * energy, and die outside. On the wire rules, players, inputs, keyframes and deltas are the messages of
 * {@code orbstrike.orb.v1}.
 *
 * <p>Thread-safe.
 */
public final class OrbType implements BoardType<OrbRules, OrbPlayer, OrbInput> {

    /** Makes the type; all of them are alike. */
    public OrbType() {}

    @Override
    public String name() {
        return "orb";
    }

    @Override
    public Codec<OrbRules> rulesCodec() {
        return OrbCodecs.RULES;
    }

    @Override
    public Codec<OrbPlayer> joinDataCodec() {
        return OrbCodecs.PLAYER;
    }

    @Override
    public Codec<OrbInput> inputCodec() {
        return OrbCodecs.INPUT;
    }

    @Override
    public Board<OrbPlayer, OrbInput> create(OrbRules rules, long seed) {
        return new OrbBoard(OrbConstants.of(rules));
    }

    @Override
    public Board<OrbPlayer, OrbInput> restore(int version, ByteReader snapshot) {
        if (!snapshotVersions().contains(version)) {
            throw new MalformedBytesException(0, "snapshot version " + version + ": must be 1");
        }
        return OrbSnapshot.read(snapshot);
    }

    @Override
    public OrbView view() {
        return new OrbView();
    }
}
