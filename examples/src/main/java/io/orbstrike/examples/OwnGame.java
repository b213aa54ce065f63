package io.orbstrike.examples;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;

/**
 * A game of one's own: tag on a ring of 100 cells. A player says where he starts and walks left or right, whoever is
 * "it" tags a neighbour, and when the time is over the board closes and says who is "it". The snapshot serves as keyframe
 * too, and the view that keeps keyframes as the view.
 *
 * <p>Immutable; its boards are confined to their tick threads.
 */
public final class OwnGame extends CodecBoardType<Integer, Integer, Integer> {

    /** Inputs: where to walk, held until another comes; and a tag, once. */
    public static final int LEFT = -1, STAY = 0, RIGHT = 1, TAG = 2;

    static final int SIZE = 100, PLACES = 8, REACH = 3, TICKS_PER_SECOND = 20, TICKS_MAX = 60 * TICKS_PER_SECOND;

    /** Rules are the seconds that a game lasts, join data is the cell where a player starts. */
    public OwnGame() {
        super("tag", Codecs.varint("seconds", 1, 60), Codecs.varint("cell", 1, SIZE), Codecs.varint("move", LEFT, TAG));
    }

    @Override
    public InputKind kindOf(Integer input) {
        return input == TAG ? InputKind.EVENT : InputKind.STATE;
    }

    @Override
    public Game create(Integer seconds, long seed) {
        return new Game(-1, seconds * TICKS_PER_SECOND);
    }

    @Override
    public Game restore(int version, ByteReader in) {
        Game game = new Game(in.readVarint("it", 0, PLACES) - 1, in.readVarint("ticks left", 0, TICKS_MAX));
        for (int i = 0; i < PLACES; i++) {
            game.cells[i] = in.readVarint("cell", 0, SIZE);
            game.steps[i] = in.readVarint("step", 0, 2) - 1;
        }
        return game;
    }

    /** One game; a player's cell is 1 to 100, and 0 where there is no player. */
    static final class Game implements Board<Integer, Integer> {

        final int[] cells = new int[PLACES], steps = new int[PLACES];
        int it, ticksLeft;

        Game(int it, int ticksLeft) {
            this.it = it;
            this.ticksLeft = ticksLeft;
        }

        @Override
        public int maxPlayers() {
            return PLACES;
        }

        @Override
        public void onJoin(int index, PlayerId player, Integer cell, BoardContext context) {
            cells[index] = cell;
            it = it < 0 ? index : it;
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            cells[index] = steps[index] = 0;
            for (int i = 0; it == index && i < PLACES; i++) {
                it = cells[i] > 0 ? i : it;
            }
            it = it == index ? -1 : it;
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            steps[index] = STAY;
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            steps[index] = input == TAG ? steps[index] : input;
            for (int i = 0; input == TAG && it == index && i < PLACES; i++) {
                int distance = Math.floorMod(cells[i] - cells[index], SIZE);
                if (i != index && cells[i] > 0 && Math.min(distance, SIZE - distance) <= REACH) {
                    it = i;
                    context.sendEvent(i, new byte[] {TAG});
                }
            }
        }

        @Override
        public void tick(BoardContext context) {
            for (int i = 0; i < PLACES; i++) {
                cells[i] = cells[i] == 0 ? 0 : Math.floorMod(cells[i] - 1 + steps[i], SIZE) + 1;
            }
            if (--ticksLeft <= 0) {
                context.close(new byte[] {(byte) it});
            }
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(it + 1);
            out.writeVarint(ticksLeft);
            for (int i = 0; i < PLACES; i++) {
                out.writeVarint(cells[i]);
                out.writeVarint(steps[i] + 1);
            }
        }
    }
}
