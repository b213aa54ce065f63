package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.Admission;
import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.SectionSet;
import io.orbstrike.board.SnapshotVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A game of numbers. Each player has a speed and a sum, and each tick adds his speed to his sum. Inputs 0 to 99 are the
 * state "my speed is this"; from 100 on they are events: ADD, THROW, and so on.
 */
final class CountingType implements BoardType<CountingType.Rules, String, Integer> {

    static final int ADD = 100;
    static final int ELIMINATE_ME = 101;
    static final int CLOSE = 102;
    static final int THROW = 103;
    static final int TELL_ME = 104;
    static final int TELL_ALL = 105;
    static final int THROW_ERROR = 106;
    static final int DRAW = 107;

    /**
     * @param sections how many sections; a player of several sees section (tick / 4) % sections, and section 0
     * @param deltas whether there are deltas
     */
    record Rules(int maxPlayers, int tickMs, int sections, boolean deltas) {
        static final Rules DEFAULT = new Rules(10, 10, 1, true);
    }

    private BoardTimeouts timeouts = BoardTimeouts.DEFAULT;
    private SnapshotVersions versions = SnapshotVersions.FIRST;
    volatile Runnable onTick = () -> {};

    CountingType withTimeouts(BoardTimeouts newTimeouts) {
        timeouts = newTimeouts;
        return this;
    }

