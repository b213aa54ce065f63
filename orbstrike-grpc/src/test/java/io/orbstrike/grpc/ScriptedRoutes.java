package io.orbstrike.grpc;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.cluster.routing.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One board's place as a test sets it. Who asks where it is not known, or after the place that is set has failed, waits
 * until another is set.
 */
final class ScriptedRoutes implements Routes {

    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final List<RouteFailure> failures = new CopyOnWriteArrayList<>();
    private final List<Long> epochsMin = new CopyOnWriteArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile Collection<GameserverAddress> gameservers = List.of();
    private @Nullable RouteOutcome place;

    private record Waiting(@Nullable Route failed, CompletableFuture<RouteOutcome> answer) {}

    private record Follower(Route route, Runnable onMoved) {}

    /** Says where the board is; tells who waits and who follows. */
    void set(RouteOutcome outcome) {
        List<Waiting> answered;
        synchronized (this) {
            place = outcome;
            answered = waiting.stream().filter(one -> serves(one.failed())).toList();
            waiting.removeAll(answered);
        }
        answered.forEach(one -> one.answer().complete(outcome));
        for (Follower follower : followers) {
            if (!follower.route().equals(outcome)) {
                follower.onMoved().run();
            }
        }
    }

    /** What was told of failed routes. */
    List<RouteFailure> failures() {
        return failures;
    }

    /** In which epochs at least the board was looked for after a failure. */
    List<Long> epochsMin() {
        return epochsMin;
    }

    int followerCount() {
        return followers.size();
    }

    @Override
    public CompletionStage<RouteOutcome> find(BoardId board, long epochMin, Duration remaining) {
        return answer(null);
    }

    @Override
    public CompletionStage<RouteOutcome> findAfter(
            Route failed, RouteFailure failure, int inARow, long epochMin, Duration remaining) {
        failures.add(failure);
        epochsMin.add(epochMin);
        return answer(failed);
    }

    @Override
    public Following follow(Route route, Runnable onMoved) {
        Follower follower = new Follower(route, onMoved);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** Says which gameservers live. */
    void setGameservers(GameserverAddress... live) {
        gameservers = List.of(live);
    }

    @Override
    public Collection<GameserverAddress> gameservers() {
        return gameservers;
    }

    private synchronized CompletionStage<RouteOutcome> answer(@Nullable Route failed) {
        CompletableFuture<RouteOutcome> answer = new CompletableFuture<>();
        RouteOutcome known = place;
        if (known != null && serves(failed)) {
            answer.complete(known);
        } else {
            waiting.add(new Waiting(failed, answer));
        }
        return answer;
    }

    private boolean serves(@Nullable Route failed) {
        return place != null && !place.equals(failed);
    }
}
