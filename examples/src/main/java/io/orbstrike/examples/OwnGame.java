package io.orbstrike.examples;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A game of one's own: tag on a ring of 100 cells. Players walk left or right, whoever is "it" tags his neighbours, and
 * when the time is over the board closes and names who is "it". The snapshot serves as keyframe too, and the view that
 * keeps keyframes as the view.
 *
 * <p>Immutable; its boards are confined to their tick threads.
 */
public final class OwnGame implements BoardType<Integer, String, Integer> {

    /** Inputs: where to walk, held until another comes; and a tag, once. */
    public static final int LEFT = -1, STAY = 0, RIGHT = 1, TAG = 2;

    private static final int CELLS = 100, PLACES = 8, REACH = 3, NAME_CODE_POINTS_MAX = 20, TICKS_PER_SECOND = 20;
    private static final int SECONDS_MAX = 3_600;

    /** Creates the game. */
    public OwnGame() {}

    @Override
    public String name() {
        return "tag";
    }

    @Override
    public Codec<Integer> rulesCodec() {
        return Codecs.varint("seconds", 1, SECONDS_MAX);
    }

    @Override
    public Codec<String> joinDataCodec() {
        return Codecs.utf8("name", NAME_CODE_POINTS_MAX);
    }

    @Override
    public Codec<Integer> inputCodec() {
        return Codecs.varint("input", LEFT, TAG);
    }

    @Override
    public InputKind kindOf(Integer input) {
        return input == TAG ? InputKind.EVENT : InputKind.STATE;
    }

    @Override
    public Board<String, Integer> create(Integer seconds, long seed) {
        return new Game(seconds * TICKS_PER_SECOND);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader in) {
        return read(in);
    }

    /** Reads a game from its snapshot, which is also what clients see. */
    static Game read(ByteReader in) {
        Game game = new Game(in.readVarint("ticks left", 0, SECONDS_MAX * TICKS_PER_SECOND));
        game.it = in.readVarint("it", 0, PLACES) - 1;
        int next = in.readVarint("index", 0, PLACES);
        while (next < PLACES) {
            game.names[next] = Codecs.utf8("name", NAME_CODE_POINTS_MAX).decode(in.readBlock(4 * NAME_CODE_POINTS_MAX));
            game.cells[next] = in.readVarint("cell", 0, CELLS - 1);
            game.steps[next] = in.readVarint("step", 0, 2) - 1;
            next = in.readVarint("index", next + 1, PLACES);
        }
        return game;
    }

    static final class Game implements Board<String, Integer> {

        final @Nullable String[] names = new @Nullable String[PLACES];
        final int[] cells = new int[PLACES], steps = new int[PLACES];
        int it = -1, ticksLeft;

        Game(int ticksLeft) {
            this.ticksLeft = ticksLeft;
        }

        @Override
        public int maxPlayers() {
            return PLACES;
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(1_000 / TICKS_PER_SECOND);
        }

        @Override
        public void onJoin(int index, PlayerId player, String name, BoardContext context) {
            names[index] = name;
            cells[index] = context.random().nextInt(CELLS);
            it = it < 0 ? index : it;
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            names[index] = null;
            steps[index] = STAY;
            for (int i = 0; it == index && i <= PLACES; i++) {
                it = i == PLACES ? -1 : names[i] == null ? it : i;
            }
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            steps[index] = STAY;
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            if (input != TAG) {
                steps[index] = input;
            }
            for (int i = 0; input == TAG && it == index && i < PLACES; i++) {
                int distance = Math.floorMod(cells[i] - cells[index], CELLS);
                if (i != index && names[i] != null && Math.min(distance, CELLS - distance) <= REACH) {
                    it = i;
                    context.sendEvent(i, "you are it".getBytes(StandardCharsets.UTF_8));
                }
            }
        }

        @Override
        public void tick(BoardContext context) {
            for (int i = 0; i < PLACES; i++) {
                cells[i] = Math.floorMod(cells[i] + steps[i], CELLS);
            }
            if (--ticksLeft <= 0) {
                context.close((it < 0 ? "nobody" : String.valueOf(names[it])).getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(ticksLeft);
            out.writeVarint(it + 1);
            for (int i = 0; i < PLACES; i++) {
                String name = names[i];
                if (name != null) {
                    out.writeVarint(i);
                    out.writeUtf8(name);
                    out.writeVarint(cells[i]);
                    out.writeVarint(steps[i] + 1);
                }
            }
            out.writeVarint(PLACES);
        }
    }
}
