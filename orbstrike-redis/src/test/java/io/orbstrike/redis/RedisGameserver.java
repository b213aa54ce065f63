package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.host.BoardHost;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.sync.SyncOptions;
import io.orbstrike.testkit.store.FaultyClusterStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A gameserver of orb on a store of its own, with short times. */
final class RedisGameserver implements AutoCloseable {

    static final ClusterOptions OPTIONS = ClusterOptions.builder()
            .leaseTtl(Duration.ofMillis(500))
            .lookInterval(Duration.ofMillis(200))
            .build();

    private static final Duration REMAINING = Duration.ofSeconds(5);
    private static final int TICKS_UNDER_WAY_MAX = 100_000;

    private final SecureIds ids = SecureIds.create();
    private final BoardType<OrbRules, OrbPlayer, OrbInput> orb;
    private final RedisClusterStore store;
    private final RedisClusterStore reader;
    private final FaultyClusterStore faults;
    private final Gameserver gameserver;

    private RedisGameserver(RedisProcess server, BoardType<OrbRules, OrbPlayer, OrbInput> orb) {
        this.orb = orb;
        store = RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
        reader = RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
        faults = new FaultyClusterStore(store, Clock.systemUTC());
        gameserver = Gameserver.builder()
                .store(faults)
                .boardType(orb)
                .host(BoardHost.builder().threads(1))
                .cluster(OPTIONS)
                .sync(SyncOptions.builder().interval(Duration.ofMillis(200)).build())
                .build();
    }

    static RedisGameserver start(RedisProcess server) {
        return start(server, new OrbType());
    }

    static RedisGameserver start(RedisProcess server, BoardType<OrbRules, OrbPlayer, OrbInput> orb) {
        RedisGameserver started = new RedisGameserver(server, orb);
        started.gameserver.start();
        StoreUser.answer(started.gameserver.login("127.0.0.1:1"));
        return started;
    }

    /** Ends as a killed process does: nothing is saved, nobody logs out. */
    void crash() {
        gameserver.close();
    }

    FaultyClusterStore faults() {
        return faults;
    }

    Incarnation incarnation() {
        return gameserver.incarnation();
    }

    boolean isConfirmed() {
        return gameserver.isConfirmed();
    }

    IdempotencyKey key() {
        return IdempotencyKey.of(ids.secret());
    }

    BoardId created() {
        Lobby.CreateRequest request = new Lobby.CreateRequest(
                key(),
                orb.name(),
                orb.rulesCodec().encode(OrbRules.DEFAULT),
                true,
                Optional.empty(),
                new Creator("somebody"));
        Lobby.CreateOutcome outcome = StoreUser.answer(gameserver.lobby().createBoard(request, REMAINING));
        assertThat(outcome).isInstanceOf(Lobby.Created.class);
        return ((Lobby.Created) outcome).board().id();
    }

    CompletionStage<Lobby.JoinOutcome> joining(BoardId board, IdempotencyKey key, Duration remaining) {
        byte[] data = orb.joinDataCodec().encode(new OrbPlayer("somebody", 1));
        return gameserver.lobby().joinBoard(board, key, data, remaining);
    }

    Lobby.JoinOutcome join(BoardId board, IdempotencyKey key) {
        return StoreUser.answer(joining(board, key, REMAINING));
    }

    boolean isJoined(BoardId board, IdempotencyKey key) {
        return join(board, key) instanceof Lobby.Joined;
    }

    Lobby.Joined joined(BoardId board, IdempotencyKey key) {
        Lobby.JoinOutcome outcome = join(board, key);
        assertThat(outcome).isInstanceOf(Lobby.Joined.class);
        return (Lobby.Joined) outcome;
    }

    void left(BoardId board, PlayerId player) {
        assertThat(StoreUser.answer(gameserver.lobby().leaveBoard(board, player, REMAINING)))
                .isEqualTo(Lobby.Left.INSTANCE);
    }

    boolean hosts(BoardId board) {
        return gameserver.board(board).isPresent();
    }

    int players(BoardId board) {
        return gameserver.board(board).map(hosted -> hosted.status().players()).orElse(-1);
    }

    long epoch(BoardId board) {
        return gameserver.board(board).orElseThrow().epoch();
    }

    long tick(BoardId board) {
        return gameserver.board(board).orElseThrow().status().tick();
    }

    long slotsDropped(BoardId board) {
        return gameserver.board(board).orElseThrow().status().slotsDropped();
    }

    AttachmentStore.AttachOutcome attach(BoardId board, Token expected, Incarnation target) {
        return StoreUser.answer(reader.attachments().attach(board, expected, target, REMAINING));
    }

    Map<BoardId, Token> tokens(List<BoardId> boards) {
        return StoreUser.answer(reader.attachments().tokens(boards, REMAINING)) instanceof AttachmentStore.Tokens known
                ? known.tokens()
                : Map.of();
    }

    Token token(BoardId board) {
        return requireNonNull(tokens(List.of(board)).get(board), "token");
    }

    List<RosterEntry> roster(BoardId board) {
        return loaded(board).map(found -> found.roster().entries()).orElse(List.of());
    }

    long savedTick(BoardId board) {
        return snapshot(board).map(SnapshotStore.Snapshot::tick).orElse(-1L);
    }

    Optional<SnapshotStore.Snapshot> snapshot(BoardId board) {
        return loaded(board).flatMap(SnapshotStore.Loaded::snapshot);
    }

    /** Why the board is kept and not ticked. */
    Optional<String> quarantine(BoardId board) {
        return loaded(board).flatMap(found -> found.board().quarantine());
    }

    /** Writes bytes in place of a board's snapshot, as its holder would, past whatever of his is still under way. */
    void overwrite(BoardId board, byte[] bytes) {
        SnapshotStore.Snapshot good = snapshot(board).orElseThrow();
        SnapshotStore.Snapshot damaged = new SnapshotStore.Snapshot(
                good.tick() + TICKS_UNDER_WAY_MAX, good.rosterNumber(), good.version(), bytes);
        List<SnapshotStore.SaveRequest> saves =
                List.of(new SnapshotStore.SaveRequest(board, token(board), damaged, List.of(), Optional.empty()));
        assertThat(StoreUser.answer(reader.snapshots().save(saves, REMAINING)))
                .singleElement()
                .isInstanceOf(SnapshotStore.Saved.class);
    }

    private Optional<SnapshotStore.Loaded> loaded(BoardId board) {
        return StoreUser.answer(reader.snapshots().load(board, REMAINING)) instanceof SnapshotStore.Loaded found
                ? Optional.of(found)
                : Optional.empty();
    }

    @Override
    public void close() {
        gameserver.close();
        faults.close();
        reader.close();
    }
}
