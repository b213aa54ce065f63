package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.host.BoardHost;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.Token;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import io.orbstrike.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GameserverTest {

    private static final Duration REMAINING = Duration.ofSeconds(10);

    @Test
    void shouldFindBoardTypesByServiceLoader() {
        try (Gameserver gameserver = Gameserver.builder()
                .store(InMemoryClusterStore.create(ManualClock.create()))
                .boardTypesFrom(OrbType.class.getClassLoader())
                .build()) {
            Lobby.CreateRequest request = new Lobby.CreateRequest(
                    key(), "no such type", new byte[0], true, Optional.empty(), new Creator("somebody"));
            CompletionStage<Lobby.CreateOutcome> outcome = gameserver.lobby().createBoard(request, REMAINING);
            assertThat(outcome.toCompletableFuture())
                    .isCompletedWithValueMatching(
                            value -> value.equals(new Lobby.UnknownType("no such type", List.of("orb"))));
        }
    }

    @Test
    void shouldRefuseToBeBuiltWithoutAStoreOrWithTypesThatShareAName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Gameserver.builder().build())
                .withMessage("store");
        Gameserver.Builder twice = Gameserver.builder()
                .store(InMemoryClusterStore.create(ManualClock.create()))
                .boardType(new CounterType())
                .boardType(new ThrowingType("counter", Where.NOWHERE));
        assertThatIllegalArgumentException().isThrownBy(twice::build).withMessageContaining("board type counter: both");
        Gameserver.Builder unnamed = Gameserver.builder()
                .store(InMemoryClusterStore.create(ManualClock.create()))
                .boardType(new ThrowingType("No Name", Where.NOWHERE));
        assertThatIllegalArgumentException()
                .isThrownBy(unnamed::build)
                .withMessageContaining("must be 1 to 32 characters of a to z, 0 to 9 and '-'");
    }

    @Test
    void shouldAnswerQuarantinedWhenTheBoardHasThrown() {
        ThrowingType type = new ThrowingType("thrower", Where.IN_TICK);
        try (GameserverRig rig = new GameserverRig(GameserverOptions.defaults(), type)) {
            IdempotencyKey key = rig.key();
            Lobby.CreateRequest request = request(key);
            BoardId board = rig.answerAs(Lobby.Created.class, rig.lobby().createBoard(request, REMAINING))
                    .board()
                    .id();
            rig.advance(Duration.ofSeconds(1));

            assertThat(rig.answer(rig.lobby().joinBoard(board, rig.key(), new byte[0], REMAINING)))
                    .isEqualTo(Lobby.Quarantined.INSTANCE);
            assertThat(rig.answer(rig.lobby().createBoard(request, REMAINING))).isEqualTo(Lobby.Quarantined.INSTANCE);
            assertThat(rig.answer(rig.lobby().getBoard(board, REMAINING)))
                    .hasValueSatisfying(facts -> assertThat(facts.quarantined()).isTrue());
            assertThat(rig.answer(rig.lobby().listBoards(new Lobby.ListQuery(10, "", ""), REMAINING))
                            .boards())
                    .singleElement()
                    .satisfies(facts -> assertThat(facts.quarantined()).isTrue());
        }
    }

    @Test
    @DisplayName("SNAP-1: shouldWriteAgainThatABoardIsInQuarantineWhenTheStoreHasForgottenIt")
    void shouldWriteAgainThatABoardIsInQuarantineWhenTheStoreHasForgottenIt() {
        ManualClock clock = ManualClock.create();
        ForgetfulStore forgetful = new ForgetfulStore(InMemoryClusterStore.create(clock));
        ThrowingType type = new ThrowingType("thrower", Where.IN_TICK);
        try (GameserverRig rig = new GameserverRig(GameserverOptions.defaults(), type, clock, forgetful)) {
            rig.store().fail(StoreCall.MARK_BOARD, StoreFault.UNREACHED);
            BoardId board = rig.answerAs(Lobby.Created.class, rig.lobby().createBoard(request(rig.key()), REMAINING))
                    .board()
                    .id();
            rig.advance(Duration.ofSeconds(1));
            forgetful.replace(InMemoryClusterStore.create(clock));
            rig.store().fail(StoreCall.MARK_BOARD, StoreFault.NONE);
            rig.advance(Duration.ofSeconds(10));

            BoardStore.GetOutcome outcome = forgetful
                    .boards()
                    .get(board, REMAINING)
                    .toCompletableFuture()
                    .join();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            BoardStore.Found.class,
                            found -> assertThat(found.board().quarantine()).isPresent());
        }
    }

    @Test
    void shouldCloseABoardThatTheHostCannotMake() {
        ThrowingType type = new ThrowingType("thrower", Where.AT_SECOND_CREATION);
        try (GameserverRig rig = new GameserverRig(GameserverOptions.defaults(), type)) {
            Lobby.CreateRequest request = request(rig.key());
            rig.answerAs(Lobby.Unavailable.class, rig.lobby().createBoard(request, REMAINING));
            assertThat(rig.answer(rig.lobby().createBoard(request, REMAINING))).isEqualTo(Lobby.NoSuchBoard.INSTANCE);
        }
    }

    @Test
    void shouldLetGoOfABoardThatAnotherHolds() {
        ManualClock clock = ManualClock.create();
        InMemoryClusterStore behind = InMemoryClusterStore.create(clock);
        Token other = new Token(
                new io.orbstrike.store.Epoch(Long.MAX_VALUE), SecureIds.create().incarnation());
        try (GameserverRig rig = new GameserverRig(
                GameserverOptions.defaults(), new CounterType(), clock, new FencingStore(behind, other))) {
            BoardId board = rig.created().id();
            rig.answerAs(Lobby.NotHere.class, rig.join(board, rig.key()));
            rig.advance(Duration.ofMillis(100));

            assertThat(rig.gameserver().board(board)).isEmpty();
            rig.answerAs(Lobby.NotHere.class, rig.join(board, rig.key()));
            assertThat(behind.boards()
                            .get(board, REMAINING)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(io.orbstrike.store.BoardStore.Found.class);
        }
    }

    /** 150 joins on 12 places from 4 threads, ticks and control plane on their own: never one too many. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldAcceptNoMorePlayersThanThereArePlacesWhenManyThreadsJoin() {
        ManualClock clock = ManualClock.create();
        InMemoryClusterStore store = InMemoryClusterStore.create(clock);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (Gameserver gameserver = Gameserver.builder()
                .store(store)
                .boardType(new CounterType())
                .host(BoardHost.builder().threads(2))
                .build()) {
            gameserver.start();
            Lobby lobby = gameserver.lobby();
            Lobby.CreateRequest request = new Lobby.CreateRequest(
                    key(),
                    "counter",
                    new CounterType().rulesCodec().encode(100_000),
                    true,
                    Optional.empty(),
                    new Creator("somebody"));
            BoardId board = ((Lobby.Created) lobby.createBoard(request, REMAINING)
                            .toCompletableFuture()
                            .join())
                    .board()
                    .id();
            List<CompletableFuture<JoinOutcome>> joins = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                byte[] name = ("n" + i).getBytes(StandardCharsets.UTF_8);
                IdempotencyKey key = key();
                joins.add(CompletableFuture.supplyAsync(
                        () -> lobby.joinBoard(board, key, name, REMAINING)
                                .toCompletableFuture()
                                .join(),
                        callers));
            }
            List<JoinOutcome> outcomes =
                    joins.stream().map(CompletableFuture::join).toList();

            assertThat(outcomes).filteredOn(Lobby.Joined.class::isInstance).hasSize(GameserverRig.PLACES);
            assertThat(outcomes)
                    .filteredOn(new Lobby.Full(GameserverRig.PLACES)::equals)
                    .hasSize(150 - GameserverRig.PLACES);
            RosterStore.Roster roster = (RosterStore.Roster)
                    store.rosters().read(board, REMAINING).toCompletableFuture().join();
            assertThat(roster.entries()).hasSize(GameserverRig.PLACES);
            assertThat(roster.entries()).extracting(RosterEntry::index).doesNotHaveDuplicates();
            assertThat(outcomes.stream()
                            .filter(Lobby.Joined.class::isInstance)
                            .map(outcome -> ((Lobby.Joined) outcome).player()))
                    .containsExactlyInAnyOrderElementsOf(
                            roster.entries().stream().map(RosterEntry::player).toList());
        } finally {
            callers.shutdownNow();
        }
    }

    private static IdempotencyKey key() {
        return IdempotencyKey.of(SecureIds.create().secret());
    }

    private static Lobby.CreateRequest request(IdempotencyKey key) {
        return new Lobby.CreateRequest(key, "thrower", new byte[0], true, Optional.empty(), new Creator("somebody"));
    }

    private enum Where {
        NOWHERE,
        IN_TICK,
        AT_SECOND_CREATION
    }

    /** A game that throws. */
    private static final class ThrowingType implements BoardType<None, None, None> {

        private final String name;
        private final Where where;
        private int creations;

        ThrowingType(String name, Where where) {
            this.name = name;
            this.where = where;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Codec<None> rulesCodec() {
            return Codecs.none();
        }

        @Override
        public Codec<None> joinDataCodec() {
            return Codecs.none();
        }

        @Override
        public Codec<None> inputCodec() {
            return Codecs.none();
        }

        @Override
        public Board<None, None> create(None rules, long seed) {
            creations++;
            if (creations == 2 && where == Where.AT_SECOND_CREATION) {
                throw new IllegalStateException("planted in create");
            }
            return new ThrowingBoard(where);
        }

        @Override
        public Board<None, None> restore(int version, ByteReader snapshot) {
            return new ThrowingBoard(where);
        }
    }

    private record ThrowingBoard(Where where) implements Board<None, None> {

        @Override
        public int maxPlayers() {
            return 2;
        }

        @Override
        public Duration tickInterval() {
            return Duration.ofMillis(20);
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, None input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {
            if (where == Where.IN_TICK && context.tick() == 5) {
                throw new IllegalStateException("planted in tick");
            }
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {}
    }
}
