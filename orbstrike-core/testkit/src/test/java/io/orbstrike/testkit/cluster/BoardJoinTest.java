package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardJoinTest {

    private final GameserverRig rig = new GameserverRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPutAPlayerOnABoardRightAfterItsCreation() {
        BoardId board = rig.created().id();
        Lobby.Joined joined = rig.joined(board, rig.key());

        assertThat(joined.player()).isEqualTo(new PlayerId(1));
        assertThat(joined.index()).isZero();
        assertThat(joined.board().players()).isEqualTo(1);
        assertThat(rig.roster(board)).singleElement().satisfies(entry -> {
            assertThat(entry.player()).isEqualTo(joined.player());
            assertThat(entry.index()).isZero();
        });
    }

    @Test
    void shouldMakeAJoinDurableBeforeThePlayerIsOnTheBoardAndBeforeItIsAnswered() {
        BoardId board = rig.created().id();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletionStage<JoinOutcome> join = rig.join(board, rig.key());
        assertThat(rig.playersOn(board)).isZero();
        assertThat(join.toCompletableFuture()).isNotDone();
        assertThat(rig.roster(board)).hasSize(1);

        rig.store().release();
        rig.answerAs(Lobby.Joined.class, join);
        assertThat(rig.playersOn(board)).isEqualTo(1);
    }

    @Test
    void shouldGiveTheSamePlayerAndPlaceWhenAJoinIsRepeatedWithItsKey() {
        BoardId board = rig.created().id();
        rig.joined(board, rig.key());
        IdempotencyKey key = rig.key();
        Lobby.Joined first = rig.joined(board, key);
        Lobby.Joined again = rig.joined(board, key);

        assertThat(again.player()).isEqualTo(first.player());
        assertThat(again.index()).isEqualTo(first.index()).isEqualTo(1);
        assertThat(rig.playersOn(board)).isEqualTo(2);
        assertThat(rig.store().calls(StoreCall.JOIN_ROSTER)).isEqualTo(2);
    }

    @Test
    void shouldAnswerARepeatedJoinOfAFullBoard() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        Lobby.Joined first = rig.joined(board, key);
        for (int i = 1; i < GameserverRig.PLACES; i++) {
            rig.joined(board, rig.key());
        }
        assertThat(rig.answer(rig.join(board, rig.key()))).isEqualTo(new Lobby.Full(GameserverRig.PLACES));
        assertThat(rig.joined(board, key).player()).isEqualTo(first.player());
    }

    @Test
    void shouldLetARepeatedJoinWaitForTheFirst() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.REQUEST_HELD);
        CompletionStage<JoinOutcome> first = rig.join(board, key);
        CompletionStage<JoinOutcome> second = rig.join(board, key);
        rig.advance(Duration.ofMillis(50));
        rig.store().release();

        assertThat(rig.answerAs(Lobby.Joined.class, first).player())
                .isEqualTo(rig.answerAs(Lobby.Joined.class, second).player());
        assertThat(rig.store().calls(StoreCall.JOIN_ROSTER)).isEqualTo(1);
        assertThat(rig.playersOn(board)).isEqualTo(1);
    }

    @Test
    void shouldAcceptNoMorePlayersThanThereArePlacesWhenAllJoinAtATime() {
        BoardId board = rig.created().id();
        List<CompletionStage<JoinOutcome>> joins = new ArrayList<>();
        for (int i = 0; i < GameserverRig.PLACES * 3 / 2; i++) {
            IdempotencyKey key = rig.key();
            byte[] name = ("n" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            joins.add(rig.lobby().joinBoard(board, key, name, GameserverRig.REMAINING));
        }
        List<JoinOutcome> outcomes = joins.stream().map(rig::answer).toList();

        assertThat(outcomes).filteredOn(Lobby.Joined.class::isInstance).hasSize(GameserverRig.PLACES);
        assertThat(outcomes)
                .filteredOn(new Lobby.Full(GameserverRig.PLACES)::equals)
                .hasSize(GameserverRig.PLACES / 2);
        assertThat(rig.playersOn(board)).isEqualTo(GameserverRig.PLACES);
        assertThat(rig.roster(board)).hasSize(GameserverRig.PLACES);
        assertThat(rig.roster(board)).extracting(RosterEntry::index).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWhyTheBoardRefusesAPlayer() {
        BoardId board = rig.created().id();
        JoinOutcome outcome = rig.answer(rig.lobby().joinBoard(board, rig.key(), new byte[0], GameserverRig.REMAINING));
        assertThat(outcome).isEqualTo(new Lobby.Refused("a name of one's own is wanted"));
        assertThat(rig.store().calls(StoreCall.JOIN_ROSTER)).isZero();
    }

    @Test
    void shouldNameFieldAndBoundOfBadJoinData() {
        BoardId board = rig.created().id();
        assertThatThrownBy(() ->
                        rig.answer(rig.lobby().joinBoard(board, rig.key(), new byte[20_000], GameserverRig.REMAINING)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InvalidValueException.class)
                .hasMessageContaining("length of join_data 20000: must be 0 to 16384 bytes");
        assertThatThrownBy(() -> rig.answer(rig.lobby()
                        .joinBoard(
                                board,
                                rig.key(),
                                "much too long".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                GameserverRig.REMAINING)))
                .hasMessageContaining("name of 13 code points");
    }

    @Test
    void shouldFindNoBoardThatIsNotHere() {
        assertThat(rig.answer(rig.join(rig.key().boardId(), rig.key()))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldGiveThePlaceBackWhenTheStoreIsNotReached() {
        BoardId board = rig.created().id();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.UNREACHED);
        Lobby.Unavailable unavailable = rig.answerAs(Lobby.Unavailable.class, rig.join(board, rig.key()));
        assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rig.playersOn(board)).isZero();

        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        for (int i = 0; i < GameserverRig.PLACES; i++) {
            rig.joined(board, rig.key());
        }
    }

    @Test
    void shouldFindThePlayerWhenAJoinIsRepeatedWhoseAnswerTheStoreLost() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.join(board, key));
        assertThat(rig.playersOn(board)).isZero();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);

        assertThat(rig.joined(board, key).player()).isEqualTo(new PlayerId(1));
        rig.advance(Duration.ofSeconds(40));
        assertThat(rig.roster(board)).hasSize(1);
        assertThat(rig.playersOn(board)).isEqualTo(1);
    }

    @Test
    void shouldTakeAPlayerOffTheRosterOfWhomNobodyWasTold() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.join(board, key));
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(29));
        assertThat(rig.roster(board)).hasSize(1);
        rig.advance(Duration.ofSeconds(3));

        assertThat(rig.roster(board)).isEmpty();
        assertThat(rig.playersOn(board)).isZero();
        assertThat(rig.answer(rig.join(board, key))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
    }

    @Test
    void shouldTakeHimOffTheRosterAsSoonAsTheStoreIsBack() {
        BoardId board = rig.created().id();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.join(board, rig.key()));
        rig.store().failAll(StoreFault.UNREACHED);
        rig.advance(Duration.ofMinutes(2));
        assertThat(rig.roster(board)).hasSize(1);
        rig.store().failAll(StoreFault.NONE);
        rig.advance(Duration.ofSeconds(33));

        assertThat(rig.roster(board)).isEmpty();
    }

    @Test
    void shouldAnswerInTimeWhenTheStoreDoesNotAndLetNobodyTurnUpLater() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.REQUEST_HELD);
        CompletionStage<JoinOutcome> join = rig.join(board, key);
        rig.advance(GameserverRig.REMAINING.minusMillis(1));
        assertThat(join.toCompletableFuture()).isNotDone();
        rig.advance(Duration.ofMillis(1));
        assertThat(join.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);

        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        rig.advance(Duration.ofSeconds(1));
        rig.store().release();
        assertThat(rig.playersOn(board)).isZero();
        assertThat(rig.roster(board)).isEmpty();
        rig.joined(board, key);
    }

    @Test
    void shouldLetNobodyTurnUpWhenTheAnswerComesAfterTheTimeOfTheCall() {
        BoardId board = rig.created().id();
        IdempotencyKey key = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletionStage<JoinOutcome> join = rig.join(board, key);
        rig.advance(GameserverRig.REMAINING);
        assertThat(join.toCompletableFuture()).isCompletedWithValueMatching(Lobby.Unavailable.class::isInstance);
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        rig.store().release();
        assertThat(rig.playersOn(board)).isZero();

        PlayerId player = rig.joined(board, key).player();
        assertThat(rig.playersOn(board)).isEqualTo(1);
        assertThat(rig.roster(board)).extracting(RosterEntry::player).containsExactly(player);
    }

    @Test
    void shouldPutPlayersOnTheBoardInTheOrderOfTheirNumbers() {
        BoardId board = rig.created().id();
        IdempotencyKey overtaken = rig.key();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        rig.answerAs(Lobby.Unavailable.class, rig.join(board, overtaken));
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        assertThat(rig.joined(board, rig.key()).player()).isEqualTo(new PlayerId(2));

        assertThat(rig.joined(board, overtaken).player()).isEqualTo(new PlayerId(3));
        assertThat(rig.roster(board)).extracting(RosterEntry::player).containsExactly(new PlayerId(2), new PlayerId(3));
        assertThat(rig.roster(board)).extracting(RosterEntry::index).containsExactly(0, 1);
    }

    @Test
    void shouldPutPlayersOnTheBoardInTheOrderOfTheirNumbersWhenAnswersOvertakeEachOther() {
        BoardId board = rig.created().id();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_HELD);
        CompletionStage<JoinOutcome> slow = rig.join(board, rig.key());
        rig.advance(Duration.ofMillis(50));
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.NONE);
        assertThat(rig.joined(board, rig.key()).player()).isEqualTo(new PlayerId(2));
        rig.store().release();

        assertThat(rig.answerAs(Lobby.Joined.class, slow).player()).isEqualTo(new PlayerId(3));
        assertThat(rig.roster(board)).extracting(RosterEntry::player).containsExactly(new PlayerId(2), new PlayerId(3));
    }
}
