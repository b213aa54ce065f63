package io.orbstrike.testkit.cluster;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.Codec;
import io.orbstrike.testkit.board.CounterType;
import java.time.Duration;

/** Counters whose players need no streams and whose boards no viewers. */
final class PatientType implements BoardType<Integer, String, Integer> {

    private static final Duration NEVER = Duration.ofDays(1);

    private final CounterType counter = new CounterType();

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
    public Board<String, Integer> create(Integer rules, long seed) {
        return counter.create(rules, seed);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader snapshot) {
        return counter.restore(version, snapshot);
    }

    @Override
    public BoardTimeouts timeouts() {
        return new BoardTimeouts(NEVER, NEVER, NEVER);
    }
}
