package io.orbstrike.testkit.sync;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardListener;
import io.orbstrike.host.BoardSnapshot;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.StayEndReason;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.sync.SyncedBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A board as its holder keeps it: who has left the game, what lists say, and what it was told. */
final class HeldBoard implements SyncedBoard, BoardListener {

    private final BoardId id;
    private final Executor executor;
    private @Nullable HostedBoard<None, None> hosted;
    private final Map<PlayerId, Long> leaving = new TreeMap<>();
    private Optional<BoardSummary> listing = Optional.empty();

    Token token;

    /** Thrown when it is asked who leaves. */
    @Nullable
    RuntimeException failure;

    /** When stays ended whose players may be on the roster still, known the moment it happens. */
    final Map<PlayerId, Long> ended = new TreeMap<>();

    /** Does what a holder does whose store is behind. */
    Runnable onBehind = () -> {};

    /** Whether it was told that it is not synced any more. */
    boolean lost;

    final List<Long> asked = new ArrayList<>();
    final List<BoardSnapshot> saved = new ArrayList<>();
    final List<SnapshotStore.SaveOutcome> notSaved = new ArrayList<>();

    HeldBoard(BoardId id, Token token, Executor executor) {
        this.id = id;
        this.token = token;
        this.executor = executor;
    }

    void host(HostedBoard<None, None> board) {
        hosted = board;
    }

    void list(BoardSummary summary) {
        listing = Optional.of(summary);
    }

    List<PlayerId> leaving() {
        return List.copyOf(leaving.keySet());
    }

    @Override
    public BoardId id() {
        return id;
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public HostedBoard<None, None> hosted() {
        return requireNonNull(hosted, "hosted");
    }

    @Override
    public List<PlayerId> leaving(long tick) {
        asked.add(tick);
        if (failure != null) {
            throw failure;
        }
        List<PlayerId> named = new ArrayList<>();
        leaving.forEach((player, endedTick) -> {
            if (endedTick <= tick) {
                named.add(player);
            }
        });
        return named;
    }

    @Override
    public Optional<BoardSummary> listing() {
        Optional<BoardSummary> changed = listing;
        listing = Optional.empty();
        return changed;
    }

    @Override
    public void onSaved(BoardSnapshot state, SnapshotStore.Saved outcome) {
        saved.add(state);
        leaving.values().removeIf(tick -> tick <= state.tick());
        ended.values().removeIf(tick -> tick <= state.tick());
    }

    @Override
    public void onNotSaved(BoardSnapshot captured, SnapshotStore.SaveOutcome outcome) {
        notSaved.add(outcome);
        lost |= outcome instanceof Fenced || outcome instanceof Closed;
        if (outcome instanceof Behind) {
            onBehind.run();
        }
    }

    @Override
    public void onStayEnded(HostedBoard<?, ?> board, PlayerId player, StayEndReason reason, long tick) {
        ended.put(player, tick);
        executor.execute(() -> leaving.put(player, tick));
    }
}
