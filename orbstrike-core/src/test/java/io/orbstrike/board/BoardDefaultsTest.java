package io.orbstrike.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoardDefaultsTest {

    private static final Codec<Integer> RULES = Codecs.varint("rules", 0, 1);
    private static final Codec<String> JOIN_DATA = Codecs.utf8("name", 5);
    private static final Codec<None> INPUT = Codecs.none();

    private final LeastType type = new LeastType();
    private final Board<String, None> board = type.create(1, 0);

    @Test
    void shouldAnswerWithTheNameAndTheCodecsThatWereHandedOver() {
        assertThat(type.name()).isEqualTo("least");
        assertThat(type.rulesCodec()).isSameAs(RULES);
        assertThat(type.joinDataCodec()).isSameAs(JOIN_DATA);
        assertThat(type.inputCodec()).isSameAs(INPUT);
    }

    @Test
    void shouldTickTwentyTimesASecondUnlessTheGameSaysOtherwise() {
        assertThat(board.tickInterval()).hasMillis(50);
    }

    @Test
    void shouldShowTheSnapshotAsTheOnlySectionAndWriteNoDelta() {
        ByteWriter out = new ByteWriter();
        assertThat(board.writeDelta(0, out)).isFalse();
        assertThat(out.size()).isZero();
        board.writeKeyframe(0, out);
        assertThat(out.toByteArray()).containsExactly(42);
        assertThat(board.sectionCount()).isEqualTo(1);
        assertThat(type.view()).isInstanceOf(KeyframeView.class);
        assertThat(type.kindOf(None.NONE)).isEqualTo(InputKind.STATE);
    }

    /** Says no more than a type must. */
    private static final class LeastType extends CodecBoardType<Integer, String, None> {

        LeastType() {
            super("least", RULES, JOIN_DATA, INPUT);
        }

        @Override
        public Board<String, None> create(Integer rules, long seed) {
            return new LeastBoard();
        }

        @Override
        public Board<String, None> restore(int version, ByteReader snapshot) {
            return new LeastBoard();
        }
    }

    private static final class LeastBoard implements Board<String, None> {

        @Override
        public int maxPlayers() {
            return 1;
        }

        @Override
        public void onJoin(int index, PlayerId player, String joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, None input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {}

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeByte(42);
        }
    }
}