    CountingType withVersions(SnapshotVersions newVersions) {
        versions = newVersions;
        return this;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Codec<Rules> rulesCodec() {
        return new Codec<>() {
            @Override
            public void encode(Rules value, ByteWriter out) {
                out.writeVarint(value.maxPlayers());
                out.writeVarint(value.tickMs());
                out.writeVarint(value.sections());
                out.writeVarint(value.deltas() ? 1 : 0);
            }

            @Override
            public Rules decode(ByteReader in) {
                return new Rules(
                        in.readVarint("maxPlayers", 1, 1000),
                        in.readVarint("tickMs", 1, 10_000),
                        in.readVarint("sections", 1, 100),
                        in.readVarint("deltas", 0, 1) == 1);
            }
        };
    }

    @Override
    public Codec<String> joinDataCodec() {
        return Codecs.utf8("name", 20);
    }

    @Override
    public Codec<Integer> inputCodec() {
        return Codecs.varint("input", 0, 200);
    }

    @Override
    public InputKind kindOf(Integer input) {
        return input < ADD ? InputKind.STATE : InputKind.EVENT;
    }

    @Override
    public Board<String, Integer> create(Rules rules, long seed) {
        return new CountingBoard(this, rules);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader in) {
        Rules rules = rulesCodec().decode(in);
        CountingBoard board = new CountingBoard(this, rules);
        board.total = in.readVarint();
        board.drawn = in.readFixed64();
        int players = in.readVarint("players", 0, rules.maxPlayers());
        for (int i = 0; i < players; i++) {
            CountingBoard.Row row = new CountingBoard.Row();
            int index = in.readVarint("index", 0, rules.maxPlayers());
            row.name = in.readUtf8(80);
            row.speed = in.readVarint("speed", 0, 99);
            row.sum = in.readVarint();
            row.connected = in.readVarint("connected", 0, 1) == 1;
            board.rows.put(index, row);
        }
        return board;
    }

    @Override
    public BoardView view() {
        return new CountingView();
    }

    @Override
    public SnapshotVersions snapshotVersions() {
        return versions;
    }

    @Override
    public BoardTimeouts timeouts() {
        return timeouts;
    }

    static final class CountingBoard implements Board<String, Integer> {

        static final class Row {
            String name = "";
            int speed;
            long sum;
            boolean connected;
        }

        private final CountingType type;
        private final Rules rules;
        final Map<Integer, Row> rows = new TreeMap<>();
        private long total;
        private long drawn;
        private long tick;

        CountingBoard(CountingType type, Rules rules) {
            this.type = type;
            this.rules = rules;
        }

        @Override
        public int maxPlayers() {
            return rules.maxPlayers();
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(rules.tickMs());
        }

        @Override
        public int sectionCount() {
            return rules.sections();
        }

        @Override
        public void sectionsSeenBy(int index, SectionSet seen) {
            seen.add(0);
            seen.add((int) (tick / 4 + Math.max(index, 0)) % rules.sections());
        }

        @Override
        public Admission admit(String joinData, Collection<String> pending) {
            if (joinData.equals("boom")) {
                throw new IllegalStateException("admit threw");
            }
            boolean taken =
                    pending.contains(joinData) || rows.values().stream().anyMatch(row -> row.name.equals(joinData));
            return taken ? Admission.refused("the name is taken") : Admission.admitted();
        }

        @Override
        public void onJoin(int index, PlayerId player, String joinData, BoardContext context) {
            Row row = new Row();
            row.name = joinData;
            if (rows.put(index, row) != null) {
                throw new IllegalStateException("place " + index + " was taken");
            }
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            if (rows.remove(index) == null) {
                throw new IllegalStateException("nobody at " + index);
            }
        }

        @Override
        public void onConnected(int index, BoardContext context) {
            row(index).connected = true;
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            row(index).connected = false;
            row(index).speed = 0;
        }

        private Row row(int index) {
            return requireNonNull(rows.get(index), () -> "nobody at " + index);
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            Row row = row(index);
            switch (input) {
                case ADD -> row.sum += 1000;
                case ELIMINATE_ME -> {
                    context.sendEvent(index, new byte[] {7});
                    context.eliminate(index, new byte[] {1, 2});
                }
                case CLOSE -> context.close(new byte[] {3, 4, 5});
                case THROW -> throw new IllegalStateException("the game threw");
                case THROW_ERROR -> throw new AssertionError("the game broke");
                case TELL_ME -> context.sendEvent(index, new byte[] {(byte) context.tick()});
                case TELL_ALL ->
                    rows.keySet().forEach(each -> context.sendEvent(each, new byte[] {(byte) each.intValue()}));
                case DRAW -> drawn ^= context.random().nextLong();
                default -> row.speed = input;
            }
        }

        @Override
        public void tick(BoardContext context) {
            type.onTick.run();
            tick = context.tick();
            for (Row row : rows.values()) {
                row.sum += row.speed;
                total += row.speed;
            }
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            out.writeVarint(section);
            out.writeVarint(tick);
            out.writeVarint(rows.size());
            rows.forEach((index, row) -> {
                out.writeVarint(index);
                out.writeVarint(row.sum);
            });
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            if (!rules.deltas()) {
                return false;
            }
            writeKeyframe(section, out);
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            type.rulesCodec().encode(rules, out);
            out.writeVarint(total);
            out.writeFixed64(drawn);
            out.writeVarint(rows.size());
            rows.forEach((index, row) -> {
                out.writeVarint(index);
                out.writeUtf8(row.name);
                out.writeVarint(row.speed);
                out.writeVarint(row.sum);
                out.writeVarint(row.connected ? 1 : 0);
            });
        }
    }

    /** Keeps the sums of each section, and checks that a delta continues what it knows. */
    static final class CountingView implements BoardView {

        final Map<Integer, Map<Integer, Long>> sections = new TreeMap<>();
        final List<byte[]> events = new ArrayList<>();
        private final Map<Integer, Long> ticks = new TreeMap<>();
        int keyframes;
        int deltas;

        long sumOf(int index) {
            return sections.getOrDefault(0, Map.of()).getOrDefault(index, -1L);
        }

        @Override
        public void onFrameStart(long tick, FrameKind kind) {
            if (kind == FrameKind.KEYFRAME) {
                sections.clear();
                ticks.clear();
            }
        }

        @Override
        public void onKeyframe(int section, ByteReader in) {
            keyframes++;
            take(section, in);
        }

        @Override
        public void onDelta(int section, ByteReader in) {
            deltas++;
            Long before = ticks.get(section);
            long now = take(section, in);
            if (before == null || now != before + 1) {
                throw in.malformed("a delta to tick " + now + " of section " + section + " known as of " + before);
            }
        }

        @Override
        public void onSectionGone(int section) {
            if (sections.remove(section) == null) {
                throw new IllegalStateException("section " + section + " was not known");
            }
            ticks.remove(section);
        }

        @Override
        public void onEvent(ByteReader in) {
            events.add(in.readBytes(in.remaining()));
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            Map<Integer, Long> sums = sections.get(section);
            if (sums != null) {
                out.writeVarint(section);
                out.writeVarint(requireNonNull(ticks.get(section)));
                out.writeVarint(sums.size());
                sums.forEach((index, sum) -> {
                    out.writeVarint(index);
                    out.writeVarint(sum);
                });
            }
        }

        private long take(int section, ByteReader in) {
            in.readVarint("section", section, section);
            long tick = in.readVarint();
            int count = in.readVarint("rows", 0, 1000);
            Map<Integer, Long> sums = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                sums.put(in.readVarint("index", 0, 1000), in.readVarint());
            }
            in.requireEnd();
            sections.put(section, sums);
            ticks.put(section, tick);
            return tick;
        }
    }
}
