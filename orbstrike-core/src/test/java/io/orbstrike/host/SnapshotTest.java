package io.orbstrike.host;

import static io.orbstrike.host.CountingType.ADD;
import static io.orbstrike.host.CountingType.DRAW;
import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.board.TickInputs;
import io.orbstrike.board.UnreadableSnapshotException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final HostFixture fixture = new HostFixture();

    @Test
    void shouldBringEverythingBackFromASnapshot() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.join(board, 1, "ada");
        PlayerId bob = fixture.join(board, 2, "bob");
        PlayerId cid = fixture.join(board, 7, "cid");
        board.leave(new PlayerId(1));
        fixture.ticks(1);
        ScriptedSink before = new ScriptedSink();
        Viewer viewer = fixture.open(board, bob, 3, before);
        fixture.ticks(1);
        fixture.offer(viewer, 4, 5);
        fixture.offer(viewer, 5, ADD);
        fixture.ticks(10);
        fixture.clock.advance(Duration.ofMillis(35)); // drops slots
        fixture.work();

        HostFixture other = new HostFixture();
        HostedBoard<String, Integer> restored = restore(other, snapshot(board));

        assertThat(restored.status().tick()).isEqualTo(board.status().tick());
        assertThat(restored.status().players()).isEqualTo(2);
        assertThat(restored.status().slotsDropped()).isZero();
        assertThat(place(other, restored, bob)).isEqualTo(1);
        assertThat(place(other, restored, cid)).isEqualTo(2);

        ScriptedSink after = new ScriptedSink();
        Viewer again = other.open(restored, bob, 1, after);
        other.offer(again, 5, ADD); // was applied
        other.offer(again, 4, 5); // holds no more
        other.ticks(1);
        assertThat(after.decoder.epoch()).isEqualTo(3);
        assertThat(after.last().tick()).isEqualTo(board.status().tick() + 1);
        assertThat(after.view.sumOf(1)).isEqualTo(before.view.sumOf(1) + 5);
        assertThat(after.decoder.acknowledgedInput()).isEqualTo(5);

        CompletionStage<ReserveOutcome> reserved = restored.reserve("dan");
        other.work();
        Reservation reservation = ((ReserveOutcome.Reserved) done(reserved)).reservation();
        assertThat(reservation.index()).isZero();
        CompletionStage<PlayerId> joined = restored.join(reservation);
        other.ticks(1);
        assertThat(done(joined)).isEqualTo(new PlayerId(8));
    }

    @Test
    void shouldTellTheBoardThatItsPlayersHaveNoStreamAnyMore() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        Viewer viewer = fixture.open(board, ada, 1, new ScriptedSink());
        fixture.offer(viewer, 1, 5);
        fixture.ticks(2);
        List<String> applied = new ArrayList<>();
        HostFixture other = new HostFixture(
                builder -> builder.threads(1).recorder((id, epoch, tick, in) -> InputLog.write(in, applied)));
        restore(other, snapshot(board));
        other.ticks(3);
        assertThat(applied).containsExactly("disconnected 0");
    }

    @Test
    void shouldGoOnCountingAbsenceAndDeadlines() {
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withLifetime(Duration.ofSeconds(90)));
        fixture.join(board, 1, "ada");
        fixture.ticks(5_000);
        HostFixture other = new HostFixture();
        other.clock.advance(Duration.ofDays(3));
        HostedBoard<String, Integer> restored = restore(other, snapshot(board));
        other.ticks(990);
        assertThat(restored.status().players()).isEqualTo(1);
        other.ticks(20);
        assertThat(restored.status().players()).isZero();
        other.ticks(2_980);
        assertThat(restored.status().state()).isNotEqualTo(BoardState.CLOSED);
        other.ticks(30);
        assertThat(restored.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldGoOnCountingHowLongNobodyWatched() {
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(20));
        fixture.work();
        fixture.clock.advance(Duration.ofMinutes(9));
        fixture.work();
        HostFixture other = new HostFixture();
        HostedBoard<String, Integer> restored = restore(other, snapshot(board));
        other.ticks(2);
        other.clock.advance(Duration.ofSeconds(30));
        other.work();
        assertThat(restored.status().state()).isEqualTo(BoardState.SLEEPING);
        other.clock.advance(Duration.ofSeconds(15));
        other.work();
        assertThat(restored.status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldLeaveOutWhoJoinsWithTheNextStepAndKeepWhoLeavesWithIt() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        CompletionStage<ReserveOutcome> reserved = board.reserve("bob");
        fixture.work();
        CompletionStage<Boolean> joining =
                board.join(((ReserveOutcome.Reserved) done(reserved)).reservation(), new PlayerId(2));
        CompletionStage<Boolean> leaving = board.leave(ada);
        CompletionStage<BoardSnapshot> state = board.detach();
        fixture.work();
        assertThat(done(joining)).isTrue(); // the roster has him
        assertThat(done(leaving)).isFalse();

        HostFixture other = new HostFixture();
        HostedBoard<String, Integer> restored = restore(other, done(state).bytes());
        assertThat(place(other, restored, ada)).isZero();
        assertThat(place(other, restored, new PlayerId(2))).isEqualTo(-1);
        PlayerId next = other.join(restored, 2, "bob");
        assertThat(place(other, restored, next)).isEqualTo(1);
        assertThat(restored.status().state()).isEqualTo(BoardState.RUNNING);
    }

    @Test
    void shouldRefuseASnapshotOfWhichAnyBitIsFlipped() {
        byte[] snapshot = snapshot(smallBoard());
        for (int bit = 0; bit < snapshot.length * 8; bit++) {
            byte[] damaged = snapshot.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(failureOf(tryRestore(damaged))).isInstanceOf(UnreadableSnapshotException.class);
        }
        assertThat(fixture.host.boards()).hasSize(1);
    }

    @Test
    void shouldRefuseASnapshotOfWhichAnyByteIsWrongThoughTheChecksumIsRight() {
        byte[] snapshot = snapshot(smallBoard());
        int refused = 0;
        for (int at = 0; at < snapshot.length - 4; at++) {
            for (int change : new int[] {0x01, 0x7f, 0x80, 0xff}) {
                byte[] damaged = snapshot.clone();
                damaged[at] ^= (byte) change;
                CompletionStage<?> restored = tryRestore(withChecksum(damaged));
                if (restored.toCompletableFuture().isCompletedExceptionally()) {
                    assertThat(failureOf(restored)).isInstanceOf(UnreadableSnapshotException.class);
                    refused++;
                } else {
                    restored.toCompletableFuture().cancel(true);
                    fixture.work();
                    fixture.host.board(new BoardId(9, 9)).ifPresent(HostedBoard::detach);
                    fixture.work();
                }
            }
        }
        assertThat(refused).isGreaterThan(snapshot.length);
    }

    @Test
    void shouldRefuseASnapshotThatIsCutShort() {
        byte[] snapshot = snapshot(smallBoard());
        for (int length = 0; length < snapshot.length; length++) {
            byte[] cut = Arrays.copyOf(snapshot, length);
            assertThat(failureOf(tryRestore(cut))).isInstanceOf(UnreadableSnapshotException.class);
            if (length >= 4) {
                assertThat(failureOf(tryRestore(withChecksum(cut)))).isInstanceOf(UnreadableSnapshotException.class);
            }
        }
    }

    @Test
    void shouldSayWhichFormatItReads() {
        byte[] snapshot = snapshot(smallBoard());
        snapshot[0] = 2;
        assertThat(failureOf(tryRestore(withChecksum(snapshot))))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessage("a snapshot of format 2: this build reads 1");
    }

    @Test
    void shouldCompressALargeSnapshotAndBoundWhatItUnpacks() {
        HostFixture packing = new HostFixture(builder -> builder.threads(1)
                .options(HostOptions.builder().compressSnapshotsAboveBytes(0).build()));
        HostedBoard<String, Integer> board =
                packing.board(HostFixture.BOARD, new CountingType.Rules(500, 10, 1, true), BoardSettings.of(1));
        for (int i = 1; i <= 200; i++) {
            packing.join(board, i, "player " + i);
        }
        CompletionStage<BoardSnapshot> captured = board.snapshot();
        packing.work();
        byte[] packed = done(captured).bytes();
        assertThat(packed).hasSizeLessThan(2_000);
        HostFixture plain = new HostFixture(builder -> builder.threads(1)
                .options(HostOptions.builder()
                        .compressSnapshotsAboveBytes(1 << 20)
                        .build()));
        HostedBoard<String, Integer> restored = restore(plain, packed);
        assertThat(restored.status().players()).isEqualTo(200);
        CompletionStage<BoardSnapshot> unpacked = restored.snapshot();
        plain.work();
        assertThat(done(unpacked).bytes()).hasSizeGreaterThan(3_000);

        HostFixture narrow = new HostFixture(builder -> builder.threads(1)
                .options(HostOptions.builder().snapshotBytesMax(1_024).build()));
        assertThat(failureOf(narrow.host.restore(HostFixture.BOARD, narrow.type, packed, BoardSettings.of(1))))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("must be at most 1024");
    }

    @Test
    void shouldSayWhatStateASnapshotHolds() {
        HostedBoard<String, Integer> board = fixture.board(
                HostFixture.BOARD,
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withEpoch(4));
        fixture.join(board, 7, "ada");
        fixture.ticks(2);
        assertThat(board.lastSnapshot()).isEmpty();
        CompletionStage<BoardSnapshot> captured = board.snapshot();
        fixture.work();
        BoardSnapshot snapshot = done(captured);
        assertThat(snapshot.epoch()).isEqualTo(4);
        assertThat(snapshot.tick()).isEqualTo(board.status().tick());
        assertThat(snapshot.rosterNumber()).isEqualTo(7);
        assertThat(snapshot.version()).isEqualTo(1);
        assertThat(board.lastSnapshot()).containsSame(snapshot);
    }

    @Test
    void shouldWriteTheVersionThatItIsTold() {
        fixture.type.withVersions(new SnapshotVersions(2, 4));
        HostedBoard<String, Integer> board = smallBoard();
        CompletionStage<BoardSnapshot> newest = board.snapshot();
        fixture.work();
        assertThat(done(newest).version()).isEqualTo(4);
        board.snapshotVersion(2);
        CompletionStage<BoardSnapshot> oldest = board.snapshot();
        fixture.work();
        assertThat(done(oldest).version()).isEqualTo(2);
        HostFixture rolledBack = new HostFixture();
        rolledBack.type.withVersions(new SnapshotVersions(1, 2));
        assertThat(restore(rolledBack, done(oldest).bytes()).status().players()).isEqualTo(1);
        assertThat(failureOf(rolledBack.host.restore(
                        new BoardId(9, 9), rolledBack.type, done(newest).bytes(), BoardSettings.of(1))))
                .isInstanceOf(UnreadableSnapshotException.class)
                .hasMessageContaining("snapshot version 4");

        assertThatThrownBy(() -> board.snapshotVersion(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("board type counting, snapshot version 1: must be 2 to 4");
        assertThatThrownBy(() -> board.snapshotVersion(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStopHostingABoardThatGoesElsewhere() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        ScriptedSink sink = new ScriptedSink();
        fixture.open(board, ada, 1, sink);
        fixture.ticks(2);
        CompletionStage<BoardSnapshot> state = board.detach();
        CompletionStage<Boolean> late = board.leave(ada);
        fixture.ticks(3);
        assertThat(sink.end).isEqualTo(StreamEnd.Detached.INSTANCE);
        assertThat(sink.frames).hasSize(2);
        assertThat(done(late)).isFalse();
        assertThat(fixture.host.board(HostFixture.BOARD)).isEmpty();
        HostedBoard<String, Integer> restored = restore(fixture, done(state).bytes());
        assertThat(restored.status().tick()).isEqualTo(board.status().tick());
    }

    @Test
    void shouldReplayARecordedRunToTheSameBytes() {
        List<byte[]> recorded = new ArrayList<>();
        CountingType type = new CountingType();
        HostFixture recording = new HostFixture(builder -> builder.threads(1).recorder((id, epoch, tick, in) -> {
            ByteWriter out = new ByteWriter();
            encode(in, type, out);
            recorded.add(out.toByteArray());
            assertThat(recorded).hasSize((int) tick);
        }));
        HostedBoard<String, Integer> board = recording.board();
        PlayerId ada = recording.join(board, 1, "ada");
        Viewer viewer = recording.open(board, ada, 1, new ScriptedSink());
        for (int i = 1; i < 200; i++) {
            recording.offer(viewer, i, i % 3 == 0 ? DRAW : i % 90);
            recording.ticks(1);
            if (i == 100) {
                recording.join(board, 2, "bob");
                viewer.close();
                viewer = recording.open(board, ada, 2, new ScriptedSink());
            }
        }
        BoardStepper<String, Integer> replay = BoardStepper.create(type, CountingType.Rules.DEFAULT, 1);
        for (byte[] step : recorded) {
            replay.step(TickInputs.decode(type, new ByteReader(step)));
        }
        ByteWriter live = new ByteWriter();
        board.ticking().stepper().writeSnapshot(1, live);
        ByteWriter replayed = new ByteWriter();
        replay.writeSnapshot(1, replayed);
        assertThat(replayed.toByteArray()).isEqualTo(live.toByteArray());
    }

    @SuppressWarnings("unchecked") // the only type that is hosted here
    private static void encode(TickInputs<?, ?> inputs, CountingType type, ByteWriter out) {
        ((TickInputs<String, Integer>) inputs).encode(type, out);
    }

    private HostedBoard<String, Integer> smallBoard() {
        HostedBoard<String, Integer> board = fixture.board();
        PlayerId ada = fixture.join(board, 1, "ada");
        Viewer viewer = fixture.open(board, ada, 1, new ScriptedSink());
        fixture.offer(viewer, 1, 5);
        fixture.ticks(2);
        return board;
    }

    private CompletionStage<HostedBoard<String, Integer>> tryRestore(byte[] snapshot) {
        return fixture.host.restore(new BoardId(9, 9), fixture.type, snapshot, BoardSettings.of(1));
    }

    private byte[] snapshot(HostedBoard<String, Integer> board) {
        CompletionStage<BoardSnapshot> snapshot = board.snapshot();
        fixture.work();
        return done(snapshot).bytes();
    }

    private static int place(HostFixture on, HostedBoard<String, Integer> board, PlayerId player) {
        CompletionStage<Integer> index = board.indexOf(player);
        on.work();
        return done(index);
    }

    private static HostedBoard<String, Integer> restore(HostFixture on, byte[] snapshot) {
        CompletionStage<HostedBoard<String, Integer>> restored = on.host.restore(
                new BoardId(4, 4), on.type, snapshot, BoardSettings.of(99).withEpoch(3));
        on.host.tickLoops().get(0).doWork(on.clock.nanoTime() - 1);
        return done(restored);
    }

    private static byte[] withChecksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        ByteWriter out = new ByteWriter();
        out.writeBytes(bytes, 0, bytes.length - 4);
        out.writeFixed32((int) crc.getValue());
        return out.toByteArray();
    }
}
