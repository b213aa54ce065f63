package io.orbstrike.grpc;

import io.orbstrike.board.Admission;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A game for tests: a player has a state, any text, and a list of the events he did, texts that begin with '!'. Some
 * events do something more: {@code !out} eliminates him, {@code !close} closes the board, {@code !boom} throws,
 * {@code !tell} sends him an event.
 */
final class TallyType implements BoardType<TallyType.Rules, String, String> {

    static final int TEXT_MAX = 20_000;

    /** Rules: how many fit, how long a tick lasts, how many bytes every frame carries for nothing. */
    record Rules(int maxPlayers, int tickMs, int padding) {}

    @Override
    public String name() {
        return "tally";
    }

    @Override
    public Codec<Rules> rulesCodec() {
        return new Codec<>() {
            private final Codec<Integer> players = Codecs.varint("max_players", 1, 1_000);
            private final Codec<Integer> tick = Codecs.varint("tick_ms", 1, 1_000);
            private final Codec<Integer> padding = Codecs.varint("padding", 0, 1_000_000);

            @Override
            public void encode(Rules rules, ByteWriter out) {
                players.encode(rules.maxPlayers(), out);
                tick.encode(rules.tickMs(), out);
                padding.encode(rules.padding(), out);
            }

            @Override
            public Rules decode(ByteReader in) {
                return new Rules(players.decode(in), tick.decode(in), padding.decode(in));
            }
        };
    }

    @Override
    public Codec<String> joinDataCodec() {
        return Codecs.utf8("name", 10);
    }

    @Override
    public Codec<String> inputCodec() {
        return Codecs.utf8("input", TEXT_MAX);
    }

    @Override
    public InputKind kindOf(String input) {
        return input.startsWith("!") ? InputKind.EVENT : InputKind.STATE;
    }

    @Override
    public Board<String, String> create(Rules rules, long seed) {
        return new TallyBoard(rules);
    }

    @Override
    public Board<String, String> restore(int version, ByteReader snapshot) {
        TallyBoard board = new TallyBoard(rulesCodec().decode(snapshot));
        int players = snapshot.readVarint("players", 0, 1_000);
        for (int i = 0; i < players; i++) {
            Seated seated = new Seated(snapshot.readUtf8(100));
            int index = snapshot.readVarint("index", 0, 1_000);
            seated.state = snapshot.readUtf8(TEXT_MAX);
            seated.events.append(snapshot.readUtf8(Integer.MAX_VALUE));
            board.players.put(index, seated);
        }
        return board;
    }

    private static final class Seated {
        private final String name;
        private final StringBuilder events = new StringBuilder();
        private String state = "";

        Seated(String name) {
            this.name = name;
        }
    }

    /** The state of all. */
    private final class TallyBoard implements Board<String, String> {

        private final Rules rules;
        private final Map<Integer, Seated> players = new TreeMap<>();

        TallyBoard(Rules rules) {
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
        public Admission admit(String joinData, Collection<String> pending) {
            return joinData.equals("nobody") ? Admission.refused("nobody may not join") : Admission.admitted();
        }

        @Override
        public void onJoin(int index, PlayerId player, String joinData, BoardContext context) {
            players.put(index, new Seated(joinData));
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            players.remove(index);
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            seated(index).state = "";
        }

        @Override
        public void onInput(int index, String input, BoardContext context) {
            Seated seated = seated(index);
            if (kindOf(input) == InputKind.STATE) {
                seated.state = input;
                return;
            }
            seated.events.append(input);
            switch (input) {
                case "!out" -> context.eliminate(index, "bye".getBytes(StandardCharsets.UTF_8));
                case "!close" -> context.close("draw".getBytes(StandardCharsets.UTF_8));
                case "!boom" -> throw new IllegalStateException("boom, as the test wants it");
                case "!tell" -> context.sendEvent(index, "psst".getBytes(StandardCharsets.UTF_8));
                default -> {}
            }
        }

        @Override
        public void tick(BoardContext context) {}

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            players.forEach((index, seated) ->
                    out.writeUtf8(index + " " + seated.name + " " + seated.state + " " + seated.events));
            byte[] padding = new byte[rules.padding()];
            Arrays.fill(padding, (byte) 'x');
            out.writeBlock(padding);
        }

        @Override
        public boolean writeDelta(int section, ByteWriter out) {
            writeKeyframe(section, out);
            return true;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            rulesCodec().encode(rules, out);
            out.writeVarint(players.size());
            players.forEach((index, seated) -> {
                out.writeUtf8(seated.name);
                out.writeVarint(index);
                out.writeUtf8(seated.state);
                out.writeUtf8(seated.events.toString());
            });
        }

        private Seated seated(int index) {
            Seated seated = players.get(index);
            if (seated == null) {
                throw new IllegalStateException("nobody at " + index);
            }
            return seated;
        }
    }
}
