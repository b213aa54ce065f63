package io.orbstrike.host;

import static io.orbstrike.host.CountingType.ELIMINATE_ME;
import static io.orbstrike.host.HostFixture.BOARD;
import static io.orbstrike.host.HostFixture.done;
import static io.orbstrike.host.HostFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardTimeouts;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.UnreadableSnapshotException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Bringing a board back as its roster says. */
class RecoveryTest {

    private static final PlayerId ADA = new PlayerId(1);
    private static final PlayerId BOB = new PlayerId(2);
    private static final PlayerId CID = new PlayerId(5);
    private static final PlayerId DAN = new PlayerId(8);

    private final HostFixture source = new HostFixture();
    private final HostedBoard<String, Integer> board = source.board();
    private final List<String> applied = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
    private final HostFixture fixture =
            new HostFixture(builder -> builder.threads(1).recorder((id, epoch, tick, in) -> {
                int before = applied.size();
                InputLog.write(in, applied);
                for (int i = before; i < applied.size(); i++) {
                    applied.set(i, tick + ": " + applied.get(i));
                }
            }));

    @Test
    void shouldPutTheWholeRosterOnANewBoardIfThereIsNoSnapshot() {
        RecoveredBoard<String, Integer> recovered =
                recover(Optional.empty(), entry(BOB, 3, "bob"), entry(ADA, 0, "ada"));

        assertThat(applied).containsExactly("1: join 0 1 ada", "1: join 3 2 bob");
        assertThat(recovered.players()).containsExactly(ADA, BOB);
        assertThat(recovered.gone()).isEmpty();
        assertThat(recovered.board().status().players()).isEqualTo(2);
        assertThat(recovered.board().epoch()).isEqualTo(9);
        assertThat(snapshot(fixture, recovered.board()).rosterNumber()).isEqualTo(2);
        assertThat(fixture.join(recovered.board(), 6, "cid")).isEqualTo(new PlayerId(6));
    }

