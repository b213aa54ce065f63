package io.orbstrike.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Behind;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store of snapshots that answers as the test says, and checks what it is given. */
final class ScriptedSnapshotStore implements SnapshotStore {

    /** How calls are answered. */
    enum Mode {
        APPLIES,
        NOT_APPLIED,
        UNKNOWN_APPLIED,
        UNKNOWN_LOST,
        FAILS,
        THROWS
    }

    /** What it has of a board. */
    static final class Stored {
        Token token;
        boolean closed;

        @Nullable
        Snapshot snapshot;

        long tickMax;
        long rosterNumber;
        final Set<PlayerId> roster = new TreeSet<>();
        final List<SaveRequest> saves = new ArrayList<>();

        Stored(Token token) {
            this.token = token;
        }
    }

    /** A call of the sync. */
    final class Call {
        final List<SaveRequest> saves;
        final Duration remaining;
        private final CompletableFuture<List<SaveOutcome>> answer = new CompletableFuture<>();

        Call(List<SaveRequest> saves, Duration remaining) {
            this.saves = saves;
            this.remaining = remaining;
        }

        /** Does and answers what the mode says. */
        void answer(Mode how) {
            Throwable cause = new IllegalStateException("the script says so");
            switch (how) {
                case APPLIES -> answer.complete(apply(saves));
                case NOT_APPLIED -> answer.complete(all(new NotApplied(cause)));
                case UNKNOWN_APPLIED -> {
                    apply(saves);
                    answer.complete(all(new Unknown(cause)));
                }
                case UNKNOWN_LOST -> answer.complete(all(new Unknown(cause)));
                case FAILS -> answer.completeExceptionally(cause);
                case THROWS -> throw new IllegalStateException("the store threw");
            }
            waiting.remove(this);
        }

        void answer(SaveOutcome outcome) {
            answer.complete(all(outcome));
            waiting.remove(this);
        }

        private List<SaveOutcome> all(SaveOutcome outcome) {
            return saves.stream().map(save -> outcome).toList();
        }
    }

    final List<Call> calls = new ArrayList<>();
    final List<Call> waiting = new ArrayList<>();
    private final Map<BoardId, Stored> boards = new HashMap<>();
    Mode mode = Mode.APPLIES;

    /** Whether calls wait for the test. */
    boolean holding;

    /** Hears of each call before it is answered. */
    Consumer<Call> onCall = call -> {};

    Stored attach(BoardId board, Token token) {
        Stored stored = boards.computeIfAbsent(board, id -> new Stored(token));
        stored.token = token;
        return stored;
    }

    void forget(BoardId board) {
        boards.remove(board);
    }

    boolean has(BoardId board) {
        return boards.containsKey(board);
    }

    Stored of(BoardId board) {
        Stored stored = boards.get(board);
        assertThat(stored).as("board %s in the store", board).isNotNull();
        return stored;
    }

    /** Bytes of states in calls that wait. */
    long bytesWaiting() {
        return waiting.stream()
                .flatMap(call -> call.saves.stream())
                .mapToLong(save -> save.snapshot().bytes().length)
                .sum();
    }

    /** Answers all that wait as the mode says. */
    void release() {
        holding = false;
        List.copyOf(waiting).forEach(call -> call.answer(mode));
    }

    @Override
    public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
        assertThat(saves).isNotEmpty().hasSizeLessThanOrEqualTo(SAVES_PER_CALL_MAX);
        Set<BoardId> ids = new HashSet<>();
        saves.forEach(save ->
                assertThat(ids.add(save.board())).as("no board twice in a call").isTrue());
        Call call = new Call(List.copyOf(saves), remaining);
        calls.add(call);
        waiting.add(call);
        onCall.accept(call);
        if (!holding) {
            call.answer(mode);
        }
        return call.answer;
    }

    /** Applies saves as the contract says. */
    List<SaveOutcome> apply(List<SaveRequest> saves) {
        return saves.stream().map(this::apply).toList();
    }

    private SaveOutcome apply(SaveRequest save) {
        Stored stored = boards.get(save.board());
        if (stored == null) {
            return Behind.INSTANCE;
        }
        if (stored.closed) {
            return new Closed(stored.token.epoch());
        }
        if (save.token().isFencedBy(stored.token)) {
            return new Fenced(stored.token);
        }
        if (!save.token().equals(stored.token)) {
            return Behind.INSTANCE;
        }
        Snapshot there = stored.snapshot;
        if (there != null && save.snapshot().tick() < there.tick()) {
            return new Superseded(there.tick());
        }
        assertThat(save.snapshot().tick()).as("tick of an accepted state").isGreaterThanOrEqualTo(stored.tickMax);
        stored.tickMax = save.snapshot().tick();
        stored.snapshot = save.snapshot();
        stored.saves.add(save);
        int left = 0;
        for (PlayerId player : save.leaving()) {
            left += stored.roster.remove(player) ? 1 : 0;
        }
        stored.rosterNumber += left;
        return new Saved(stored.rosterNumber, left);
    }

    @Override
    public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
        throw new AssertionError("a sync only saves");
    }

    @Override
    public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
        throw new AssertionError("a sync only saves");
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
        throw new AssertionError("a sync only saves");
    }
}
