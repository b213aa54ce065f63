package io.orbstrike.testkit.sync;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import java.time.Duration;

/** Boards that do nothing but tick, with a state of a given size. */
final class StateType implements BoardType<Integer, None, None> {

    static final Duration TICK = Duration.ofMillis(100);

    private final Duration sleepAfter;

    /** Whether boards throw in their next ticks. */
    boolean throwing;

    StateType(Duration sleepAfter) {
        this.sleepAfter = sleepAfter;
    }

    @Override
    public String name() {
        return "state";
    }

    @Override
    public Codec<Integer> rulesCodec() {
        return Codecs.varint("bytes", 0, 1 << 20);
    }

    @Override
    public Codec<None> joinDataCodec() {
        return Codecs.none();
    }

    @Override
    public Codec<None> inputCodec() {
        return Codecs.none();
    }

    @Override
    public BoardTimeouts timeouts() {
        return new BoardTimeouts(sleepAfter, Duration.ofDays(300), Duration.ofDays(300));
    }

    @Override
    public Board<None, None> create(Integer rules, long seed) {
        return new State(rules);
    }

    @Override
    public Board<None, None> restore(int version, ByteReader in) {
        State state = new State(in.readVarint("bytes", 0, 1 << 20));
        in.skip(in.remaining());
        return state;
    }

    private final class State implements Board<None, None> {

        private final int bytes;

        State(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public int maxPlayers() {
            return 10;
        }

        @Override
        public Duration tickInterval() {
            return TICK;
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, None input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {
            if (throwing) {
                throw new IllegalStateException("the game threw");
            }
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(bytes);
            long noise = 1;
            for (int i = 0; i < bytes; i++) {
                noise = noise * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L; // does not compress
                out.writeByte((byte) (noise >>> 56));
            }
        }
    }
}
