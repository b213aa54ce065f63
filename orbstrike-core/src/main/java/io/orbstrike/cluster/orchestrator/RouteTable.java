package io.orbstrike.cluster.orchestrator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.Backoff;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.cluster.routing.Routes;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of an orchestrator: a cache in front of the store, those who wait for a route, and those who follow one.
 *
 * <p>Thread-safe; what is private is confined to the agent's thread, but for the cache.
 */
public final class RouteTable implements Routes, StoreHints.Listener {

    /* A look-up finds the route in the cache, or waits here. Boards that are waited for are read together, one call at a time,
     * and again after a delay that grows as long as somebody waits; hints answer sooner. Who may take the route that failed
     * him once more, later, has his board read at that time. What a hint says is taken as the store's word of that moment: a
     * token with a lower epoch never replaces a higher one.
     *
     * Boards that are followed at gameservers without a lease are the ones that are likely to move, and such a gameserver may
     * be the last to hear of it: their tokens are read often as long as it stays so (ROUTE-3).
     *
     *   find -> cache -> [waiting] -> tokens read or hint -> holder lives and token serves -> route
     *                                                     -> else wait on
     */

    private static final int ROUTES_MAX = 100_000;
    private static final int WAITING_MAX = 100_000;
    private static final Duration ROUTE_KEPT = Duration.ofMinutes(10);
    private static final Duration READ_AGAIN = Duration.ofMillis(40);
    private static final int READ_AGAIN_DOUBLINGS_MAX = 3;
    private static final Duration RETRY_FIRST = Duration.ofMillis(10);
    private static final Duration RETRY_UNREACHED_FIRST =
            Duration.ofMillis(100); // by then a dead one has mostly lost its lease
    private static final int RETRY_UNREACHED_DOUBLINGS_MAX = 2;
    private static final Duration LEASES_AFTER_UNREACHED = Duration.ofMillis(80); // so that this is known here, too
    private static final Duration SUSPECTED_AGAIN = Duration.ofMillis(200);
    private static final Duration FOLLOWED_INTERVAL = Duration.ofSeconds(10);

    private final Agent agent;
    private final AttachmentStore store;
    private final StoreHints hints;
    private final KnownGameservers gameservers;
    private final RouteCounters counters;
    private final Duration doubtedInterval;
    private final Cache<BoardId, Route> cache;
    private final Followers followers = new Followers();
    private final Map<BoardId, List<Waiter>> waiting = new HashMap<>();
    private final Set<BoardId> toRead = new LinkedHashSet<>();
    private final Map<Incarnation, Long> suspectedNs = new HashMap<>();
    private Consumer<Incarnation> onUnreached = gameserver -> {};
    private int waitingCount;
    private int readsAgain;
    private boolean isReading;
    private boolean isReadDue;

    /**
     * Has no routes yet.
     *
     * @param agent of the orchestrator
     * @param store where attachments and hints are
     * @param gameservers those that live
     * @param counters what is counted
     * @param leaseTtl how long a lease holds
     */
    public RouteTable(
            Agent agent, ClusterStore store, KnownGameservers gameservers, RouteCounters counters, Duration leaseTtl) {
        this.agent = agent;
        this.store = store.attachments();
        this.hints = store.hints();
        this.gameservers = gameservers;
        this.counters = counters;
        this.doubtedInterval = leaseTtl.dividedBy(2);
        this.cache = Caffeine.newBuilder()
                .maximumSize(ROUTES_MAX)
                .expireAfterAccess(ROUTE_KEPT)
                .executor(agent.executor())
                .ticker(agent::nowNs)
                .build();
        gameservers.onChanged(this::readWaitedFor);
    }

    /**
     * Sets who is told of a gameserver that a route did not reach.
     *
     * @param hearer called on the agent's thread, for each such route
     */
    public void onUnreached(Consumer<Incarnation> hearer) {
        onUnreached = hearer;
    }

    /** Reads the tokens of followed boards at their intervals from now on. */
    public void start() {
        runFollowed();
        runDoubted();
    }

    private void runFollowed() {
        if (!agent.isStopped()) {
            agent.schedule(FOLLOWED_INTERVAL, this::runFollowed);
            readFollowed();
        }
    }

    private void runDoubted() {
        if (!agent.isStopped()) {
            agent.schedule(doubtedInterval, this::runDoubted);
            readDoubted();
        }
    }

    /** Answers all who wait. */
    public void stop() {
        agent.execute(() -> {
            List<Waiter> left = new ArrayList<>();
            waiting.values().forEach(left::addAll);
            left.forEach(waiter -> waiter.answer(new RouteOutcome.Unavailable("the orchestrator stops")));
        });
    }

    /**
     * A route is known from somebody who has just made it so.
     *
     * @param route to be taken up unless a newer one is known
     */
    public void learn(Route route) {
        keep(route);
    }

