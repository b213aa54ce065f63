package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardStepperTest {

    private final LogType type = new LogType();
    private final TickInputs<String, Integer> inputs = new TickInputs<>();

    @Test
    void shouldApplyJoinsLeavesConnectionsAndInputsInThisOrderThenTick() {
        BoardStepper<String, Integer> stepper = BoardStepper.create(type, None.NONE, 7);
        inputs.addInput(0, 1, 42);
        inputs.addConnected(0);
        inputs.addLeave(1);
        inputs.addJoin(0, new PlayerId(3), "ada");
        inputs.addDisconnected(2);

        stepper.step(inputs);

        assertThat(log(stepper))
                .containsExactly("join 0 3 ada", "leave 1", "connected 0", "disconnected 2", "input 0 42", "tick 1");
        assertThat(stepper.tick()).isEqualTo(1);
    }

    @Test
    void shouldTakeEliminatedPlayersOffAtTheEndOfTheStepOnce() {
        BoardStepper<String, Integer> stepper = BoardStepper.create(type, None.NONE, 7);
        inputs.addInput(4, 1, LogType.ELIMINATE);
        inputs.addInput(4, 2, LogType.ELIMINATE);

        stepper.step(inputs);

        assertThat(stepper.eliminations()).hasSize(1);
        assertThat(log(stepper)).endsWith("tick 1", "leave 4");
        inputs.clear();
        stepper.step(inputs);
        assertThat(stepper.eliminations()).isEmpty();
    }

    @Test
    void shouldKeepTheFirstResultOfAClosedBoard() {
        BoardStepper<String, Integer> stepper = BoardStepper.create(type, None.NONE, 7);
        assertThat(stepper.result()).isNull();
        inputs.addInput(1, 1, LogType.CLOSE);
        inputs.addInput(2, 1, LogType.CLOSE);
        stepper.step(inputs);
        assertThat(stepper.result()).containsExactly(1);
    }

    @Test
    void shouldGoOnFromASnapshotExactlyAsBefore() {
        BoardStepper<String, Integer> stepper = BoardStepper.create(type, None.NONE, 7);
        inputs.addInput(0, 1, LogType.DRAW);
        stepper.step(inputs);
        ByteWriter snapshot = new ByteWriter();
        stepper.writeSnapshot(1, snapshot);

        BoardStepper<String, Integer> restored = BoardStepper.restore(type, new ByteReader(snapshot.toByteArray()));
        stepper.step(inputs);
        restored.step(inputs);

        assertThat(restored.tick()).isEqualTo(2);
        assertThat(log(restored)).isEqualTo(log(stepper));
    }

    @Test
    void shouldRefuseASnapshotOfANewerVersionAndSayWhatItReads() {
        ByteWriter snapshot = new ByteWriter();
        snapshot.writeVarint(1);
        snapshot.writeFixed64(1);
        snapshot.writeVarint(9);
        assertThatThrownBy(() -> BoardStepper.restore(type, new ByteReader(snapshot.toByteArray())))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessage("board type log, snapshot version 9: this build reads 1 to 1");
    }

    @Test
    void shouldRefuseASnapshotThatIsCutShort() {
        BoardStepper<String, Integer> stepper = BoardStepper.create(type, None.NONE, 7);
        stepper.step(inputs);
        ByteWriter snapshot = new ByteWriter();
        stepper.writeSnapshot(1, snapshot);
        byte[] whole = snapshot.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            ByteReader cut = new ByteReader(whole, 0, length);
            assertThatThrownBy(() -> BoardStepper.restore(type, cut)).isInstanceOf(UnreadableSnapshotException.class);
        }
    }

    @Test
    void shouldReplayFromEncodedInputs() {
        inputs.addJoin(0, new PlayerId(3), "ada");
        inputs.addLeave(1);
        inputs.addConnected(0);
        inputs.addDisconnected(2);
        inputs.addInput(0, 5, 42);
        ByteWriter out = new ByteWriter();
        inputs.encode(type, out);

        BoardStepper<String, Integer> live = BoardStepper.create(type, None.NONE, 7);
        BoardStepper<String, Integer> replay = BoardStepper.create(type, None.NONE, 7);
        live.step(inputs);
        replay.step(TickInputs.decode(type, new ByteReader(out.toByteArray())));

        assertThat(log(replay)).isEqualTo(log(live));
    }

    private static List<String> log(BoardStepper<String, Integer> stepper) {
        return ((LogBoard) stepper.board()).log;
    }

    /** A type whose board writes down every call. */
    private static final class LogType implements BoardType<None, String, Integer> {

        static final int ELIMINATE = 1;
        static final int CLOSE = 2;
        static final int DRAW = 3;

        @Override
        public String name() {
            return "log";
        }

        @Override
        public Codec<None> rulesCodec() {
            return Codecs.none();
        }

        @Override
        public Codec<String> joinDataCodec() {
            return Codecs.utf8("name", 20);
        }

        @Override
        public Codec<Integer> inputCodec() {
            return Codecs.varint("number", 0, 100);
        }

        @Override
        public Board<String, Integer> create(None rules, long seed) {
            return new LogBoard();
        }

        @Override
        public Board<String, Integer> restore(int version, ByteReader snapshot) {
            LogBoard board = new LogBoard();
            int lines = snapshot.readVarint("lines", 0, 1000);
            for (int i = 0; i < lines; i++) {
                board.log.add(snapshot.readUtf8(100));
            }
            return board;
        }
    }

    private static final class LogBoard implements Board<String, Integer> {

        final List<String> log = new ArrayList<>();

        @Override
        public int maxPlayers() {
            return 10;
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(10);
        }

        @Override
        public void onJoin(int index, PlayerId player, String joinData, BoardContext context) {
            log.add("join " + index + " " + player + " " + joinData);
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            log.add("leave " + index);
        }

        @Override
        public void onConnected(int index, BoardContext context) {
            log.add("connected " + index);
        }

        @Override
        public void onDisconnected(int index, BoardContext context) {
            log.add("disconnected " + index);
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {
            log.add("input " + index + " " + input);
            switch (input) {
                case LogType.ELIMINATE -> context.eliminate(index, new byte[0]);
                case LogType.CLOSE -> context.close(new byte[] {(byte) index});
                case LogType.DRAW -> log.add("drew " + context.random().nextLong());
                default -> {}
            }
        }

        @Override
        public void tick(BoardContext context) {
            log.add("tick " + context.tick());
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(log.size());
            log.forEach(out::writeUtf8);
        }
    }
}
