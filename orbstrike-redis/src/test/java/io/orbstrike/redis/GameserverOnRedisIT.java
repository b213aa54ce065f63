package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.Codec;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gameservers whose boards are kept in a real Redis, while they or it die, stand still or forget. */
class GameserverOnRedisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** 30 s of orb. */
    private static final int OUTAGE_TICKS = 2_000;

    private static final Duration OUTAGE_TIME_MAX = Duration.ofSeconds(60);
    private static final Duration JOIN_DEADLINE = Duration.ofMillis(500);

    /** What a busy machine may add to a deadline. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final int JOINS_AT_ONCE = 3;

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
        IdempotencyKey early = first.key();
        first.joined(board, early);
        Token before = first.token(board);
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            server.pause();
            long tick = first.tick(board);
            long dropped = first.slotsDropped(board);
            Set<IdempotencyKey> refused = new HashSet<>();
            for (int part = 1; part <= 4; part++) {
                refused.addAll(refusedJoins(board));
                long partEndTick = tick + part * OUTAGE_TICKS / 4;
                await().atMost(OUTAGE_TIME_MAX).until(() -> first.tick(board) >= partEndTick);
                assertThat(first.isConfirmed()).isFalse();
            }
            server.resume();

            await().atMost(PATIENCE).until(first::isConfirmed);
            await().atMost(PATIENCE).until(() -> first.savedTick(board) >= tick + OUTAGE_TICKS);
            IdempotencyKey late = first.key();
            await().atMost(PATIENCE).until(() -> first.isJoined(board, late));
            assertThat(refused).hasSize(4 * JOINS_AT_ONCE);
            await().atMost(PATIENCE)
                    .during(RedisGameserver.OPTIONS.leaseTtl())
                    .until(() -> rosterKeys(board).equals(Set.of(early, late)));
            assertThat(first.players(board)).isEqualTo(2);
            assertThat(first.token(board)).isEqualTo(before);
            assertThat(second.hosts(board)).isFalse();
            assertThat(first.slotsDropped(board)).isLessThanOrEqualTo(dropped + 10);
        }
    }

    /** Asks for some joins at once, each of which is refused in its time. */
    private Set<IdempotencyKey> refusedJoins(BoardId board) {
        Map<IdempotencyKey, CompletableFuture<Lobby.JoinOutcome>> joins = new HashMap<>();
        for (int i = 0; i < JOINS_AT_ONCE; i++) {
            IdempotencyKey key = first.key();
            joins.put(key, first.joining(board, key, JOIN_DEADLINE).toCompletableFuture());
        }
        assertThat(joins.values())
                .allSatisfy(join -> assertThat(join)
                        .succeedsWithin(JOIN_DEADLINE.plus(SLACK))
                        .isInstanceOf(Lobby.Unavailable.class));
        return joins.keySet();
    }

    private Set<IdempotencyKey> rosterKeys(BoardId board) {
        return first.roster(board).stream().map(RosterEntry::key).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("SNAP-1: shouldKeepAndMarkBoardsWhoseSnapshotsAreCutShortOrFlipped")
    void shouldKeepAndMarkBoardsWhoseSnapshotsAreCutShortOrFlipped() {
        BoardId sound = first.created();
        first.joined(sound, first.key());
        Map<BoardId, UnaryOperator<byte[]>> damages = new HashMap<>();
        damages.put(first.created(), bytes -> new byte[0]);
        damages.put(first.created(), bytes -> Arrays.copyOf(bytes, 5));
        damages.put(first.created(), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        damages.put(first.created(), bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        damages.put(first.created(), bytes -> flipped(bytes, 0, 0x80));
        damages.put(first.created(), bytes -> flipped(bytes, bytes.length / 2, 0x24));
        damages.put(first.created(), bytes -> flipped(bytes, bytes.length - 1, 1));
        damages.keySet().forEach(board -> first.joined(board, first.key()));
        await().atMost(PATIENCE).until(() -> first.savedTick(sound) > 0);
        await().atMost(PATIENCE).until(() -> damages.keySet().stream().allMatch(board -> first.savedTick(board) > 0));
        first.crash();
        Map<BoardId, byte[]> damaged = new HashMap<>();
        damages.forEach((board, damage) -> damaged.put(
                board, damage.apply(first.snapshot(board).orElseThrow().bytes())));
        damaged.forEach(first::overwrite);

        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            await().atMost(PATIENCE).until(() -> second.players(sound) == 1);
            assertThat(damaged).hasSize(7).allSatisfy((board, bytes) -> {
                assertKeptAndMarked(second, board);
                assertThat(second.quarantine(board).orElseThrow()).containsAnyOf("damaged snapshot", "too short");
                assertThat(second.snapshot(board).orElseThrow().bytes()).isEqualTo(bytes);
            });
            assertThat(second.isJoined(sound, second.key())).isTrue();
            assertThat(second.quarantine(sound)).isEmpty();
        }
    }

    @Test
    @DisplayName("SNAP-2: shouldKeepAndMarkABoardThatANewerBuildWrote")
    void shouldKeepAndMarkABoardThatANewerBuildWrote() {
        first.crash();
        BoardId board;
        try (RedisGameserver newer = RedisGameserver.start(server, new NewerOrb())) {
            board = newer.created();
            newer.joined(board, newer.key());
            await().atMost(PATIENCE).until(() -> savedVersion(board) == NewerOrb.VERSIONS.newest());
        }
        try (RedisGameserver second = RedisGameserver.start(server);
                RedisOrchestrator leader = RedisOrchestrator.start(server)) {
            await().atMost(PATIENCE).until(leader::leads);
            Token waiting = second.token(board);
            // Whoever leads gives it to nobody who cannot read it (FAIL-1), so it comes by hand.
            assertThat(second.attach(board, waiting, second.incarnation()))
                    .isInstanceOf(AttachmentStore.Attached.class);
            await().atMost(PATIENCE).until(() -> second.quarantine(board).isPresent());
            byte[] kept = second.snapshot(board).orElseThrow().bytes();
            assertKeptAndMarked(second, board);
            assertThat(second.quarantine(board).orElseThrow())
                    .contains("board type orb, snapshot version 2: this build reads 1 to 1");
            assertThat(second.snapshot(board).orElseThrow().bytes()).isEqualTo(kept);
            assertThat(savedVersion(board)).isEqualTo(NewerOrb.VERSIONS.newest());
        }
    }

    private int savedVersion(BoardId board) {
        return first.snapshot(board).map(SnapshotStore.Snapshot::version).orElse(0);
    }

    /** Kept with its player, marked, not ticked, and closed to everybody. */
    private static void assertKeptAndMarked(RedisGameserver holder, BoardId board) {
        await().atMost(PATIENCE).until(() -> holder.quarantine(board).isPresent());
        assertThat(holder.token(board).holder()).isEqualTo(holder.incarnation());
        assertThat(holder.hosts(board)).isFalse();
        for (int i = 0; i < JOINS_AT_ONCE; i++) {
            assertThat(holder.join(board, holder.key())).isEqualTo(Lobby.Quarantined.INSTANCE);
        }
        assertThat(holder.roster(board)).hasSize(1);
    }

    private static byte[] flipped(byte[] bytes, int at, int bits) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) bits;
        return flipped;
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

    /** Orb as a later build may have it, which writes snapshots that today's does not read. */
    private static final class NewerOrb implements BoardType<OrbRules, OrbPlayer, OrbInput> {

        static final SnapshotVersions VERSIONS = new SnapshotVersions(1, 2);

        private final OrbType orb = new OrbType();

        @Override
        public String name() {
            return orb.name();
        }

        @Override
        public SnapshotVersions snapshotVersions() {
            return VERSIONS;
        }

        @Override
        public Codec<OrbRules> rulesCodec() {
            return orb.rulesCodec();
        }

        @Override
        public Codec<OrbPlayer> joinDataCodec() {
            return orb.joinDataCodec();
        }

        @Override
        public Codec<OrbInput> inputCodec() {
            return orb.inputCodec();
        }

        @Override
        public Board<OrbPlayer, OrbInput> create(OrbRules rules, long seed) {
            return orb.create(rules, seed);
        }

        @Override
        public Board<OrbPlayer, OrbInput> restore(int version, ByteReader snapshot) {
            return orb.restore(1, snapshot);
        }
    }
}