    @Override
    public CompletionStage<RouteOutcome> find(BoardId board, long epochMin, Duration remaining) {
        Route known = cache.getIfPresent(board);
        if (known != null && known.token().epoch().value() >= epochMin && isLive(known.token())) {
            counters.hits.increment();
            return CompletableFuture.completedFuture(known);
        }
        counters.misses.increment();
        return await(new Waiter(board, epochMin, null, Duration.ZERO, agent.nowNs()), remaining);
    }

    @Override
    public CompletionStage<RouteOutcome> findAfter(
            Route failed, RouteFailure failure, int failures, long epochMin, Duration remaining) {
        counters.failed(failure).increment();
        if (failure == RouteFailure.UNREACHED) {
            agent.execute(() -> suspect(failed.token().holder()));
        }
        cache.asMap().computeIfPresent(failed.board(), (board, known) -> known.equals(failed) ? null : known);
        Route newer = cache.getIfPresent(failed.board());
        if (newer != null && newer.token().epoch().value() >= epochMin && isLive(newer.token())) {
            return CompletableFuture.completedFuture(newer);
        }
        Duration pause = pauseAfter(failure, Math.max(0, failures - 1));
        return await(new Waiter(failed.board(), epochMin, failed.token(), pause, agent.nowNs()), remaining);
    }

    private static Duration pauseAfter(RouteFailure failure, int failuresBefore) {
        return failure == RouteFailure.UNREACHED
                ? Backoff.delay(RETRY_UNREACHED_FIRST, Math.min(failuresBefore, RETRY_UNREACHED_DOUBLINGS_MAX))
                : Backoff.delay(RETRY_FIRST, failuresBefore);
    }

    @Override
    public Following follow(Route route, Runnable onMoved) {
        Followers.Follower follower = followers.add(route, onMoved);
        Route known = cache.getIfPresent(route.board());
        if (known != null && route.token().isFencedBy(known.token())) {
            follower.tell();
        }
        return follower;
    }

    @Override
    public Collection<GameserverAddress> gameservers() {
        return gameservers.live().values().stream()
                .map(lease -> new GameserverAddress(lease.gameserver(), lease.address()))
                .toList();
    }

    @Override
    public void onHint(StoreHints.Hint hint) {
        if (hint instanceof StoreHints.Attached attached) {
            agent.execute(() -> take(attached.board(), attached.token()));
        }
    }

    @Override
    public void onGap() {
        agent.execute(() -> {
            readFollowed();
            readWaitedFor();
        });
    }

    /** How many boards are followed. */
    int followedCount() {
        return followers.boardCount();
    }

    /** How many wait for a route. */
    int waitingCount() {
        return waitingCount;
    }

    /* Many streams lose one gameserver at the same moment, and whoever leads wants to hear of it once. */
    private void suspect(Incarnation gameserver) {
        onUnreached.accept(gameserver);
        long nowNs = agent.nowNs();
        suspectedNs.values().removeIf(sinceNs -> nowNs - sinceNs >= SUSPECTED_AGAIN.toNanos());
        if (suspectedNs.putIfAbsent(gameserver, nowNs) == null) {
            hints.publish(new StoreHints.Suspected(gameserver));
            agent.schedule(LEASES_AFTER_UNREACHED, this::readLeases);
        }
    }

    private void readLeases() {
        if (!agent.isStopped()) {
            gameservers.read();
        }
    }

    private boolean isLive(Token token) {
        return gameservers.live().containsKey(token.holder());
    }

    private CompletionStage<RouteOutcome> await(Waiter waiter, Duration remaining) {
        try {
            waiter.expireBy(agent.timer(remaining, () -> expire(waiter)));
            agent.execute(() -> add(waiter));
        } catch (RejectedExecutionException e) {
            waiter.answer(new RouteOutcome.Unavailable("the orchestrator stops"));
        }
        return waiter.stage();
    }

    private void add(Waiter waiter) {
        if (agent.isStopped()) {
            waiter.answer(new RouteOutcome.Unavailable("the orchestrator stops"));
        } else if (waitingCount >= WAITING_MAX) {
            waiter.answer(new RouteOutcome.Unavailable("too many wait for a route"));
        } else if (!waiter.isAnswered()) {
            waitingCount++;
            if (waiter.hasLostRoute() && !waiting.containsKey(waiter.board())) {
                hints.publish(new StoreHints.Awaited(waiter.board()));
            }
            waiting.computeIfAbsent(waiter.board(), key -> new ArrayList<>(1)).add(waiter);
            if (waiter.hasLostRoute()) {
                agent.schedule(waiter.pause(), () -> readFor(waiter));
            }
            readFor(waiter);
        }
    }

