package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SnapshotStore#handOver}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class BoardHandOverContract extends StoreKit {

    /** Creates the kit. */
    protected BoardHandOverContract() {}

    @Test
    @DisplayName("HAND-3: shouldMoveTheBoardAndWriteItsLastState")
    void shouldMoveTheBoardAndWriteItsLastState() {
        BoardRecord board = created(spec(key()));
        RosterEntry player = joined(board, key());
        saveAlone(save(board, board.token(), snapshot(6)));
        Incarnation target = loggedIn();
        SnapshotStore.Snapshot last = new SnapshotStore.Snapshot(7, 1, 2, new byte[] {0, 13, 10, -1});
        Token token = handedOver(save(board, board.token(), last), target);

        assertThat(token.holder()).isEqualTo(target);
        assertThat(loaded(board).board()).usingRecursiveComparison().isEqualTo(board.withToken(token));
        assertThat(loaded(board).snapshot().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(last);
        assertThat(loaded(board).roster().rosterNumber()).isEqualTo(1);
        assertThat(loaded(board).roster().entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(player);
    }

    @Test
    @DisplayName("FAIL-3: shouldNameNoPreviousHolderSinceTheStoreHasHisLastState")
    void shouldNameNoPreviousHolderSinceTheStoreHasHisLastState() {
        BoardRecord board = created(spec(key()));
        Token attached = answerAs(
                        AttachmentStore.Attached.class,
                        store().attachments().attach(board.spec().id(), board.token(), loggedIn(), REMAINING))
                .token();
        handedOver(save(board, attached, snapshot(3)), loggedIn());
        assertThat(found(board).previous()).isEmpty();
        assertThat(loaded(board).writtenUnder()).contains(attached.epoch());
    }

    @Test
    @DisplayName("ATTACH-1: shouldRaiseTheEpochAndNotGoBelowTheStoresClock")
    void shouldRaiseTheEpochAndNotGoBelowTheStoresClock() {
        BoardRecord board = created(spec(key()));
        long beforeMs = storeTime().toEpochMilli();
        Token last = board.token();
        for (int i = 1; i < 10; i++) {
            Token next = handedOver(save(board, last, snapshot(i)), loggedIn());
            assertThat(next.epoch()).isGreaterThan(last.epoch());
            assertThat(next.epoch().value()).isGreaterThanOrEqualTo(beforeMs);
            last = next;
        }
    }

    @Test
    @DisplayName("ATTACH-2: shouldHandOverToNobodyWithoutALease")
    void shouldHandOverToNobodyWithoutALease() {
        BoardRecord board = created(spec(key()));
        assertThat(answer(handOver(save(board, board.token(), snapshot(1)), incarnation())))
                .isEqualTo(AttachmentStore.TargetNotLive.INSTANCE);
        assertUnchanged(board);
    }

    @Test
    @DisplayName("ATTACH-2: shouldHandOverToNobodyWhoseLeaseWasEnded")
    void shouldHandOverToNobodyWhoseLeaseWasEnded() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        answerAs(LeaseStore.Ended.class, store().leases().end(target, REMAINING));
        assertThat(answer(handOver(save(board, board.token(), snapshot(1)), target)))
                .isEqualTo(AttachmentStore.TargetNotLive.INSTANCE);
        assertUnchanged(board);
    }

    @Test
    @DisplayName("ATTACH-5: shouldEnterTheTargetsIndexAndLeaveTheSources")
    void shouldEnterTheTargetsIndexAndLeaveTheSources() {
        Incarnation source = loggedIn();
        BoardRecord board = created(spec(key()), source);
        Incarnation target = loggedIn();
        handedOver(save(board, board.token(), snapshot(1)), target);
        assertThat(index(target)).containsExactly(board.spec().id());
        eventually(() -> assertThat(index(source)).isEmpty());
    }

    @Test
    @DisplayName("HAND-3: shouldFindTheFirstHandoverWhenTheCallIsRepeated")
    void shouldFindTheFirstHandoverWhenTheCallIsRepeated() {
        BoardRecord board = created(spec(key()));
        RosterEntry gone = joined(board, key());
        Incarnation target = loggedIn();
        SnapshotStore.SaveRequest last = save(board, board.token(), snapshot(1), gone.player());
        Token first = handedOver(last, target);
        saveAlone(save(board, first, snapshot(4)));
        assertThat(handedOver(last, target)).isEqualTo(first);
        assertThat(loaded(board).snapshot().orElseThrow().tick()).isEqualTo(4);
        assertThat(loaded(board).roster().rosterNumber()).isEqualTo(2);
    }

    @Test
    @DisplayName("HAND-3: shouldFindTheFirstHandoverWhoseAnswerWasLost")
    void shouldFindTheFirstHandoverWhoseAnswerWasLost() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        SnapshotStore.SaveRequest last = save(board, board.token(), snapshot(3));
        ClusterStore losing = faulty(StoreCall.HAND_OVER_BOARD, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, losing.snapshots().handOver(last, target, REMAINING));
        Token found = found(board).token();
        assertThat(found.holder()).isEqualTo(target);
        assertThat(handedOver(last, target)).isEqualTo(found);
    }

    @Test
    @DisplayName("HAND-3: shouldTakeNoAttachmentForItsHandover")
    void shouldTakeNoAttachmentForItsHandover() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        Token attached = answerAs(
                        AttachmentStore.Attached.class,
                        store().attachments().attach(board.spec().id(), board.token(), target, REMAINING))
                .token();
        assertThat(answer(handOver(save(board, board.token(), snapshot(1)), target)))
                .isEqualTo(new Fenced(attached));
        assertThat(loaded(board).snapshot()).isEmpty();
    }

    @Test
    @DisplayName("ATTACH-2: shouldTakeNoHandoverForItsAttachment")
    void shouldTakeNoHandoverForItsAttachment() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        Token token = handedOver(save(board, board.token(), snapshot(1)), target);
        assertThat(answer(store().attachments().attach(board.spec().id(), board.token(), target, REMAINING)))
                .isEqualTo(new AttachmentStore.HeldByOther(token));
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceAHandoverByAnotherThanTheHolder")
    void shouldFenceAHandoverByAnotherThanTheHolder() {
        BoardRecord board = created(spec(key()));
        for (Token other : List.of(otherHolder(board.token()), withEpoch(board.token(), -1))) {
            assertThat(answer(handOver(save(board, other, snapshot(1)), loggedIn())))
                    .isEqualTo(new Fenced(board.token()));
            assertUnchanged(board);
        }
    }

    @Test
    @DisplayName("ATTACH-3: shouldBeBehindAHandoverOfAHigherEpochAndOfAnUnknownBoard")
    void shouldBeBehindAHandoverOfAHigherEpochAndOfAnUnknownBoard() {
        BoardRecord board = created(spec(key()));
        assertThat(answer(handOver(save(board, withEpoch(board.token(), 1), snapshot(1)), loggedIn())))
                .isEqualTo(Behind.INSTANCE);
        assertUnchanged(board);
        IdempotencyKey unknown = key();
        SnapshotStore.SaveRequest last = new SnapshotStore.SaveRequest(
                unknown.boardId(), board.token(), snapshot(1), List.of(), Optional.empty());
        assertThat(answer(handOver(last, loggedIn()))).isEqualTo(Behind.INSTANCE);
    }

    @Test
    @DisplayName("ATTACH-4: shouldHandOverNoBoardThatHasClosed")
    void shouldHandOverNoBoardThatHasClosed() {
        BoardRecord board = created(spec(key()));
        assertThat(closed(board)).isEqualTo(answer(handOver(save(board, board.token(), snapshot(1)), loggedIn())));
    }

    @Test
    @DisplayName("ATTACH-3: shouldNotGoBackBehindAStateThatTheSameEpochSaved")
    void shouldNotGoBackBehindAStateThatTheSameEpochSaved() {
        BoardRecord board = created(spec(key()));
        saveAlone(save(board, board.token(), snapshot(9)));
        assertThat(answer(handOver(save(board, board.token(), snapshot(8)), loggedIn())))
                .isEqualTo(new SnapshotStore.Superseded(9));
        assertThat(found(board).token()).isEqualTo(board.token());
        handedOver(save(board, board.token(), snapshot(9)), loggedIn());
    }

    @Test
    @DisplayName("I1: shouldRefuseTheSourceAfterTheHandoverAndTakeTheTargetsSaves")
    void shouldRefuseTheSourceAfterTheHandoverAndTakeTheTargetsSaves() {
        BoardRecord board = created(spec(key()));
        Token token = handedOver(save(board, board.token(), snapshot(50)), loggedIn());
        assertThat(saveAlone(save(board, board.token(), snapshot(51)))).isEqualTo(new Fenced(token));
        assertThat(saveAlone(save(board, token, snapshot(2)))).isEqualTo(new SnapshotStore.Saved(0));
    }

    @Test
    @DisplayName("ROSTER-2: shouldTakeThoseOffTheRosterWhoLeftByTheLastState")
    void shouldTakeThoseOffTheRosterWhoLeftByTheLastState() {
        BoardRecord board = created(spec(key()));
        IdempotencyKey left = key();
        RosterEntry gone = joined(board, left);
        RosterEntry stays = joined(board, key());
        Token token = handedOver(save(board, board.token(), snapshot(1), gone.player()), loggedIn());

        RosterStore.Roster roster = loaded(board).roster();
        assertThat(roster.entries()).extracting(RosterEntry::player).containsExactly(stays.player());
        assertThat(roster.rosterNumber()).isEqualTo(3);
        RosterStore.JoinRequest again = new RosterStore.JoinRequest(left, 0, new byte[0], 0);
        assertThat(answer(store().rosters().join(board.spec().id(), token, again, REMAINING)))
                .isEqualTo(new RosterStore.AlreadyLeft(gone.player()));
    }

    @Test
    @DisplayName("ROSTER-2: shouldLetNobodyLeaveWithAHandoverThatIsRefused")
    void shouldLetNobodyLeaveWithAHandoverThatIsRefused() {
        BoardRecord board = created(spec(key()));
        RosterEntry stays = joined(board, key());
        answer(handOver(save(board, board.token(), snapshot(1), stays.player()), incarnation()));
        assertThat(loaded(board).roster().entries()).hasSize(1);
        assertThat(loaded(board).roster().rosterNumber()).isEqualTo(1);
    }

    @Test
    @DisplayName("ROUTE-5: shouldHandOverNothingAfterItsTime")
    void shouldHandOverNothingAfterItsTime() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        SnapshotStore.SaveRequest last = save(board, board.token(), snapshot(1));
        refused(store().snapshots().handOver(last, target, Duration.ZERO));
        assertUnchanged(board);
    }

    @Test
    @DisplayName("HAND-3: shouldHandOverToOneOfManyAtATime")
    void shouldHandOverToOneOfManyAtATime() {
        BoardRecord board = created(spec(key()));
        List<Callable<CompletionStage<SnapshotStore.HandOverOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            Incarnation target = loggedIn();
            SnapshotStore.SaveRequest last = save(board, board.token(), snapshot(i + 1));
            calls.add(() -> handOver(last, target));
        }
        List<SnapshotStore.HandOverOutcome> outcomes = race(calls);
        Token token = found(board).token();
        assertThat(outcomes).containsOnlyOnce(new SnapshotStore.HandedOver(token));
        assertThat(outcomes.stream().filter(outcome -> !outcome.equals(new SnapshotStore.HandedOver(token))))
                .hasSize(racers() - 1)
                .containsOnly(new Fenced(token));
    }

    private CompletionStage<SnapshotStore.HandOverOutcome> handOver(
            SnapshotStore.SaveRequest last, Incarnation target) {
        return store().snapshots().handOver(last, target, REMAINING);
    }

    private Token handedOver(SnapshotStore.SaveRequest last, Incarnation target) {
        return answerAs(SnapshotStore.HandedOver.class, handOver(last, target)).token();
    }

    private List<BoardId> index(Incarnation gameserver) {
        return answerAs(AttachmentStore.IndexPage.class, store().attachments().index(gameserver, "", REMAINING))
                .boards();
    }

    private void assertUnchanged(BoardRecord board) {
        assertThat(found(board).token()).isEqualTo(board.token());
        assertThat(loaded(board).snapshot()).isEmpty();
    }
}
