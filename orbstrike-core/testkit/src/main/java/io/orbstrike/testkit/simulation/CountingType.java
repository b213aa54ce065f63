package io.orbstrike.testkit.simulation;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A game that only counts: its ticks, the inputs that were applied, and for each player his events and his newest level.
 * Its boards neither sleep nor end, and nobody has to leave one for want of a stream.
 *
 * <p>Confined to the simulation's thread.
 */
final class CountingType implements BoardType<None, String, Integer> {

    static final String NAME = "counting";
    static final Duration TICK_INTERVAL = Duration.ofMillis(500);

    /** A player who wants to be eliminated, one who counts up; all above are levels. */
    static final int LEAVE = 0;

    static final int COUNT = 1;
    private static final int INPUT_MAX = 1_000_000;
    private static final int PLAYERS_MAX = 8;
    private static final Duration NEVER = Duration.ofDays(1);

    private final StepObserver observer;

    CountingType(StepObserver observer) {
        this.observer = observer;
    }

    /** Hears what a board has counted when a step begins, and when it ends. */
    interface StepObserver {

        void onStep(long ticksBefore, long appliedBefore, long appliedAfter);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Codec<None> rulesCodec() {
        return Codecs.none();
    }

    @Override
    public Codec<String> joinDataCodec() {
        return Codecs.utf8("name", 16);
    }

    @Override
    public Codec<Integer> inputCodec() {
        return Codecs.varint("input", LEAVE, INPUT_MAX);
    }

    @Override
    public InputKind kindOf(Integer input) {
        return input <= COUNT ? InputKind.EVENT : InputKind.STATE;
    }

    @Override
    public Board<String, Integer> create(None rules, long seed) {
        return new Counting(observer);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader in) {
        Counting board = new Counting(observer);
        board.ticks = in.readVarint();
        board.applied = in.readVarint();
        board.appliedBefore = board.applied;
        readPlayers(in, board.players);
        return board;
    }

    private static void write(long ticks, long applied, Map<Integer, Count> players, ByteWriter out) {
        out.writeVarint(ticks);
        out.writeVarint(applied);
        out.writeVarint(players.size());
        players.forEach((index, player) -> {
            out.writeVarint(index);
            out.writeVarint(player.events);
            out.writeVarint(player.level);
        });
    }

    private static void readPlayers(ByteReader in, Map<Integer, Count> players) {
        int count = in.readVarint("players", 0, PLAYERS_MAX);
        for (int i = 0; i < count; i++) {
            int index = in.readVarint("index", 0, PLAYERS_MAX - 1);
            Count player = new Count();
            player.events = in.readVarint("events", 0, Integer.MAX_VALUE);
            player.level = in.readVarint("level", 0, INPUT_MAX);
            players.put(index, player);
        }
    }

    @Override
    public BoardView view() {
        return new View();
    }

    @Override
    public BoardTimeouts timeouts() {
        return new BoardTimeouts(NEVER, NEVER, NEVER);
    }

    /** What a board knows of one player. */
    static final class Count {
        int events;
        int level;
    }

    private static final class Counting implements Board<String, Integer> {

        private final StepObserver observer;
        private final Map<Integer, Count> players = new TreeMap<>();
        private long ticks;
        private long applied;
        private long appliedBefore;

        Counting(StepObserver observer) {
            this.observer = observer;
        }

        @Override
        public int maxPlayers() {
            return PLAYERS_MAX;
        }

        @Override
        public Duration tickInterval() {
            return TICK_INTERVAL;
        }

        @Override
        public void onJoin(int index, PlayerId player, String name, BoardContext context) {
            players.put(index, new Count());
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            players.remove(index);
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            Count player = players.get(index);
            if (player == null) {
                return;
            }
            applied++;
            if (input == LEAVE) {
                context.eliminate(index, new byte[0]);
            } else if (input == COUNT) {
                player.events++;
            } else {
                player.level = input;
            }
        }

        @Override
        public void tick(BoardContext context) {
            observer.onStep(ticks, appliedBefore, applied);
            ticks++;
            appliedBefore = applied;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            write(ticks, applied, players, out);
        }
    }

    /** What a client knows of a board. */
    static final class View implements BoardView {

        final Map<Integer, Count> players = new TreeMap<>();
        long ticks;
        private long applied;

        @Override
        public void onKeyframe(int section, ByteReader in) {
            ticks = in.readVarint();
            applied = in.readVarint();
            players.clear();
            readPlayers(in, players);
        }

        @Override
        public void onDelta(int section, ByteReader in) {
            onKeyframe(section, in);
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            write(ticks, applied, players, out);
        }
    }
}
