package io.orbstrike.benchmarks.peer;

import io.orbstrike.orb.OrbRules;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All boards of the server, each with a game loop at a fixed rate on a pool of as many threads as there are processors.
 * A board ends when its last player has left or its lifetime is over.
 *
 * <p>Thread-safe.
 */
final class NaiveBoards implements AutoCloseable {

    /** How many boards there may be at a time. */
    static final int BOARDS_MAX = 10_000;

    private static final long CLOSE_MS_MAX = 2_000;

    private record Loop(NaiveBoard board, Future<?> ticks, Future<?> end) {

        void stop() {
            ticks.cancel(false);
            end.cancel(false);
            board.close();
        }
    }

    private final Map<String, Loop> loops = new ConcurrentHashMap<>();
    private final Map<String, NaiveSeat> seats = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(
            Runtime.getRuntime().availableProcessors(),
            task -> new Thread(task, "naive-loop-" + threads.incrementAndGet()));

    NaiveBoards() {
        scheduler.setRemoveOnCancelPolicy(true);
    }

    /** The board of an id, made if there is none; null if there are too many. */
    @Nullable
    NaiveBoard create(String id, OrbRules rules, long seed, Duration lifetime) {
        if (loops.size() >= BOARDS_MAX && !loops.containsKey(id)) {
            return null;
        }
        return loops.computeIfAbsent(id, absent -> start(new NaiveBoard(id, rules, seed), lifetime))
                .board();
    }

    private Loop start(NaiveBoard board, Duration lifetime) {
        Future<?> ticks = scheduler.scheduleAtFixedRate(
                () -> tick(board), board.tickIntervalNs(), board.tickIntervalNs(), TimeUnit.NANOSECONDS);
        Future<?> end = scheduler.schedule(() -> end(board), lifetime.toMillis(), TimeUnit.MILLISECONDS);
        return new Loop(board, ticks, end);
    }

    private void tick(NaiveBoard board) {
        if (!board.tick()) {
            end(board);
        }
    }

    private void end(NaiveBoard board) {
        Loop loop = loops.remove(board.id());
        if (loop != null) {
            loop.stop();
            seats.values().removeIf(seat -> seat.board() == board);
        }
    }

    @Nullable
    NaiveBoard find(String id) {
        Loop loop = loops.get(id);
        return loop == null ? null : loop.board();
    }

    /** Lets a ticket stand for a seat until it is removed, or the board ends. */
    void admit(NaiveSeat seat) {
        seats.put(seat.ticket(), seat);
        if (!loops.containsKey(seat.board().id())) {
            seats.remove(seat.ticket());
        }
    }

    @Nullable
    NaiveSeat seat(@Nullable String ticket) {
        return ticket == null ? null : seats.get(ticket);
    }

    void remove(NaiveSeat seat) {
        seats.remove(seat.ticket());
        seat.board().leave(seat);
    }

    /** Ends all boards; blocks for at most 2 s. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        loops.values().forEach(Loop::stop);
        loops.clear();
        try {
            scheduler.awaitTermination(CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
