package io.orbstrike.testkit.board;

import io.orbstrike.board.Admission;
import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;

/**
 * A game that uses all of the SPI on few lines: players count up, each in the section of his index, see their own section
 * and the first, are told when they pass a ten, are eliminated by -3, and the board closes at its goal. A fault can be
 * planted, for tests of the kit.
 */
public final class CounterType implements BoardType<Integer, String, Integer> {

    enum Fault {
        NONE,
        FORGETS_IN_SNAPSHOT,
        WRONG_DELTA,
        DELTA_WITHOUT_LEAVES,
        ADMIT_CHANGES,
        KEYFRAME_CHANGES,
        DRAWS_FROM_OUTSIDE,
        TRUSTS_SNAPSHOTS,
        TRUSTS_DELTAS,
        TELLS_STRANGERS,
        CLEARS_THE_WRITER
    }

    private static final int SECTIONS = 3;
    private static final int PLAYERS = 12;
    private static int outside;

    private final Fault fault;

    public CounterType() {
        this(Fault.NONE);
    }

    CounterType(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Codec<Integer> rulesCodec() {
        return Codecs.varint("goal", 1, 100_000);
    }

    @Override
    public Codec<String> joinDataCodec() {
        return Codecs.utf8("name", 8);
    }

    @Override
    public Codec<Integer> inputCodec() {
        return Codecs.varint("step", -3, 3);
    }

    @Override
    public InputKind kindOf(Integer input) {
        return input < 0 ? InputKind.EVENT : InputKind.STATE;
    }

    @Override
    public Board<String, Integer> create(Integer rules, long seed) {
        return new Counter(rules);
    }

    @Override
    public Board<String, Integer> restore(int version, ByteReader in) {
        if (fault == Fault.TRUSTS_SNAPSHOTS) {
            byte[] bytes = in.readBytes(in.remaining());
            in = new ByteReader(bytes, 0, bytes[0] + bytes.length - bytes[0]);
        }
        Counter counter = new Counter(in.readVarint("goal", 1, 100_000));
        int count = in.readVarint("players", 0, PLAYERS);
        int before = -1;
        for (int i = 0; i < count; i++) {
            before = in.readVarint("index", before + 1, PLAYERS - 1);
            Count player = new Count();
            player.value = in.readVarint("value", 0, 1_000_000);
            player.step = (int) in.readSignedVarint();
            counter.players.put(before, player);
        }
        counter.changed.addAll();
        return counter;
    }

    @Override
    public BoardView view() {
        return new CounterView(fault);
    }

    private static final class Count {
        private int value;
        private int step;
    }

    private final class Counter implements Board<String, Integer> {

        private final int goal;
        private final TreeMap<Integer, Count> players = new TreeMap<>();
        private final SectionSet changed = new SectionSet(SECTIONS);
        private int asked;

        Counter(int goal) {
            this.goal = goal;
        }

        @Override
        public int maxPlayers() {
            return PLAYERS;
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(20);
        }

        @Override
        public Admission admit(String name, Collection<String> pending) {
            asked += fault == Fault.ADMIT_CHANGES ? 1 : 0;
            return name.isEmpty() || pending.contains(name)
                    ? Admission.refused("a name of one's own is wanted")
                    : Admission.admitted();
        }

        @Override
        public void onJoin(int index, PlayerId player, String name, BoardContext context) {
            players.put(index, new Count());
            changed.add(index % SECTIONS);
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            players.remove(index);
            if (fault != Fault.DELTA_WITHOUT_LEAVES) {
                changed.add(index % SECTIONS);
            }
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            Count player = players.get(index);
            if (player != null) {
                player.step = 0;
            }
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            Count player = players.get(index);
            if (player == null) {
                return;
            }
            if (input == -3) {
                context.eliminate(index, "by -3".getBytes(StandardCharsets.UTF_8));
            } else if (input < 0) {
                player.value += context.random().nextInt(5);
                changed.add(index % SECTIONS);
            } else {
                player.step = input;
            }
        }

        @Override
        public void tick(BoardContext context) {
            changed.clear();
            long total = 0;
            for (var entry : players.entrySet()) {
                Count player = entry.getValue();
                int before = player.value;
                player.value += player.step + (fault == Fault.DRAWS_FROM_OUTSIDE ? outside++ % 2 : 0);
                changed.add(entry.getKey() % SECTIONS);
                if (player.value / 10 > before / 10) {
                    int told = fault == Fault.TELLS_STRANGERS ? PLAYERS + 1 : entry.getKey();
                    context.sendEvent(told, new byte[] {(byte) (player.value / 10)});
                }
                total += player.value;
            }
            for (int section = 0; section < SECTIONS; section++) {
                changed.add(section);
            }
            if (total >= goal) {
                context.close(Long.toString(total).getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public int sectionCount() {
            return SECTIONS;
        }

        @Override
        public void sectionsSeenBy(int index, SectionSet seen) {
            seen.add(0);
            Count player = players.get(index);
            if (player != null) {
                seen.add(player.value % SECTIONS);
            }
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            asked += fault == Fault.KEYFRAME_CHANGES ? 1 : 0;
            if (fault == Fault.CLEARS_THE_WRITER) {
                out.clear();
            }
            players.forEach((index, player) -> {
                if (index % SECTIONS == section) {
                    out.writeVarint(index);
                    out.writeVarint(player.value);
                }
            });
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            if (section == 2) {
                return false;
            }
            players.forEach((index, player) -> {
                if (index % SECTIONS == section) {
                    out.writeVarint(index);
                    out.writeVarint(player.value + (fault == Fault.WRONG_DELTA && player.value == 5 ? 1 : 0));
                }
            });
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(goal);
            out.writeVarint(players.size());
            players.forEach((index, player) -> {
                out.writeVarint(index);
                out.writeVarint(player.value);
                out.writeSignedVarint(fault == Fault.FORGETS_IN_SNAPSHOT ? 0 : player.step);
            });
            for (int i = 0; i < asked; i++) {
                out.writeByte(0);
            }
        }
    }

    /** Knows the counts of each section. */
    private static final class CounterView implements BoardView {

        private final Fault fault;
        private final TreeMap<Integer, TreeMap<Integer, Integer>> sections = new TreeMap<>();

        CounterView(Fault fault) {
            this.fault = fault;
        }

        @Override
        public void onFrameStart(long tick, FrameKind kind) {
            if (kind == FrameKind.KEYFRAME) {
                sections.clear();
            }
        }

        @Override
        public void onKeyframe(int section, ByteReader in) {
            TreeMap<Integer, Integer> counts = new TreeMap<>();
            while (in.remaining() > 0) {
                counts.put(in.readVarint("index", 0, PLAYERS - 1), in.readVarint("value", 0, Integer.MAX_VALUE));
            }
            sections.put(section, counts);
        }

        @Override
        public void onDelta(int section, ByteReader in) {
            if (fault == Fault.TRUSTS_DELTAS && in.remaining() == 3) {
                throw new IllegalStateException("three bytes");
            }
            if (fault == Fault.DELTA_WITHOUT_LEAVES) {
                TreeMap<Integer, Integer> before = new TreeMap<>(sections.getOrDefault(section, new TreeMap<>()));
                onKeyframe(section, in);
                before.putAll(sections.getOrDefault(section, new TreeMap<>()));
                sections.put(section, before);
            } else {
                onKeyframe(section, in);
            }
        }

        @Override
        public void onSectionGone(int section) {
            sections.remove(section);
        }

        @Override
        public void onEvent(ByteReader in) {
            in.readByte();
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            sections.getOrDefault(section, new TreeMap<>()).forEach((index, value) -> {
                out.writeVarint(index);
                out.writeVarint(value);
            });
        }
    }
}
