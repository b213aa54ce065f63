package io.orbstrike.examples.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Closed;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes changes one after the other on a thread of its own, and answers each when the files have it.
 *
 * <p>Thread-safe.
 */
final class KeptChanges {

    /* One thread, so a file never gets an older state after a newer one, and a call that finds a change made, such as a join that
     * is repeated, is answered after the write of the call that made it.
     */

    private static final Duration LOAD_TIME = Duration.ofSeconds(1);

    private final SnapshotStore memory;
    private final BoardFolder folder;
    private final InstantSource clock;
    private final ExecutorService disk = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "board-files");
        thread.setDaemon(true);
        return thread;
    });

    KeptChanges(SnapshotStore memory, BoardFolder folder, InstantSource clock) {
        this.memory = memory;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Makes a change.
     *
     * @param boards which it may change
     * @param remaining how much time the call has left, now
     * @param change makes it in memory, at once, with the time that is left then
     * @param unknown the outcome if the change was made, or may have been, and is not in the files
     */
    <T> CompletionStage<T> make(
            Collection<BoardId> boards,
            Duration remaining,
            Function<Duration, CompletionStage<T>> change,
            Function<Throwable, T> unknown) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Instant asked = clock.instant();
        try {
            disk.execute(() -> {
                Duration left = remaining.minus(Duration.between(asked, clock.instant()));
                answer.complete(makeNow(boards, () -> change.apply(left), unknown));
            });
        } catch (RejectedExecutionException e) {
            answer.complete(unknown.apply(new StoreException("the store is closed", e)));
        }
        return answer;
    }

    private <T> T makeNow(
            Collection<BoardId> boards, Supplier<CompletionStage<T>> change, Function<Throwable, T> unknown) {
        try {
            T outcome = change.get().toCompletableFuture().join();
            for (BoardId board : boards) {
                keep(board);
            }
            return outcome;
        } catch (IOException | RuntimeException e) {
            return unknown.apply(e);
        }
    }

    /** Writes what memory has of a board. */
    private void keep(BoardId board) throws IOException {
        SnapshotStore.LoadOutcome outcome =
                memory.load(board, LOAD_TIME).toCompletableFuture().join();
        if (outcome instanceof SnapshotStore.Loaded loaded) {
            folder.write(board, BoardFile.of(loaded));
        } else if (outcome instanceof Closed closed) {
            folder.write(board, BoardFile.of(board, closed, clock.instant()));
        } else if (outcome instanceof Unknown unknown) {
            throw new IOException("board " + board + " cannot be read for its file", unknown.cause());
        }
    }

    /** Takes no more changes; what is under way is made, or refused by memory, and then {@code last} is done. */
    void close(Runnable last) {
        if (!disk.isShutdown()) {
            disk.execute(last);
            disk.shutdown();
        }
    }
}