    @Test
    void shouldStepAtOnceAndThenSpreadWhatIsRecoveredAtOneMoment() {
        List<CompletionStage<RecoveredBoard<String, Integer>>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(fixture.host.recover(
                    new BoardId(1, i),
                    fixture.type,
                    CountingType.Rules.DEFAULT,
                    Optional.empty(),
                    List.of(entry(ADA, 0, "ada")),
                    BoardSettings.of(9)));
        }
        fixture.work();
        List<HostedBoard<String, Integer>> boards =
                all.stream().map(stage -> done(stage).board()).toList();
        for (int part = 0; part < 10; part++) {
            long before = ticks(boards);
            fixture.clock.advance(Duration.ofMillis(1));
            fixture.work();
            assertThat(ticks(boards) - before).isBetween(3L, 7L);
        }
    }

    @Test
    void shouldStepAtOnceForTheFirstViewerWhoComesToARecoveredBoardAndForNoOther() {
        HostedBoard<String, Integer> recovered = recover(Optional.empty(), entry(ADA, 0, "ada"), entry(BOB, 1, "bob"))
                .board();
        long tick = fixture.nextStep(recovered);
        fixture.clock.advance(Duration.ofMillis(1));
        ScriptedSink first = new ScriptedSink();
        fixture.open(recovered, ADA, 1, first);
        assertThat(first.last().tick()).isEqualTo(tick + 1);

        fixture.ticks(1);
        assertThat(recovered.status().tick()).as("within an interval").isEqualTo(tick + 2);
        tick = fixture.nextStep(recovered);
        fixture.clock.advance(Duration.ofMillis(1));
        fixture.open(recovered, BOB, 1, new ScriptedSink());
        assertThat(recovered.status().tick()).isEqualTo(tick);
    }

    private static long ticks(List<HostedBoard<String, Integer>> boards) {
        return boards.stream().mapToLong(each -> each.status().tick()).sum();
    }

    @Test
    void shouldBringBackAsItWasABoardThatAgreesWithItsRoster() {
        adaAndBobPlay();
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(ADA, 0, "ada"), entry(BOB, 1, "bob"));
        assertThat(applied).isEmpty();
        assertThat(recovered.players()).containsExactly(ADA, BOB);
        assertThat(recovered.gone()).isEmpty();
        assertThat(recovered.board().status().tick()).isEqualTo(board.status().tick() + 1);
    }

    @Test
    void shouldTakeOffWhoLeftTheRosterAfterTheSnapshot() {
        adaAndBobPlay();
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(BOB, 1, "bob"));

        long tick = board.status().tick();
        assertThat(applied).containsExactly((tick + 1) + ": leave 0");
        assertThat(news).containsExactly("ended 1 LEFT @" + (tick + 1));
        assertThat(recovered.players()).containsExactly(BOB);
        assertThat(recovered.gone()).isEmpty();
        assertThat(place(recovered.board(), ADA)).isEqualTo(-1);
    }

    @Test
    void shouldPutOnWhoJoinedAfterTheSnapshot() {
        adaAndBobPlay();
        RecoveredBoard<String, Integer> recovered =
                recover(captured(), entry(ADA, 0, "ada"), entry(BOB, 1, "bob"), entry(CID, 2, "cid"));

        long tick = board.status().tick();
        assertThat(applied).containsExactly((tick + 1) + ": join 2 5 cid");
        assertThat(recovered.players()).containsExactly(ADA, BOB, CID);
        assertThat(place(recovered.board(), CID)).isEqualTo(2);
        BoardSnapshot after = snapshot(fixture, recovered.board());
        assertThat(after.rosterNumber()).isEqualTo(5);
        assertThat(after.epoch()).isEqualTo(9);
    }

    @Test
    void shouldGiveAPlaceThatWasFreedToWhoJoinedLater() {
        adaAndBobPlay();
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(BOB, 1, "bob"), entry(CID, 0, "ada"));

        long tick = board.status().tick();
        assertThat(applied).containsExactly((tick + 1) + ": leave 0", (tick + 2) + ": join 0 5 ada");
        assertThat(recovered.players()).containsExactly(BOB, CID);
        assertThat(place(recovered.board(), CID)).isZero();
        assertThat(recovered.board().status().tick()).isEqualTo(tick + 2);
    }

    @Test
    void shouldLeaveAPlaceThatTwoHaveToTheLaterOne() {
        adaAndBobPlay();
        RecoveredBoard<String, Integer> recovered = recover(
                captured(), entry(ADA, 0, "ada"), entry(BOB, 1, "bob"), entry(CID, 1, "cid"), entry(DAN, 1, "dan"));

        long tick = board.status().tick();
        assertThat(applied).containsExactly((tick + 1) + ": leave 1", (tick + 2) + ": join 1 8 dan");
        assertThat(recovered.players()).containsExactly(ADA, DAN);
        assertThat(recovered.gone()).containsExactly(BOB, CID);
    }

    @Test
    void shouldKeepAwayWhoWasEliminatedBeforeTheSnapshot() {
        PlayerId ada = source.join(board, 1, "ada");
        Viewer viewer = source.open(board, ada, 1, new ScriptedSink());
        source.join(board, 2, "bob");
        source.offer(viewer, 1, ELIMINATE_ME);
        source.ticks(1);
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(ADA, 0, "ada"), entry(BOB, 1, "bob"));

        assertThat(applied).isEmpty();
        assertThat(recovered.players()).containsExactly(BOB);
        assertThat(recovered.gone()).containsExactly(ADA);
    }

    @Test
    void shouldNotLetOneWhoIsGoneKeepAPlaceFromWhoHasIt() {
        PlayerId ada = source.join(board, 1, "ada");
        Viewer viewer = source.open(board, ada, 1, new ScriptedSink());
        source.offer(viewer, 1, ELIMINATE_ME);
        source.ticks(1);
        source.join(board, 2, "bob");
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(ADA, 0, "ada"), entry(BOB, 0, "bob"));
        assertThat(recovered.players()).containsExactly(BOB);
        assertThat(recovered.gone()).containsExactly(ADA);
        assertThat(applied).isEmpty();
    }

    @Test
    void shouldRecoverABoardInWhichEverybodyLeft() {
        adaAndBobPlay();
        Optional<byte[]> state = captured();
        RecoveredBoard<String, Integer> recovered = recover(state);
        long tick = board.status().tick();
        assertThat(applied).containsExactly((tick + 1) + ": leave 0", (tick + 1) + ": leave 1");
        assertThat(recovered.players()).isEmpty();
        assertThat(recovered.board().status().state()).isEqualTo(BoardState.RUNNING);
        fixture.ticks(1);
        fixture.clock.advance(Duration.ofSeconds(11));
        fixture.work();
        assertThat(recovered.board().status().state()).isEqualTo(BoardState.SLEEPING);
    }

    @Test
    void shouldNameAsGoneWhoIsEliminatedOrAbsentInTheFirstSteps() {
        fixture.type.withTimeouts(
                new BoardTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMillis(10)));
        PlayerId ada = source.join(board, 1, "ada");
        source.ticks(5);
        RecoveredBoard<String, Integer> recovered = recover(captured(), entry(ada, 0, "ada"));
        assertThat(recovered.players()).isEmpty();
        assertThat(recovered.gone()).containsExactly(ada);
        assertThat(news).containsExactly("ended 1 ABSENT @" + (board.status().tick() + 1));
    }

    @Test
    void shouldNeitherSleepNorEndBeforeItIsRecovered() {
        CountingType type = fixture.type.withTimeouts(
                new BoardTimeouts(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1)));
        Optional<byte[]> nobody = captured();
        CompletionStage<RecoveredBoard<String, Integer>> recovering = fixture.host.recover(
                BOARD, type, CountingType.Rules.DEFAULT, nobody, List.of(entry(ADA, 0, "ada")), settings());
        fixture.clock.advance(Duration.ofDays(1));
        fixture.work();
        assertThat(done(recovering).players()).containsExactly(ADA);

        HostedBoard<String, Integer> mortal = source.board(
                new BoardId(0, 5),
                CountingType.Rules.DEFAULT,
                BoardSettings.of(1).withLifetime(Duration.ofSeconds(1)));
        source.join(mortal, 1, "ada");
        Optional<byte[]> state = Optional.of(snapshot(source, mortal).bytes());
        HostFixture late = new HostFixture();
        CompletionStage<RecoveredBoard<String, Integer>> lateRecovering = late.host.recover(
                BOARD, late.type, CountingType.Rules.DEFAULT, state, List.of(entry(CID, 0, "cid")), settings());
        late.clock.advance(Duration.ofSeconds(5));
        late.work();
        assertThat(done(lateRecovering).players()).containsExactly(CID);
        late.ticks(2);
        assertThat(done(lateRecovering).board().status().state()).isEqualTo(BoardState.CLOSED);
    }

    @Test
    void shouldTurnNobodyAwayAsAStrangerBeforeItIsRecovered() {
        adaAndBobPlay();
        CompletionStage<RecoveredBoard<String, Integer>> recovering = fixture.host.recover(
                BOARD, fixture.type, CountingType.Rules.DEFAULT, captured(), List.of(entry(CID, 0, "cid")), settings());
        fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime() - 1);
        @SuppressWarnings("unchecked") // the only type that is hosted here
        HostedBoard<String, Integer> early =
                (HostedBoard<String, Integer>) fixture.host.board(BOARD).orElseThrow();
        CompletionStage<OpenOutcome> opened = early.open(CID, 1, fixture.lane, new ScriptedSink());
        fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime() - 1);
        assertThat(done(opened)).isEqualTo(OpenOutcome.Busy.INSTANCE);
        fixture.ticks(3);
        assertThat(done(recovering).players()).containsExactly(CID);
        assertThat(fixture.tryOpen(early, CID, 1, new ScriptedSink())).isInstanceOf(OpenOutcome.Opened.class);
        assertThat(fixture.tryOpen(early, DAN, 1, new ScriptedSink())).isEqualTo(OpenOutcome.UnknownPlayer.INSTANCE);
    }

    @Test
    void shouldGiveNoPlaceAwayBeforeItIsRecovered() {
        adaAndBobPlay();
        CompletionStage<RecoveredBoard<String, Integer>> recovering = fixture.host.recover(
                BOARD, fixture.type, CountingType.Rules.DEFAULT, captured(), List.of(entry(CID, 0, "cid")), settings());
        fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime() - 1);
        @SuppressWarnings("unchecked") // the only type that is hosted here
        HostedBoard<String, Integer> early =
                (HostedBoard<String, Integer>) fixture.host.board(BOARD).orElseThrow();
        CompletionStage<ReserveOutcome> reserved = early.reserve("eve");
        fixture.host.tickLoops().get(0).doWork(fixture.clock.nanoTime() - 1);
        assertThat(done(reserved)).isEqualTo(ReserveOutcome.Busy.INSTANCE);
        fixture.ticks(3);
        assertThat(done(recovering).players()).containsExactly(CID);
        CompletionStage<ReserveOutcome> again = early.reserve("eve");
        fixture.work();
        assertThat(done(again)).isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @Test
    void shouldFailAndHostNothingIfTheBoardThrowsWhatItIsAskedToTakeUp() {
        fixture.type.onTick = () -> {
            throw new IllegalStateException("the game threw");
        };
        CompletionStage<RecoveredBoard<String, Integer>> recovering =
                tryRecover(Optional.empty(), entry(ADA, 0, "ada"));
        assertThat(failureOf(recovering))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the game threw");
        assertThat(fixture.host.board(BOARD)).isEmpty();
        assertThat(fixture.host.metrics().boardsQuarantined()).isZero();

        fixture.type.onTick = () -> {};
        assertThat(done(tryRecover(Optional.empty(), entry(ADA, 0, "ada"))).players())
                .containsExactly(ADA);
    }

    @Test
    void shouldFailIfTheBoardClosesBeforeAllHaveJoined() {
        adaAndBobPlay();
        CompletionStage<RecoveredBoard<String, Integer>> recovering = fixture.host.recover(
                BOARD, fixture.type, CountingType.Rules.DEFAULT, captured(), List.of(entry(CID, 0, "cid")), settings());
        fixture.host.board(BOARD).orElseThrow().expire();
        fixture.ticks(2);
        assertThat(failureOf(recovering)).isInstanceOf(BoardUnavailableException.class);
        assertThat(news).contains("closed EXPIRED 0");
        assertThat(fixture.host.board(BOARD)).isEmpty();
    }

    @Test
    void shouldRefuseARosterThatCannotBe() {
        assertThat(failureOf(tryRecover(Optional.empty(), entry(ADA, 10, "ada"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("player 1 at place 10: the board has places 0 to 9");
        assertThat(failureOf(tryRecover(Optional.empty(), entry(ADA, 1, "ada"), entry(ADA, 2, "ada"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("player 1: is on the roster twice");
        assertThat(fixture.host.boards()).isEmpty();
    }

    @Test
    void shouldRefuseRulesThatTheTypeRefuses() {
        CountingType.Rules refused = new CountingType.Rules(1, 20_000, 1, true);
        assertThat(failureOf(fixture.host.recover(
                        BOARD, fixture.type, refused, Optional.empty(), List.of(entry(ADA, 0, "ada")), settings())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be 1 ms to 10 s");
        assertThat(fixture.host.boards()).isEmpty();
    }

    @Test
    void shouldNeverTakeAnUnreadableSnapshotForNone() {
        adaAndBobPlay();
        byte[] state = captured().orElseThrow();
        byte[] cut = Arrays.copyOf(state, state.length / 2);
        assertThat(failureOf(tryRecover(Optional.of(cut), entry(ADA, 0, "ada"))))
                .isInstanceOf(UnreadableSnapshotException.class);
        assertThat(failureOf(tryRecover(Optional.of(new byte[0]), entry(ADA, 0, "ada"))))
                .isInstanceOf(UnreadableSnapshotException.class);
        byte[] flipped = state.clone();
        flipped[state.length / 2] ^= 4;
        assertThat(failureOf(tryRecover(Optional.of(flipped), entry(ADA, 0, "ada"))))
                .isInstanceOf(UnreadableSnapshotException.class);
        assertThat(fixture.host.boards()).isEmpty();
    }

    private void adaAndBobPlay() {
        source.join(board, 1, "ada");
        source.join(board, 2, "bob");
        source.ticks(3);
    }

    private Optional<byte[]> captured() {
        return Optional.of(snapshot(source, board).bytes());
    }

    private static BoardSnapshot snapshot(HostFixture on, HostedBoard<String, Integer> board) {
        CompletionStage<BoardSnapshot> snapshot = board.snapshot();
        on.work();
        return done(snapshot);
    }

    private static RosterPlayer<String> entry(PlayerId player, int index, String name) {
        return new RosterPlayer<>(player, index, name);
    }

    @SafeVarargs
    private RecoveredBoard<String, Integer> recover(Optional<byte[]> snapshot, RosterPlayer<String>... roster) {
        List<RosterPlayer<String>> entries = new ArrayList<>();
        for (RosterPlayer<String> entry : roster) {
            entries.add(entry);
        }
        return done(recovering(snapshot, entries));
    }

    @SafeVarargs
    private CompletionStage<RecoveredBoard<String, Integer>> tryRecover(
            Optional<byte[]> snapshot, RosterPlayer<String>... roster) {
        List<RosterPlayer<String>> entries = new ArrayList<>();
        for (RosterPlayer<String> entry : roster) {
            entries.add(entry);
        }
        return recovering(snapshot, entries);
    }

    private CompletionStage<RecoveredBoard<String, Integer>> recovering(
            Optional<byte[]> snapshot, List<RosterPlayer<String>> roster) {
        CompletionStage<RecoveredBoard<String, Integer>> recovering =
                fixture.host.recover(BOARD, fixture.type, CountingType.Rules.DEFAULT, snapshot, roster, settings());
        fixture.ticks(1);
        return recovering;
    }

    private BoardSettings settings() {
        return BoardSettings.of(1).withEpoch(9).withListener(TickLoopTest.listener(news));
    }

    private int place(HostedBoard<String, Integer> on, PlayerId player) {
        CompletionStage<Integer> index = on.indexOf(player);
        fixture.work();
        return done(index);
    }
}
