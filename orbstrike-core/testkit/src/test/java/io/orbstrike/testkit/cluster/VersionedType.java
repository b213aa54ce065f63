package io.orbstrike.testkit.cluster;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.Codec;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.testkit.board.CounterType;

/** Counters of a build that reads and writes some snapshot versions. */
final class VersionedType implements BoardType<Integer, String, Integer> {

    private final CounterType counter = new CounterType();
    private final SnapshotVersions versions;

    /** So many, from the first one on. */
    VersionedType(int newest) {
        this(1, newest);
    }

    VersionedType(int oldest, int newest) {
        this.versions = new SnapshotVersions(oldest, newest);
    }

    @Override
    public String name() {
        return counter.name();
    }

    @Override
    public Codec<Integer> rulesCodec() {
        return counter.rulesCodec();
    }

    @Override
    public Codec<String> joinDataCodec() {
        return counter.joinDataCodec();
    }

    @Override
    public Codec<Integer> inputCodec() {
        return counter.inputCodec();
    }

    @Override
    public SnapshotVersions snapshotVersions() {
        return versions;
    }

    @Override
    public Board<String, Integer> create(Integer rules, long seed) {
        return counter.create(rules, seed);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader snapshot) {
        return counter.restore(version, snapshot);
    }
}
