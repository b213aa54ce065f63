package io.orbstrike.redis;

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

/** Boards that count their ticks, and so change with each. */
final class CountingType implements BoardType<None, None, None> {

    private static final int COUNT_MAX = 1 << 30;

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Codec<None> rulesCodec() {
        return Codecs.none();
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
        return new BoardTimeouts(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));
    }

    @Override
    public Board<None, None> create(None rules, long seed) {
        return new Counting(0);
    }

    @Override
    public Board<None, None> restore(int version, ByteReader in) {
        return new Counting(in.readVarint("count", 0, COUNT_MAX));
    }

    private static final class Counting implements Board<None, None> {

        private int count;

        Counting(int count) {
            this.count = count;
        }

        @Override
        public int maxPlayers() {
            return 8;
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(200);
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, None input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {
            count++;
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(count);
        }
    }
}
