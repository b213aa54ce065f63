package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.host.BoardState;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardCreateTest {

    private GameserverRig rig = new GameserverRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldAnswerWhenTheBoardTicks() {
        IdempotencyKey key = rig.key();
        BoardFacts facts = rig.answerAs(Lobby.Created.class, rig.create(key)).board();

        assertThat(facts.id()).isEqualTo(key.boardId());
        assertThat(facts.type()).isEqualTo("counter");
        assertThat(facts.players()).isZero();
        assertThat(facts.maxPlayers()).isEqualTo(GameserverRig.PLACES);
        assertThat(facts.tickInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(facts.epoch())
                .isBetween(rig.clock().millis() - 1_000, rig.clock().millis());
        assertThat(facts.listed()).isTrue();
        long tick = rig.hosted(facts.id()).status().tick();
        rig.advance(Duration.ofMillis(100));
        assertThat(rig.hosted(facts.id()).status().tick()).isEqualTo(tick + 5);
        assertThat(rig.answer(rig.lobby().getBoard(facts.id(), GameserverRig.REMAINING)))
                .contains(facts);
    }

    @Test
    void shouldFindTheSameBoardWhenItIsCreatedAgainWithItsKey() {
        IdempotencyKey key = rig.key();
        BoardFacts first = rig.answerAs(Lobby.Created.class, rig.create(key)).board();
        rig.joined(first.id(), rig.key());
        BoardFacts again = rig.answerAs(Lobby.Created.class, rig.create(key)).board();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.epoch()).isEqualTo(first.epoch());
        assertThat(again.players()).isEqualTo(1);
        assertThat(rig.store().calls(StoreCall.CREATE_BOARD)).isEqualTo(1);
    }

    @Test
    void shouldLetARepeatedCreationWaitForTheFirst() {
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_HELD);
        CompletionStage<CreateOutcome> first = rig.create(key);
        CompletionStage<CreateOutcome> second = rig.create(key);
        rig.advance(Duration.ofMillis(50));
        assertThat(second.toCompletableFuture()).isNotDone();
        rig.store().release();

        assertThat(rig.answerAs(Lobby.Created.class, first)).isEqualTo(rig.answerAs(Lobby.Created.class, second));
        assertThat(rig.store().calls(StoreCall.CREATE_BOARD)).isEqualTo(1);
        assertThat(rig.gameserver().host().boards()).hasSize(1);
    }

    @Test
    void shouldNameFieldValueAndBoundOfBadRules() {
        assertThatThrownBy(() ->
                        rig.answer(rig.lobby().createBoard(rig.request(rig.key(), 0), GameserverRig.REMAINING)))
                .hasCauseInstanceOf(InvalidValueException.class)
                .hasMessageContaining("goal 18446744073709551615 above 1: must be 1 to 100000");
        assertThatThrownBy(() -> rig.answer(createWithRules(new byte[70_000])))
                .hasMessageContaining("length of rules 70000: must be 0 to 65536 bytes");
        assertThatThrownBy(() -> rig.answer(createWithRules(new byte[] {(byte) 0x80})))
                .hasCauseInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> rig.answer(createWithLifetime(Duration.ofDays(366))))
                .hasMessageContaining("lifetime_seconds 31622400: must be 0 to 31536000 seconds");
        assertThat(rig.store().calls(StoreCall.CREATE_BOARD)).isZero();
    }

    @Test
    void shouldNameTheTypesThatAreKnown() {
        Lobby.CreateRequest request = new Lobby.CreateRequest(
                rig.key(), "chess", new byte[0], true, Optional.empty(), new Creator("somebody"));
        assertThat(rig.answer(rig.lobby().createBoard(request, GameserverRig.REMAINING)))
                .isEqualTo(new Lobby.UnknownType("chess", List.of("counter")));
    }

    @Test
    void shouldStopAtTheQuotaOfItsCreatorAndCountRepeatsOnce() {
        rigWith(GameserverOptions.builder().createQuota(2));
        IdempotencyKey key = rig.key();
        rig.answerAs(Lobby.Created.class, rig.create(key));
        rig.answerAs(Lobby.Created.class, rig.create(rig.key()));
        Lobby.QuotaSpent spent = rig.answerAs(Lobby.QuotaSpent.class, rig.create(rig.key()));

        assertThat(spent.quota()).isEqualTo(2);
        assertThat(spent.retryAfter()).isBetween(Duration.ofHours(11), Duration.ofHours(12));
        rig.answerAs(Lobby.Created.class, rig.create(key));
        rig.answerAs(Lobby.Created.class, createAs(new Creator("another")));
    }

    @Test
    void shouldTakeTheQuotaBackWhenTheBoardWasNotCreatedAndLeaveItWhenThatIsNotKnown() {
        rigWith(GameserverOptions.builder().createQuota(1));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.UNREACHED);
        rig.answerAs(Lobby.Unavailable.class, rig.create(rig.key()));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.create(rig.key()));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);

        rig.answerAs(Lobby.QuotaSpent.class, rig.create(rig.key()));
    }

    @Test
    void shouldCreateNothingWhenTheQuotaIsNotKnown() {
        rigWith(GameserverOptions.builder().createQuota(1));
        rig.store().fail(StoreCall.ENTER_QUOTA, StoreFault.ANSWER_LOST);
        IdempotencyKey key = rig.key();
        rig.answerAs(Lobby.Unavailable.class, rig.create(key));
        assertThat(rig.store().calls(StoreCall.CREATE_BOARD)).isZero();
        rig.store().fail(StoreCall.ENTER_QUOTA, StoreFault.NONE);
        rig.answerAs(Lobby.Created.class, rig.create(key));
    }

    @Test
    void shouldTakeNoMoreBoardsThanItHasRoomFor() {
        rigWith(GameserverOptions.builder().boardsMax(2));
        rig.created();
        BoardFacts second = rig.created();
        assertThat(rig.answerAs(Lobby.NoRoom.class, rig.create(rig.key())).reason())
                .isEqualTo("the gameserver is full");
        rig.hosted(second.id()).expire();
        rig.advance(Duration.ofMillis(100));
        rig.created();
    }

    @Test
    void shouldTakeNoMorePlacesThanItHasRoomFor() {
        rigWith(GameserverOptions.builder()
                .placesMax(3 * GameserverRig.PLACES - 1)
                .createQuota(2));
        rig.created();
        IdempotencyKey key = rig.key();
        BoardFacts second = rig.answerAs(Lobby.Created.class, rig.create(key)).board();
        Creator another = new Creator("another");
        Lobby.NoRoom refused = rig.answerAs(Lobby.NoRoom.class, createAs(another));

        assertThat(refused.reason()).isEqualTo("the gameserver has too few places left");
        assertThat(refused.retryAfter()).isEqualTo(GameserverOptions.defaults().retryAfter());
        assertThat(rig.store().calls(StoreCall.ENTER_QUOTA)).isEqualTo(2);
        assertThat(rig.store().calls(StoreCall.CREATE_BOARD)).isEqualTo(2);
        rig.answerAs(Lobby.Created.class, rig.create(key));
        rig.hosted(second.id()).expire();
        rig.advance(Duration.ofMillis(100));
        rig.answerAs(Lobby.Created.class, createAs(another));
    }

    @Test
    void shouldCountThePlacesOfCreationsUnderWayAndGiveThemBackWhenTheyFail() {
        rigWith(GameserverOptions.builder().placesMax(GameserverRig.PLACES));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_HELD);
        IdempotencyKey key = rig.key();
        CompletionStage<CreateOutcome> first = rig.create(key);
        rig.answerAs(Lobby.NoRoom.class, rig.create(rig.key()));
        CompletionStage<CreateOutcome> again = rig.create(key);
        rig.store().release();
        rig.answerAs(Lobby.Created.class, again);
        BoardFacts board = rig.answerAs(Lobby.Created.class, first).board();
        rig.hosted(board.id()).expire();
        rig.advance(Duration.ofMillis(100));

        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.UNREACHED);
        rig.answerAs(Lobby.Unavailable.class, rig.create(rig.key()));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.created();
    }

    @Test
    void shouldMakeNoBoardForACallThatItHasNoRoomFor() {
        rigWith(GameserverOptions.builder().boardsMax(1));
        IdempotencyKey key = rig.key();
        BoardFacts board = rig.answerAs(Lobby.Created.class, rig.create(key)).board();
        CompletionStage<CreateOutcome> refused = createWithRules(new byte[] {(byte) 0x80});
        assertThat(refused.toCompletableFuture()).isCompletedWithValueMatching(Lobby.NoRoom.class::isInstance);
        assertThat(rig.answerAs(Lobby.Created.class, rig.create(key)).board().id())
                .isEqualTo(board.id());
    }

    @Test
    void shouldGoOnWithTheBoardWhenACreationIsRepeatedWhoseAnswerTheStoreLost() {
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.create(key));
        assertThat(rig.gameserver().host().boards()).isEmpty();
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(3));
        BoardFacts board = rig.answerAs(Lobby.Created.class, rig.create(key)).board();
        rig.advance(Duration.ofSeconds(60));

        assertThat(stored(board.id())).isInstanceOf(BoardStore.Found.class);
        rig.joined(board.id(), rig.key());
    }

    @Test
    void shouldCloseABoardOfWhichNobodyWasTold() {
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.create(key));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(29));
        assertThat(stored(key.boardId())).isInstanceOf(BoardStore.Found.class);
        rig.advance(Duration.ofSeconds(2));

        assertThat(stored(key.boardId())).isInstanceOf(io.orbstrike.store.Closed.class);
        assertThat(rig.answer(rig.create(key))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldAnswerInTimeWhenTheStoreDoesNotAndLetNoBoardTurnUpLater() {
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.ANSWER_HELD);
        CompletionStage<CreateOutcome> creation = rig.create(key);
        rig.advance(GameserverRig.REMAINING);
        assertThat(creation.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.store().release();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.gameserver().host().boards()).isEmpty();
        rig.advance(Duration.ofSeconds(31));
        assertThat(stored(key.boardId())).isInstanceOf(io.orbstrike.store.Closed.class);
    }

    @Test
    void shouldCloseABoardAfterItsLifetimeAndKeepItsTombstone() {
        IdempotencyKey key = rig.key();
        Lobby.CreateRequest request = withLifetime(key, Duration.ofMinutes(1));
        BoardId board = rig.answerAs(Lobby.Created.class, rig.lobby().createBoard(request, GameserverRig.REMAINING))
                .board()
                .id();
        Lobby.Joined joined = rig.joined(board, rig.key());
        rig.advance(Duration.ofSeconds(59));
        assertThat(rig.gameserver().board(board)).isPresent();
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.gameserver().board(board)).isEmpty();
        assertThat(stored(board)).isInstanceOf(io.orbstrike.store.Closed.class);
        assertThat(rig.answer(rig.join(board, rig.key()))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        assertThat(rig.answer(rig.leave(board, joined.player()))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        assertThat(rig.answer(rig.lobby().getBoard(board, GameserverRig.REMAINING)))
                .isEmpty();
        assertThat(rig.answer(rig.lobby().createBoard(request, GameserverRig.REMAINING)))
                .isEqualTo(Lobby.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldLetABoardLiveForTheDefaultIfItsCreationDoesNotSay() {
        BoardId board = rig.created().id();
        assertThat(((BoardStore.Found) stored(board)).board().spec().lifetime()).isEqualTo(Duration.ofHours(3));
        rigWith(GameserverOptions.builder().boardLifetime(Duration.ZERO));
        BoardId forEver = rig.created().id();
        assertThat(((BoardStore.Found) stored(forEver)).board().spec().lifetime())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldTellTheStoreOfABoardsEndHoweverLongItIsAway() {
        BoardId board = rig.created().id();
        rig.store().failAll(StoreFault.UNREACHED);
        rig.hosted(board).expire();
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.gameserver().board(board)).isEmpty();
        assertThat(stored(board)).isInstanceOf(BoardStore.Found.class);
        assertThat(rig.answer(rig.join(board, rig.key()))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        rig.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(33));

        assertThat(stored(board)).isInstanceOf(io.orbstrike.store.Closed.class);
    }

    @Test
    void shouldCloseABoardThatHasATombstone() {
        BoardId board = rig.created().id();
        BoardStore.Found found = (BoardStore.Found) stored(board);
        rig.store().behind().boards().close(board, found.board().token(), GameserverRig.REMAINING);
        assertThat(rig.answer(rig.join(board, rig.key()))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        rig.advance(Duration.ofMillis(100));
        assertThat(rig.gameserver().board(board)).isEmpty();
    }

    @Test
    void shouldGoOnPlayingWhileTheStoreIsAway() {
        BoardId board = rig.created().id();
        rig.joined(board, rig.key());
        long tick = rig.hosted(board).status().tick();
        rig.store().failAll(StoreFault.REQUEST_HELD);
        CompletionStage<CreateOutcome> creation = rig.create(rig.key());
        rig.advance(Duration.ofSeconds(10));

        assertThat(rig.hosted(board).status().tick()).isEqualTo(tick + 500);
        assertThat(rig.hosted(board).status().state()).isEqualTo(BoardState.RUNNING);
        assertThat(creation.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);
    }

    @Test
    void shouldAnswerWhatWaitsWhenItCloses() {
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_HELD);
        CompletionStage<CreateOutcome> creation = rig.create(rig.key());
        rig.advance(Duration.ofMillis(10));
        rig.gameserver().close();
        rig.advance(Duration.ofMillis(10));

        assertThat(creation.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);
        assertThat(rig.answerAs(Lobby.Unavailable.class, rig.create(rig.key())).reason())
                .isEqualTo("the gameserver stops");
    }

    @Test
    void shouldRefuseCallsBeyondItsBound() {
        rigWith(GameserverOptions.builder().callsInFlightMax(3));
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.REQUEST_HELD);
        for (int i = 0; i < 3; i++) {
            rig.create(rig.key());
        }
        assertThat(rig.answerAs(Lobby.Unavailable.class, rig.create(rig.key())).reason())
                .isEqualTo("too many calls at a time");
        rig.advance(GameserverRig.REMAINING);
        rig.store().fail(StoreCall.CREATE_BOARD, StoreFault.NONE);
        rig.created();
    }

    private void rigWith(GameserverOptions.Builder options) {
        rig.close();
        rig = new GameserverRig(options.build(), new CounterType());
    }

    private BoardStore.GetOutcome stored(BoardId board) {
        return rig.store()
                .behind()
                .boards()
                .get(board, GameserverRig.REMAINING)
                .toCompletableFuture()
                .join();
    }

    private CompletionStage<CreateOutcome> createWithRules(byte[] rules) {
        return rig.lobby()
                .createBoard(
                        new Lobby.CreateRequest(
                                rig.key(), "counter", rules, true, Optional.empty(), new Creator("somebody")),
                        GameserverRig.REMAINING);
    }

    private CompletionStage<CreateOutcome> createAs(Creator creator) {
        Lobby.CreateRequest request = rig.request(rig.key(), 100);
        return rig.lobby()
                .createBoard(
                        new Lobby.CreateRequest(
                                request.key(), request.type(), request.rules(), true, Optional.empty(), creator),
                        GameserverRig.REMAINING);
    }

    private CompletionStage<CreateOutcome> createWithLifetime(Duration lifetime) {
        return rig.lobby().createBoard(withLifetime(rig.key(), lifetime), GameserverRig.REMAINING);
    }

    private Lobby.CreateRequest withLifetime(IdempotencyKey key, Duration lifetime) {
        Lobby.CreateRequest request = rig.request(key, 100_000);
        return new Lobby.CreateRequest(
                key, request.type(), request.rules(), true, Optional.of(lifetime), request.creator());
    }
}
