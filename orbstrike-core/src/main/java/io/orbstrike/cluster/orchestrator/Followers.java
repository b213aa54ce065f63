package io.orbstrike.cluster.orchestrator;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Those who follow boards, by board.
 *
 * <p>Thread-safe.
 */
final class Followers {

    private final ConcurrentHashMap<BoardId, Map<Long, Follower>> perBoard = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Follower add(Route route, Runnable onMoved) {
        Follower follower = new Follower(this, numbers.incrementAndGet(), route, onMoved);
        perBoard.compute(route.board(), (board, some) -> {
            Map<Long, Follower> all = some == null ? new ConcurrentHashMap<>() : some;
            all.put(follower.number, follower);
            return all;
        });
        return follower;
    }

    /** The boards that are followed, as of now. */
    List<BoardId> boards() {
        return List.copyOf(perBoard.keySet());
    }

    /** The boards that are followed at gameservers of a kind, as of now. */
    List<BoardId> boardsAt(Predicate<Incarnation> kind) {
        List<BoardId> some = new ArrayList<>();
        perBoard.forEach((board, all) -> {
            if (all.values().stream().anyMatch(follower -> kind.test(follower.holder()))) {
                some.add(board);
            }
        });
        return some;
    }

    int boardCount() {
        return perBoard.size();
    }

    /** A board has this token: those who follow it under one that loses against it are told. */
    void tell(BoardId board, Token token) {
        for (Follower follower : perBoard.getOrDefault(board, Map.of()).values()) {
            if (follower.route.token().isFencedBy(token)) {
                follower.tell();
            }
        }
    }

    /** A board has closed. */
    void tellGone(BoardId board) {
        perBoard.getOrDefault(board, Map.of()).values().forEach(Follower::tell);
    }

    private void remove(Follower follower) {
        perBoard.computeIfPresent(follower.route.board(), (board, some) -> {
            some.remove(follower.number);
            return some.isEmpty() ? null : some;
        });
    }

    /** One of them. */
    static final class Follower implements Routes.Following {

        private final Followers all;
        private final long number;
        private final Route route;
        private final Runnable onMoved;
        private final AtomicBoolean done = new AtomicBoolean();

        Follower(Followers all, long number, Route route, Runnable onMoved) {
            this.all = all;
            this.number = number;
            this.route = route;
            this.onMoved = onMoved;
        }

        private Incarnation holder() {
            return route.token().holder();
        }

        /** Tells, once. */
        void tell() {
            if (done.compareAndSet(false, true)) {
                all.remove(this);
                onMoved.run();
            }
        }

        @Override
        public void close() {
            done.set(true);
            all.remove(this);
        }
    }
}
