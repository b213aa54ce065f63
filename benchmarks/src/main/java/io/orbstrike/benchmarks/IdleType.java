package io.orbstrike.benchmarks;

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

/**
 * A game in which nothing happens, so that what is left is the host. Players stay however long they are away.
 *
 * <p>Immutable.
 */
final class IdleType implements BoardType<None, None, Integer> {

    private static final int INPUTS = 10;
    private static final Duration LONG = Duration.ofDays(365);
    private static final BoardTimeouts FOR_EVER = new BoardTimeouts(LONG, LONG, LONG);

    private final Duration tickInterval;
    private final int maxPlayers;

    IdleType(Duration tickInterval, int maxPlayers) {
        this.tickInterval = tickInterval;
        this.maxPlayers = maxPlayers;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public BoardTimeouts timeouts() {
        return FOR_EVER;
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
    public Codec<Integer> inputCodec() {
        return Codecs.varint("input", 0, INPUTS - 1);
    }

    @Override
    public Board<None, Integer> create(None rules, long seed) {
        return new IdleBoard();
    }

    @Override
    public Board<None, Integer> restore(int version, ByteReader snapshot) {
        return new IdleBoard();
    }

    private final class IdleBoard implements Board<None, Integer> {

        @Override
        public int maxPlayers() {
            return maxPlayers;
        }

        @Override
        public Duration tickInterval() {
            return tickInterval;
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {
            // nobody is there to see him
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            // nobody is there to miss him
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            // changes nothing
        }

        @Override
        public void tick(BoardContext context) {
            // changes nothing
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            // a board without state has an empty snapshot
        }
    }
}
