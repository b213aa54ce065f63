package io.orbstrike.benchmarks.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.RosterPlayer;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.sync.BoardSync;
import io.orbstrike.sync.SyncedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A host whose boards of orb all change all the time, and are saved by its sync. */
final class DirtyBoards implements AutoCloseable {

    private static final Duration REMAINING = Duration.ofSeconds(10);
    private static final int STARTS_AT_ONCE = 64;

    private final BoardHost host = BoardHost.builder().threads(1).build();
    private final List<SavedBoard> boards = new ArrayList<>();

    /** Makes the boards and starts to tick; blocks. */
    static DirtyBoards start(ClusterStore store, int count, int players, Duration tick) {
        DirtyBoards dirty = new DirtyBoards();
        dirty.host.start();
        OrbType type = new OrbType();
        OrbRules rules = OrbRules.builder()
                .maxPlayers(players)
                .tickIntervalMs((int) tick.toMillis())
                .build();
        SecureIds ids = SecureIds.create();
        Incarnation holder = ids.incarnation();
        List<CompletableFuture<SavedBoard>> starting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BoardRecord record = create(store, type, rules, holder, IdempotencyKey.of(ids.secret()), tick);
            starting.add(dirty.host(type, rules, record));
            if (starting.size() == STARTS_AT_ONCE) {
                starting.forEach(board -> dirty.boards.add(board.join()));
                starting.clear();
            }
        }
        starting.forEach(board -> dirty.boards.add(board.join()));
        return dirty;
    }

    /** From now on they are saved. */
    void saveBy(BoardSync sync) {
        boards.forEach(sync::add);
    }

    BoardHost host() {
        return host;
    }

    /** What could not be saved. */
    long failures() {
        return boards.stream().mapToLong(SavedBoard::failures).sum();
    }

    @Override
    public void close() {
        host.close();
    }

    private static BoardRecord create(
            ClusterStore store, OrbType type, OrbRules rules, Incarnation holder, IdempotencyKey key, Duration tick) {
        BoardSpec spec = new BoardSpec(
                key.boardId(),
                type.name(),
                type.rulesCodec().encode(rules),
                key.boardId().low(),
                false,
                Duration.ZERO,
                new Creator("benchmark"),
                rules.maxPlayers(),
                tick);
        BoardStore.CreateOutcome outcome = store.boards()
                .create(spec, holder, REMAINING)
                .toCompletableFuture()
                .join();
        if (outcome instanceof BoardStore.Created created) {
            return created.board();
        }
        throw new IllegalStateException("a board was not created: " + outcome);
    }

    private CompletableFuture<SavedBoard> host(OrbType type, OrbRules rules, BoardRecord record) {
        List<RosterPlayer<OrbPlayer>> players = new ArrayList<>();
        for (int i = 0; i < rules.maxPlayers(); i++) {
            players.add(
                    new RosterPlayer<>(new PlayerId(i + 1), i, new OrbPlayer("bot " + (i + 1), i % OrbPlayer.COLORS)));
        }
        BoardSettings settings = BoardSettings.of(record.spec().seed())
                .withEpoch(record.token().epoch().value());
        return host.recover(record.spec().id(), type, rules, Optional.empty(), players, settings)
                .thenApply(recovered -> new SavedBoard(recovered.board(), record.token()))
                .toCompletableFuture();
    }

    /** A board whose players never leave, so that nothing but states is saved. */
    private static final class SavedBoard implements SyncedBoard {

        private final HostedBoard<?, ?> board;
        private final Token token;
        private final AtomicLong failures = new AtomicLong();

        SavedBoard(HostedBoard<?, ?> board, Token token) {
            this.board = board;
            this.token = token;
        }

        long failures() {
            return failures.get();
        }

        @Override
        public BoardId id() {
            return board.id();
        }

        @Override
        public Token token() {
            return token;
        }

        @Override
        public HostedBoard<?, ?> hosted() {
            return board;
        }

        @Override
        public List<PlayerId> leaving(long tick) {
            return List.of();
        }

        @Override
        public Optional<BoardSummary> listing() {
            return Optional.empty();
        }

        @Override
        public void onSaved(BoardSnapshot saved, SnapshotStore.Saved outcome) {}

        @Override
        public void onNotSaved(BoardSnapshot captured, SnapshotStore.SaveOutcome outcome) {
            failures.incrementAndGet();
        }
    }
}
