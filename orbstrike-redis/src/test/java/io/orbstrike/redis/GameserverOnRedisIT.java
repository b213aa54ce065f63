package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers whose boards are kept in a real Redis, while they or it die, stand still or forget. */
class GameserverOnRedisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisProcess server = RedisProcess.start();
    private final RedisGameserver first = RedisGameserver.start(server);

    @AfterEach
    void close() {
        first.close();
        server.close();
    }

    @Test
    @DisplayName("I3: shouldComeBackElsewhereWithWhoJoinedLastAndWithoutWhoLeft")
    void shouldComeBackElsewhereWithWhoJoinedLastAndWithoutWhoLeft() {
        BoardId board = first.created();
        Lobby.Joined leaver = first.joined(board, first.key());
        Lobby.Joined early = first.joined(board, first.key());
        await().atMost(PATIENCE).until(() -> first.savedTick(board) > 0);
        IdempotencyKey lateKey = first.key();
        Lobby.Joined late = first.joined(board, lateKey);
        first.left(board, leaver.player());
        first.crash();
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            await().atMost(PATIENCE).until(() -> second.players(board) == 2);
            assertThat(second.epoch(board)).isGreaterThan(early.board().epoch());
            assertThat(second.joined(board, lateKey).player()).isEqualTo(late.player());
            assertThat(second.roster(board))
                    .extracting(RosterEntry::player)
                    .containsExactly(early.player(), late.player());
        }
    }

    @Test
    @DisplayName("ATTACH-6: shouldWriteEverythingAgainAfterRedisWasRestartedEmpty")
    void shouldWriteEverythingAgainAfterRedisWasRestartedEmpty() {
        List<BoardId> boards = List.of(first.created(), first.created(), first.created());
        List<Token> before = boards.stream().map(first::token).toList();
        IdempotencyKey one = first.key();
        IdempotencyKey other = first.key();
        Set<IdempotencyKey> keys = Set.of(one, other);
        keys.forEach(key -> first.joined(boards.get(0), key));
        server.restart();

        await().atMost(PATIENCE).until(() -> first.tokens(boards).size() == boards.size());
        assertThat(boards.stream().map(first::token)).containsExactlyElementsOf(before);
        await().atMost(PATIENCE)
                .until(() -> first.roster(boards.get(0)).stream()
                        .map(RosterEntry::key)
                        .collect(Collectors.toSet())
                        .equals(keys));
        await().atMost(PATIENCE).until(() -> first.isJoined(boards.get(1), first.key()));
    }

    @Test
    @DisplayName("I6: shouldGoOnWhileRedisStandsStillAndMoveNoBoard")
    void shouldGoOnWhileRedisStandsStillAndMoveNoBoard() {
        BoardId board = first.created();
        first.joined(board, first.key());
        Token before = first.token(board);
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            server.pause();
            long tick = first.tick(board);
            long dropped = first.slotsDropped(board);
            Lobby.JoinOutcome refused = first.join(board, first.key(), Duration.ofMillis(500));
            assertThat(refused).isInstanceOf(Lobby.Unavailable.class);
            await().atMost(PATIENCE).until(() -> !first.isConfirmed());
            await().atMost(PATIENCE).until(() -> first.tick(board) > tick + 100);
            server.resume();

            await().atMost(PATIENCE).until(first::isConfirmed);
            await().atMost(PATIENCE).until(() -> first.savedTick(board) > tick);
            await().atMost(PATIENCE).until(() -> first.isJoined(board, first.key()));
            assertThat(first.token(board)).isEqualTo(before);
            assertThat(second.hosts(board)).isFalse();
            assertThat(first.roster(board)).hasSize(2);
            assertThat(first.slotsDropped(board)).isLessThanOrEqualTo(dropped + 10);
        }
    }

    @Test
    @DisplayName("I1: shouldRefuseTheLateWritesOfAHolderWhoseBoardAnotherTook")
    void shouldRefuseTheLateWritesOfAHolderWhoseBoardAnotherTook() {
        BoardId board = first.created();
        first.joined(board, first.key());
        await().atMost(PATIENCE).until(() -> first.savedTick(board) > 0);
        first.faults().failAll(StoreFault.REQUEST_HELD);
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            await().atMost(PATIENCE).until(() -> second.hosts(board));
            await().atMost(PATIENCE).until(() -> second.token(board).holder().equals(second.incarnation()));
            assertThat(first.hosts(board)).isTrue();
            first.faults().failAll(StoreFault.NONE);
            assertThat(first.faults().release()).isPositive();

            await().atMost(PATIENCE).until(() -> !first.hosts(board));
            assertThat(second.token(board).holder()).isEqualTo(second.incarnation());
            assertThat(second.hosts(board)).isTrue();
            await().atMost(PATIENCE).until(() -> second.savedTick(board) > 0);
        }
    }

    @Test
    @DisplayName("I5: shouldAttachABoardOnceWhenTwoAreToldToHoldIt")
    void shouldAttachABoardOnceWhenTwoAreToldToHoldIt() {
        BoardId board = first.created();
        await().atMost(PATIENCE).until(() -> first.savedTick(board) > 0);
        Token expected = first.token(board);
        first.crash();
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisGameserver third = RedisGameserver.start(server)) {
            AttachmentStore.AttachOutcome toSecond = second.attach(board, expected, second.incarnation());
            AttachmentStore.AttachOutcome toThird = third.attach(board, expected, third.incarnation());
            assertThat(toSecond).isInstanceOf(AttachmentStore.Attached.class);
            assertThat(toThird).isInstanceOf(AttachmentStore.HeldByOther.class);
            await().atMost(PATIENCE).until(() -> second.hosts(board));
            assertThat(third.hosts(board)).isFalse();
        }
    }
}
