package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.Closed;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link AttachmentStore}, except for indexes and the sweep: see {@link BoardIndexContract}.
 *
 * <p>Confined to the test's thread.
 */
public abstract class AttachmentStoreContract extends StoreKit {

    /** Creates the kit. */
    protected AttachmentStoreContract() {}

    @Test
    @DisplayName("ATTACH-1: shouldAttachUnderAHigherEpochThatIsNotBelowTheStoresClock")
    void shouldAttachUnderAHigherEpochThatIsNotBelowTheStoresClock() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        long beforeMs = storeTime().toEpochMilli();
        Token token = attached(board, board.token(), target);

        assertThat(token.holder()).isEqualTo(target);
        assertThat(token.epoch()).isGreaterThan(board.token().epoch());
        assertThat(token.epoch().value()).isGreaterThanOrEqualTo(beforeMs);
        assertThat(found(board).token()).isEqualTo(token);
    }

    @Test
    @DisplayName("ATTACH-1: shouldRaiseTheEpochHoweverFastABoardIsAttached")
    void shouldRaiseTheEpochHoweverFastABoardIsAttached() {
        BoardRecord board = created(spec(key()));
        List<Incarnation> gameservers = List.of(loggedIn(), loggedIn());
        Token last = board.token();
        for (int i = 0; i < 20; i++) {
            Token next = attached(board, last, gameservers.get(i % 2));
            assertThat(next.epoch()).isGreaterThan(last.epoch());
            last = next;
        }
        assertThat(found(board).token()).isEqualTo(last);
    }

    @Test
    @DisplayName("ATTACH-1: shouldAttachABoardAnewToItsHolder")
    void shouldAttachABoardAnewToItsHolder() {
        Incarnation holder = loggedIn();
        BoardRecord board = created(spec(key()), holder);
        Token token = attached(board, board.token(), holder);

        assertThat(token.holder()).isEqualTo(holder);
        assertThat(token.epoch()).isGreaterThan(board.token().epoch());
    }

    @Test
    @DisplayName("ATTACH-1: shouldGoOnAboveTheEpochOfABoardFromAnotherClock")
    void shouldGoOnAboveTheEpochOfABoardFromAnotherClock() {
        BoardRecord board = created(spec(key()));
        Token future = withEpoch(board.token(), Duration.ofDays(1).toMillis());
        asserted(board.withToken(future));
        assertThat(attached(board, future, loggedIn()).epoch())
                .isEqualTo(withEpoch(future, 1).epoch());
    }

    @Test
    void shouldKeepAllElseOfABoardThatIsAttached() {
        BoardRecord board = created(spec(key()));
        Token token = attachedElsewhere(board);
        BoardRecord found = found(board);

        assertThat(found.spec()).usingRecursiveComparison().isEqualTo(board.spec());
        assertThat(found).usingRecursiveComparison().isEqualTo(board.attachedAnew(token));
    }

    @Test
    @DisplayName("FAIL-3: shouldNameWhomABoardWasAttachedFromAndWhoWroteItsState")
    void shouldNameWhomABoardWasAttachedFromAndWhoWroteItsState() {
        BoardRecord board = created(spec(key()));
        assertThat(loaded(board).board().previous()).isEmpty();
        assertThat(loaded(board).writtenUnder()).isEmpty();
        saveAlone(save(board, board.token(), snapshot(5)));
        Token first = attached(board, board.token(), loggedIn());
        assertThat(loaded(board).board().previous()).contains(board.token());
        assertThat(loaded(board).writtenUnder()).contains(board.token().epoch());
        Token second = attached(board, first, loggedIn());
        assertThat(loaded(board).board().previous()).contains(first);
        assertThat(loaded(board).writtenUnder()).contains(board.token().epoch());
        saveAlone(save(board, second, snapshot(2)));
        assertThat(loaded(board).board().previous()).contains(first);
        assertThat(loaded(board).writtenUnder()).contains(second.epoch());
    }

    @Test
    @DisplayName("FAIL-3: shouldNameNoPreviousHolderOfABoardThatWasAssertedSince")
    void shouldNameNoPreviousHolderOfABoardThatWasAssertedSince() {
        BoardRecord board = created(spec(key()));
        Token attached = attached(board, board.token(), loggedIn());
        BoardRecord newer = board.withToken(withEpoch(attached, 1)).attachedAnew(withEpoch(attached, 2));
        asserted(newer);
        assertThat(found(board).token()).isEqualTo(newer.token());
        assertThat(found(board).previous()).isEmpty();
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachNothingWhenTheTokenIsAnother")
    void shouldAttachNothingWhenTheTokenIsAnother() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        for (Token expected :
                List.of(withEpoch(board.token(), -1), withEpoch(board.token(), 1), otherHolder(board.token()))) {
            assertThat(answer(attach(board, expected, target)))
                    .isEqualTo(new AttachmentStore.HeldByOther(board.token()));
        }
        assertThat(found(board).token()).isEqualTo(board.token());
    }

    @Test
    @DisplayName("ATTACH-2: shouldFindTheFirstAttachmentWhenTheCallIsRepeated")
    void shouldFindTheFirstAttachmentWhenTheCallIsRepeated() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        Token first = attached(board, board.token(), target);
        assertThat(attached(board, board.token(), target)).isEqualTo(first);
        assertThat(found(board).token()).isEqualTo(first);
    }

    @Test
    @DisplayName("ATTACH-2: shouldFindItsHolderWhenTheBoardWasAttachedElsewhereSince")
    void shouldFindItsHolderWhenTheBoardWasAttachedElsewhereSince() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        Token first = attached(board, board.token(), target);
        Token second = attached(board, first, loggedIn());
        for (Token expected : List.of(board.token(), first)) {
            assertThat(answer(attach(board, expected, target))).isEqualTo(new AttachmentStore.HeldByOther(second));
        }
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachToOneOfManyGameserversAtATime")
    void shouldAttachToOneOfManyGameserversAtATime() {
        BoardRecord board = created(spec(key()));
        List<Callable<CompletionStage<AttachmentStore.AttachOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < racers(); i++) {
            Incarnation target = loggedIn();
            calls.add(() -> attach(board, board.token(), target));
        }
        List<AttachmentStore.AttachOutcome> outcomes = race(calls);
        Token token = found(board).token();

        assertThat(outcomes)
                .filteredOn(AttachmentStore.Attached.class::isInstance)
                .containsExactly(new AttachmentStore.Attached(token));
        assertThat(outcomes)
                .filteredOn(new AttachmentStore.HeldByOther(token)::equals)
                .hasSize(racers() - 1);
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachOnceWhenACallIsMadeManyTimesAtATime")
    void shouldAttachOnceWhenACallIsMadeManyTimesAtATime() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        List<AttachmentStore.AttachOutcome> outcomes =
                race(Collections.nCopies(racers(), () -> attach(board, board.token(), target)));
        assertThat(outcomes)
                .containsOnly(new AttachmentStore.Attached(found(board).token()));
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachNothingToAGameserverWithoutALease")
    void shouldAttachNothingToAGameserverWithoutALease() {
        BoardRecord board = created(spec(key()));
        Incarnation never = incarnation();
        Incarnation ended = loggedIn();
        answer(store().leases().end(ended, REMAINING));
        Incarnation gone = loggedIn();
        answer(store().leases().logout(gone, REMAINING));

        for (Incarnation target : List.of(never, ended, gone)) {
            assertThat(answer(attach(board, board.token(), target))).isEqualTo(AttachmentStore.TargetNotLive.INSTANCE);
        }
        assertThat(found(board).token()).isEqualTo(board.token());
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachNothingToAGameserverWhoseLeaseHasRunOut")
    void shouldAttachNothingToAGameserverWhoseLeaseHasRunOut() {
        Incarnation target = incarnation();
        Duration ttl = Duration.ofMillis(300);
        answer(store().leases().login(lease(target), ttl, REMAINING));
        within(ttl, () -> {
            BoardRecord board = created(spec(key()));
            assertThat(answer(attach(board, board.token(), target))).isEqualTo(AttachmentStore.TargetNotLive.INSTANCE);
        });
    }

    @Test
    @DisplayName("ATTACH-4: shouldAttachNoBoardThatIsAbsentOrClosed")
    void shouldAttachNoBoardThatIsAbsentOrClosed() {
        Incarnation target = loggedIn();
        Token token = new Token(new Epoch(5), incarnation());
        assertThat(answer(store().attachments().attach(key().boardId(), token, target, REMAINING)))
                .isEqualTo(Absent.INSTANCE);

        BoardRecord board = created(spec(key()));
        Closed closed = closed(board);
        assertThat(answer(attach(board, board.token(), target))).isEqualTo(closed);
    }

    @Test
    @DisplayName("ATTACH-3: shouldFenceTheHolderOfBeforeAndServeTheNewOne")
    void shouldFenceTheHolderOfBeforeAndServeTheNewOne() {
        BoardRecord board = created(spec(key()));
        BoardId id = board.spec().id();
        RosterStore.JoinRequest request = new RosterStore.JoinRequest(key(), 0, new byte[0], 0);
        Token token = attachedElsewhere(board);

        Fenced fenced = new Fenced(token);
        assertThat(answer(store().rosters().join(id, board.token(), request, REMAINING)))
                .isEqualTo(fenced);
        assertThat(answer(store().boards().close(id, board.token(), REMAINING))).isEqualTo(fenced);
        assertThat(answer(store().attachments().mark(id, board.token(), "late", REMAINING)))
                .isEqualTo(fenced);
        answerAs(RosterStore.Joined.class, store().rosters().join(id, token, request, REMAINING));
        answerAs(Closed.class, store().boards().close(id, token, REMAINING));
    }

    @Test
    void shouldReadTheTokensOfManyBoards() {
        BoardRecord one = created(spec(key()));
        BoardRecord moved = created(spec(key()));
        Token token = attachedElsewhere(moved);
        BoardRecord ended = created(spec(key()));
        Closed closed = closed(ended);
        BoardId absent = key().boardId();

        AttachmentStore.Tokens tokens = tokens(
                List.of(one.spec().id(), absent, moved.spec().id(), ended.spec().id()));
        assertThat(tokens.tokens())
                .isEqualTo(Map.of(one.spec().id(), one.token(), moved.spec().id(), token));
        assertThat(tokens.closed()).isEqualTo(Map.of(ended.spec().id(), closed.epoch()));
        assertThat(tokens(List.of())).isEqualTo(new AttachmentStore.Tokens(Map.of(), Map.of(), Set.of()));
    }

    @Test
    void shouldReadTheTokensOfAsManyBoardsAsACallTakesAndNoMore() {
        BoardRecord board = created(spec(key()));
        List<BoardId> boards = new ArrayList<>();
        boards.add(board.spec().id());
        while (boards.size() < AttachmentStore.BOARDS_PER_CALL_MAX) {
            boards.add(key().boardId());
        }
        assertThat(tokens(boards).tokens()).isEqualTo(Map.of(board.spec().id(), board.token()));

        boards.add(key().boardId());
        Incarnation gameserver = incarnation();
        assertThatThrownBy(() -> store().attachments().tokens(boards, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().attachments().enter(gameserver, boards, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().attachments().remove(gameserver, boards, REMAINING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("SNAP-1: shouldMarkABoardAndReleaseIt")
    void shouldMarkABoardAndReleaseIt() {
        BoardRecord board = created(spec(key()));
        assertThat(found(board).quarantine()).isEmpty();
        for (int i = 0; i < 2; i++) {
            marked(board, board.token(), "the snapshot is damaged, größer als erwartet");
            assertThat(found(board).quarantine()).contains("the snapshot is damaged, größer als erwartet");
            assertThat(found(board).token()).isEqualTo(board.token());
        }
        marked(board, board.token(), "another reason");
        assertThat(found(board).quarantine()).contains("another reason");
        for (int i = 0; i < 2; i++) {
            marked(board, board.token(), "");
            assertThat(found(board).quarantine()).isEmpty();
        }
    }

    @Test
    @DisplayName("SNAP-1: shouldCutAReasonThatIsTooLong")
    void shouldCutAReasonThatIsTooLong() {
        BoardRecord board = created(spec(key()));
        marked(board, board.token(), "r".repeat(5_000));
        assertThat(found(board).quarantine()).contains("r".repeat(1_024));
        marked(board, board.token(), "s".repeat(1_024));
        assertThat(found(board).quarantine()).contains("s".repeat(1_024));
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepTheMarkOfABoardThatIsAttachedElsewhere")
    void shouldKeepTheMarkOfABoardThatIsAttachedElsewhere() {
        BoardRecord board = created(spec(key()));
        marked(board, board.token(), "it threw");
        Token token = attachedElsewhere(board);
        assertThat(found(board).quarantine()).contains("it threw");
        marked(board, token, "");
        assertThat(found(board).quarantine()).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldEndTheQuarantineInTheAttachThatReleases")
    void shouldEndTheQuarantineInTheAttachThatReleases() {
        BoardRecord board = created(spec(key()));
        Incarnation holder = loggedIn();
        Token token = died(board, board.token(), holder);
        marked(board, token, "it killed");
        FaultyClusterStore faulty = faulty(StoreCall.ATTACH_BOARD, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, released(faulty, board, token, holder));
        Token released = answerAs(AttachmentStore.Attached.class, released(store(), board, token, holder))
                .token();
        assertThat(token.isFencedBy(released)).isTrue();
        assertThat(found(board).token()).isEqualTo(released);
        assertThat(found(board).quarantine()).isEmpty();
        assertThat(found(board).holderDeaths()).isZero();
    }

    private static CompletionStage<AttachmentStore.AttachOutcome> released(
            ClusterStore store, BoardRecord board, Token expected, Incarnation target) {
        return store.attachments()
                .attach(board.spec().id(), expected, target, AttachmentStore.AttachReason.RELEASED, REMAINING);
    }

    @Test
    @DisplayName("FAIL-4: shouldCountTheDeathsOfHoldersAndNoOtherMove")
    void shouldCountTheDeathsOfHoldersAndNoOtherMove() {
        BoardRecord board = created(spec(key()));
        assertThat(board.holderDeaths()).isZero();
        Token moved = attachedElsewhere(board);
        assertThat(found(board).holderDeaths()).isZero();
        Token token = died(board, moved, loggedIn());
        assertThat(found(board).holderDeaths()).isOne();
        assertThat(loaded(board).board().holderDeaths()).isOne();
        died(board, token, loggedIn());
        assertThat(found(board).holderDeaths()).isEqualTo(2);
        assertThat(found(board).quarantine()).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldCountADeathOnceHoweverOftenTheCallIsRepeated")
    void shouldCountADeathOnceHoweverOftenTheCallIsRepeated() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        FaultyClusterStore faulty = faulty(StoreCall.ATTACH_BOARD, StoreFault.ANSWER_LOST);
        answerAs(
                Unknown.class,
                faulty.attachments()
                        .attach(
                                board.spec().id(),
                                board.token(),
                                target,
                                AttachmentStore.AttachReason.HOLDER_DIED,
                                REMAINING));
        died(board, board.token(), target);
        assertThat(found(board).holderDeaths()).isOne();
        assertThat(answer(attach(board, board.token(), loggedIn()))).isInstanceOf(AttachmentStore.HeldByOther.class);
        assertThat(found(board).holderDeaths()).isOne();
    }

    @Test
    @DisplayName("FAIL-4: shouldForgetDeathsWhenTheHolderSaysSoAndWhenTheBoardIsReleased")
    void shouldForgetDeathsWhenTheHolderSaysSoAndWhenTheBoardIsReleased() {
        BoardRecord board = created(spec(key()));
        Token token = died(board, board.token(), loggedIn());
        assertThat(answer(forgetDeaths(board, token))).isEqualTo(AttachmentStore.Marked.INSTANCE);
        assertThat(found(board).holderDeaths()).isZero();
        assertThat(answer(forgetDeaths(board, token))).isEqualTo(AttachmentStore.Marked.INSTANCE);

        token = died(board, token, loggedIn());
        marked(board, token, "it killed");
        assertThat(found(board).holderDeaths()).isOne();
        assertThat(answer(forgetDeaths(board, token))).isEqualTo(AttachmentStore.Marked.INSTANCE);
        assertThat(found(board).quarantine()).contains("it killed");
        token = died(board, token, loggedIn());
        marked(board, token, "");
        assertThat(found(board).holderDeaths()).isZero();
        assertThat(found(board).quarantine()).isEmpty();
    }

    @Test
    @DisplayName("FAIL-4: shouldForgetNoDeathsWithAnotherToken")
    void shouldForgetNoDeathsWithAnotherToken() {
        BoardRecord board = created(spec(key()));
        Token token = died(board, board.token(), loggedIn());
        assertThat(answer(forgetDeaths(board, board.token()))).isEqualTo(new Fenced(token));
        assertThat(answer(forgetDeaths(board, new Token(new Epoch(token.epoch().value() + 1), token.holder()))))
                .isEqualTo(Behind.INSTANCE);
        refused(store().attachments().forgetDeaths(board.spec().id(), token, Duration.ZERO));
        assertThat(found(board).holderDeaths()).isOne();

        assertThat(answer(store().attachments().forgetDeaths(key().boardId(), token, REMAINING)))
                .isEqualTo(Behind.INSTANCE);
        BoardRecord other = created(spec(key()));
        Closed closed = closed(other);
        assertThat(answer(forgetDeaths(other, other.token()))).isEqualTo(closed);
    }

    @Test
    @DisplayName("ATTACH-3: shouldMarkNothingWithAnotherToken")
    void shouldMarkNothingWithAnotherToken() {
        BoardRecord board = created(spec(key()));
        for (Token token : List.of(withEpoch(board.token(), -1), otherHolder(board.token()))) {
            assertThat(answer(mark(board, token, "reason"))).isEqualTo(new Fenced(board.token()));
        }
        assertThat(answer(mark(board, withEpoch(board.token(), 1), "reason"))).isEqualTo(Behind.INSTANCE);
        assertThat(found(board).quarantine()).isEmpty();

        Token token = new Token(new Epoch(5), incarnation());
        assertThat(answer(store().attachments().mark(key().boardId(), token, "reason", REMAINING)))
                .isEqualTo(Behind.INSTANCE);
        Closed closed = closed(board);
        assertThat(answer(mark(board, board.token(), "reason"))).isEqualTo(closed);
    }

    @Test
    @DisplayName("ROUTE-5: shouldApplyNothingThatComesAfterItsTime")
    void shouldApplyNothingThatComesAfterItsTime() {
        BoardRecord board = created(spec(key()));
        BoardId id = board.spec().id();
        refused(store().attachments().attach(id, board.token(), loggedIn(), Duration.ZERO));
        refused(store().attachments().mark(id, board.token(), "reason", Duration.ofNanos(-1)));
        assertThat(found(board)).usingRecursiveComparison().isEqualTo(board);
    }

    @Test
    @DisplayName("ROUTE-5: shouldAttachNothingWhoseRequestWasHeldBeyondItsTime")
    void shouldAttachNothingWhoseRequestWasHeldBeyondItsTime() {
        BoardRecord board = created(spec(key()));
        FaultyClusterStore faulty = faulty(StoreCall.ATTACH_BOARD, StoreFault.REQUEST_HELD);
        CompletionStage<AttachmentStore.AttachOutcome> held =
                faulty.attachments().attach(board.spec().id(), board.token(), loggedIn(), Duration.ofSeconds(1));
        advance(Duration.ofSeconds(2));
        faulty.release();

        refused(held);
        assertThat(found(board).token()).isEqualTo(board.token());
    }

    @Test
    @DisplayName("ATTACH-2: shouldFindTheAttachmentWhenTheAnswerWasLost")
    void shouldFindTheAttachmentWhenTheAnswerWasLost() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        FaultyClusterStore faulty = faulty(StoreCall.ATTACH_BOARD, StoreFault.ANSWER_LOST);
        answerAs(Unknown.class, faulty.attachments().attach(board.spec().id(), board.token(), target, REMAINING));
        Token token = found(board).token();

        assertThat(token.holder()).isEqualTo(target);
        assertThat(attached(board, board.token(), target)).isEqualTo(token);
    }

    @Test
    @DisplayName("ATTACH-2: shouldAttachWhenTheRequestOfBeforeWasLost")
    void shouldAttachWhenTheRequestOfBeforeWasLost() {
        BoardRecord board = created(spec(key()));
        Incarnation target = loggedIn();
        FaultyClusterStore faulty = faulty(StoreCall.ATTACH_BOARD, StoreFault.REQUEST_LOST);
        answerAs(Unknown.class, faulty.attachments().attach(board.spec().id(), board.token(), target, REMAINING));
        assertThat(found(board).token()).isEqualTo(board.token());
        attached(board, board.token(), target);
    }

    @Test
    @DisplayName("SNAP-1: shouldMarkAgainWhenTheAnswerOrTheRequestWasLost")
    void shouldMarkAgainWhenTheAnswerOrTheRequestWasLost() {
        for (StoreFault fault : List.of(StoreFault.REQUEST_LOST, StoreFault.ANSWER_LOST)) {
            BoardRecord board = created(spec(key()));
            FaultyClusterStore faulty = faulty(StoreCall.MARK_BOARD, fault);
            answerAs(Unknown.class, faulty.attachments().mark(board.spec().id(), board.token(), "reason", REMAINING));
            assertThat(found(board).quarantine().isPresent()).isEqualTo(fault == StoreFault.ANSWER_LOST);
            marked(board, board.token(), "reason");
            assertThat(found(board).quarantine()).contains("reason");
        }
    }

    private CompletionStage<AttachmentStore.AttachOutcome> attach(
            BoardRecord board, Token expected, Incarnation target) {
        return store().attachments().attach(board.spec().id(), expected, target, REMAINING);
    }

    private Token attached(BoardRecord board, Token expected, Incarnation target) {
        return answerAs(AttachmentStore.Attached.class, attach(board, expected, target))
                .token();
    }

    private Token died(BoardRecord board, Token expected, Incarnation target) {
        return answerAs(
                        AttachmentStore.Attached.class,
                        store().attachments()
                                .attach(
                                        board.spec().id(),
                                        expected,
                                        target,
                                        AttachmentStore.AttachReason.HOLDER_DIED,
                                        REMAINING))
                .token();
    }

    private CompletionStage<AttachmentStore.MarkOutcome> forgetDeaths(BoardRecord board, Token token) {
        return store().attachments().forgetDeaths(board.spec().id(), token, REMAINING);
    }

    private CompletionStage<AttachmentStore.MarkOutcome> mark(BoardRecord board, Token token, String reason) {
        return store().attachments().mark(board.spec().id(), token, reason, REMAINING);
    }

    private void marked(BoardRecord board, Token token, String reason) {
        assertThat(answer(mark(board, token, reason))).isEqualTo(AttachmentStore.Marked.INSTANCE);
    }

    private AttachmentStore.Tokens tokens(List<BoardId> boards) {
        return answerAs(AttachmentStore.Tokens.class, store().attachments().tokens(boards, REMAINING));
    }
}
