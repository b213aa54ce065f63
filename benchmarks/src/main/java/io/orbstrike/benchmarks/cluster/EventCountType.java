package io.orbstrike.benchmarks.cluster;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;

/**
 * A game of one player whose inputs are events that he numbers from 1 on, so that one that is lost, or applied twice, is seen.
 *
 * <p>Immutable.
 */
public final class EventCountType extends CodecBoardType<None, None, Long> {

    private static final int PLAYERS_MAX = 1;

    private static final Codec<Long> NUMBER = new Codec<>() {
        @Override
        public void encode(Long number, ByteWriter out) {
            out.writeVarint(number);
        }

        @Override
        public Long decode(ByteReader in) {
            return in.readVarint();
        }
    };

    /** Found by the gameserver that looks for board types. */
    public EventCountType() {
        super("event-count", Codecs.none(), Codecs.none(), NUMBER);
    }

    /**
     * What became of the events.
     *
     * @param last the number of the newest one that was applied
     * @param skipped how many below it never were
     * @param repeated how many came when they, or one above them, had been applied
     */
    record Counted(long last, long skipped, long repeated) {

        static final Counted NOTHING = new Counted(0, 0, 0);

        static Counted read(ByteReader in) {
            return new Counted(in.readVarint(), in.readVarint(), in.readVarint());
        }

        void write(ByteWriter out) {
            out.writeVarint(last);
            out.writeVarint(skipped);
            out.writeVarint(repeated);
        }

        Counted with(long number) {
            return number > last
                    ? new Counted(number, skipped + number - last - 1, repeated)
                    : new Counted(last, skipped, repeated + 1);
        }

        /** How many of those that were sent are not applied. */
        long lostOf(long sent) {
            return skipped + Math.max(0, sent - last);
        }
    }

    @Override
    public InputKind kindOf(Long number) {
        return InputKind.EVENT;
    }

    @Override
    public Board<None, Long> create(None rules, long seed) {
        return new EventCount(Counted.NOTHING);
    }

    @Override
    public Board<None, Long> restore(int version, ByteReader snapshot) {
        EventCount board = new EventCount(Counted.read(snapshot));
        snapshot.requireEnd();
        return board;
    }

    private static final class EventCount implements Board<None, Long> {

        private Counted counted;

        EventCount(Counted counted) {
            this.counted = counted;
        }

        @Override
        public int maxPlayers() {
            return PLAYERS_MAX;
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, Long number, BoardContext context) {
            counted = counted.with(number);
        }

        @Override
        public void tick(BoardContext context) {}

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            counted.write(out);
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            counted.write(out);
        }
    }
}
