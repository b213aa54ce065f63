package io.orbstrike.benchmarks.cluster;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;

/**
 * A game in which every input is an event and counts once, so that one that is lost, or applied twice, is seen.
 *
 * <p>Immutable.
 */
public final class EventCountType extends CodecBoardType<None, None, None> {

    private static final int PLAYERS_MAX = 8;

    /** Found by the gameserver that looks for board types. */
    public EventCountType() {
        super("event-count", Codecs.none(), Codecs.none(), Codecs.none());
    }

    /** What a frame shows: how many events were applied. */
    static long countedIn(ByteReader keyframe) {
        return keyframe.readVarint();
    }

    @Override
    public InputKind kindOf(None input) {
        return InputKind.EVENT;
    }

    @Override
    public Board<None, None> create(None rules, long seed) {
        return new EventCount(0);
    }

    @Override
    public Board<None, None> restore(int version, ByteReader snapshot) {
        EventCount board = new EventCount(snapshot.readVarint());
        snapshot.requireEnd();
        return board;
    }

    private static final class EventCount implements Board<None, None> {

        private long counted;

        EventCount(long counted) {
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
        public void onInput(int index, None input, BoardContext context) {
            counted++;
        }

        @Override
        public void tick(BoardContext context) {}

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            out.writeVarint(counted);
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(counted);
        }
    }
}