    private void readFor(Waiter waiter) {
        if (!waiter.isAnswered()) {
            toRead.add(waiter.board());
            read();
        }
    }

    private void expire(Waiter waiter) {
        counters.waitsOver.increment();
        waiter.answer(new RouteOutcome.Unavailable("no gameserver holds the board"));
        removeAnswered(waiter.board());
    }

    private void removeAnswered(BoardId board) {
        List<Waiter> some = waiting.get(board);
        if (some == null) {
            return;
        }
        int before = some.size();
        some.removeIf(Waiter::isAnswered);
        waitingCount -= before - some.size();
        if (some.isEmpty()) {
            waiting.remove(board);
            readsAgain = waiting.isEmpty() ? 0 : readsAgain;
        }
    }

    private void readWaitedFor() {
        toRead.addAll(waiting.keySet());
        read();
    }

    private void readFollowed() {
        toRead.addAll(followers.boards());
        read();
    }

    private void readDoubted() {
        if (gameservers.hasRead()) {
            Map<Incarnation, Lease> live = gameservers.live();
            toRead.addAll(followers.boardsAt(holder -> !live.containsKey(holder)));
            read();
        }
    }

    private void read() {
        if (isReading || toRead.isEmpty() || agent.isStopped()) {
            return;
        }
        List<BoardId> some =
                toRead.stream().limit(AttachmentStore.BOARDS_PER_CALL_MAX).toList();
        some.forEach(toRead::remove);
        isReading = true; // for no longer than a doubtful board may wait, since all others wait for this one
        counters.reads.increment();
        agent.askStore(() -> store.tokens(some, doubtedInterval), Unknown::new, outcome -> onRead(some, outcome));
    }

    private void onRead(List<BoardId> boards, AttachmentStore.TokensOutcome outcome) {
        isReading = false;
        if (outcome instanceof AttachmentStore.Tokens known) {
            for (BoardId board : boards) {
                Token token = known.tokens().get(board);
                if (token != null) {
                    take(board, token);
                } else if (!known.unknown().contains(board)) {
                    takeAbsent(board, known.closed().containsKey(board));
                }
            }
            countUnknown(!known.unknown().isEmpty());
        } else {
            countUnknown(true);
        }
        read();
        readAgainLater();
    }

    private void countUnknown(boolean isUnknown) {
        if (isUnknown) {
            counters.storeUnknown.increment();
        }
    }

    private void readAgainLater() {
        if (!waiting.isEmpty() && !isReadDue) {
            isReadDue = true;
            agent.schedule(Backoff.delay(READ_AGAIN, Math.min(readsAgain++, READ_AGAIN_DOUBLINGS_MAX)), () -> {
                isReadDue = false;
                readWaitedFor();
            });
        }
    }

    private void take(BoardId board, Token token) {
        note(board, token);
        followers.tell(board, token); // who is told looks into the cache first
    }

    private void note(BoardId board, Token token) {
        GameserverAddress holder = gameservers.address(token.holder());
        if (holder == null) {
            cache.asMap().computeIfPresent(board, (id, known) -> known.token().isFencedBy(token) ? null : known);
            if (waiting.containsKey(board)) {
                gameservers.read(); // it may have logged in a moment ago
            }
            return;
        }
        Route route = new Route(board, token, holder);
        if (!waiting.containsKey(board) && cache.getIfPresent(board) == null) {
            return; // nobody has asked
        }
        keep(route);
        answer(route);
    }

    private void keep(Route route) {
        cache.asMap().merge(route.board(), route, (known, now) -> now.token().isFencedBy(known.token()) ? known : now);
    }

    private void answer(Route route) {
        List<Waiter> some = waiting.get(route.board());
        if (some == null) {
            return;
        }
        long nowNs = agent.nowNs();
        for (Waiter waiter : List.copyOf(some)) {
            if (waiter.accepts(route.token(), nowNs)) {
                waiter.answer(route);
            }
        }
        removeAnswered(route.board());
    }

    /* A board closes on a tombstone, and never because keys are absent (ATTACH-4): who knows that it was there waits for its
     * holder to write it again.
     */
    private void takeAbsent(BoardId board, boolean isClosed) {
        if (isClosed) {
            cache.invalidate(board);
            followers.tellGone(board);
        }
        List<Waiter> some = waiting.get(board);
        if (some != null) {
            boolean wasThere = cache.getIfPresent(board) != null;
            for (Waiter waiter : List.copyOf(some)) {
                if (isClosed || !(wasThere || waiter.knowsBoard())) {
                    waiter.answer(RouteOutcome.NoSuchBoard.INSTANCE);
                }
            }
            removeAnswered(board);
        }
    }

    @Nullable
    Route cached(BoardId board) {
        return cache.getIfPresent(board);
    }
}
