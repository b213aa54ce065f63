package io.orbstrike.cluster.orchestrator;

import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.Lobby.CreateRequest;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Has new boards made by gameservers that have room.
 *
 * <p>Confined to the agent's thread.
 */
public final class BoardPlacing {

    /* The chosen gameserver has the last word. One that has no room, or does not answer in its part of the time, is left out
     * and another one chosen; should the first one have made the board all the same, the second finds it in the store and
     * says that it is not his.
     */

    private static final int TRIES_MAX = 10;

    private final Agent agent;
    private final KnownGameservers gameservers;
    private final HeldBackGameservers heldBack;
    private final Placements placements;
    private final GameserverLinks links;
    private final RouteTable routes;
    private final ReachReports reports;
    private final LobbyCounters counters;
    private final Duration retryAfter;

    /**
     * Has placed nothing yet.
     *
     * @param agent of the orchestrator
     * @param gameservers those that live
     * @param heldBack those that are to get no boards
     * @param placements chooses among them
     * @param links to them
     * @param routes learns where boards are
     * @param reports learns who did not answer
     * @param counters what is counted
     * @param retryAfter when to come again if there is no room
     */
    public BoardPlacing(
            Agent agent,
            KnownGameservers gameservers,
            HeldBackGameservers heldBack,
            Placements placements,
            GameserverLinks links,
            RouteTable routes,
            ReachReports reports,
            LobbyCounters counters,
            Duration retryAfter) {
        this.agent = agent;
        this.gameservers = gameservers;
        this.heldBack = heldBack;
        this.placements = placements;
        this.links = links;
        this.routes = routes;
        this.reports = reports;
        this.counters = counters;
        this.retryAfter = retryAfter;
    }

    /** One creation, and who was asked already. */
    private record Attempt(
            CreateRequest request, Call<CreateOutcome> call, Runnable existing, Set<Incarnation> asked) {}

    /**
     * Has a board made.
     *
     * @param request which
     * @param call gets the answer
     * @param existing goes on if somebody holds the board already
     */
    void place(CreateRequest request, Call<CreateOutcome> call, Runnable existing) {
        place(new Attempt(request, call, existing, new HashSet<>()), null);
    }

    private void place(Attempt attempt, @Nullable CreateOutcome last) {
        Optional<Lease> chosen = attempt.asked().size() == TRIES_MAX ? Optional.empty() : choose(attempt);
        if (chosen.isEmpty()) {
            attempt.call().answer(last == null ? nobody(attempt.request()) : last);
            return;
        }
        Lease target = chosen.get();
        attempt.asked().add(target.gameserver());
        GameserverAddress address = new GameserverAddress(target.gameserver(), target.address());
        Duration part = attempt.call().remaining().dividedBy(2);
        agent.<CreateOutcome>askHost(
                () -> links.link(address).lobby().createBoard(attempt.request(), part),
                outcome -> answered(attempt, address, outcome),
                failure -> RoutedLobby.fail(attempt.call(), failure));
    }

    /* One that has just come back is worse than any other, and better than none. */
    private Optional<Lease> choose(Attempt attempt) {
        long nowNs = agent.nowNs();
        List<Lease> reached = reached();
        List<Lease> free = reached.stream()
                .filter(lease -> !heldBack.isHeldBack(lease.gameserver(), nowNs))
                .toList();
        return placements
                .placeNew(attempt.request(), free, attempt.asked(), nowNs)
                .or(() -> placements.placeNew(attempt.request(), reached, attempt.asked(), nowNs));
    }

    private List<Lease> reached() {
        return gameservers.leases().stream()
                .filter(lease -> !heldBack.isAway(lease.gameserver()))
                .toList();
    }

    private void answered(Attempt attempt, GameserverAddress address, CreateOutcome outcome) {
        if (outcome instanceof Lobby.Created created) {
            counters.placed.increment();
            Token token = new Token(new Epoch(created.board().epoch()), address.gameserver());
            routes.learn(new Route(created.board().id(), token, address));
            attempt.call().answer(outcome);
            return;
        }
        placements.takeBack(address.gameserver());
        if (outcome instanceof Lobby.Unavailable) {
            reports.doubt(address.gameserver());
        }
        if (outcome instanceof Lobby.NotHere) {
            attempt.existing().run();
        } else if (outcome instanceof Lobby.NoRoom || outcome instanceof Lobby.Unavailable) {
            counters.placedAgain.increment();
            place(attempt, outcome);
        } else {
            attempt.call().answer(outcome);
        }
    }

    private CreateOutcome nobody(CreateRequest request) {
        String type = request.type();
        RequiredLabels labels = request.requiredLabels();
        Set<String> known = new TreeSet<>();
        gameservers.leases().forEach(lease -> known.addAll(lease.types().keySet()));
        if (known.isEmpty()) {
            return new Lobby.Unavailable("no gameserver is known to live", retryAfter);
        }
        if (!known.contains(type)) {
            return new Lobby.UnknownType(type, List.copyOf(known));
        }
        counters.noRoom.increment();
        boolean isForAny = gameservers.leases().stream()
                .anyMatch(lease -> lease.types().containsKey(type) && labels.areAmong(lease.labels()));
        boolean isSomebodyAway = reached().size() < gameservers.leases().size();
        String room = isSomebodyAway ? "no gameserver that is reached has room" : "no gameserver has room";
        return new Lobby.NoRoom(isForAny ? room : "no gameserver has what the board requires: " + labels, retryAfter);
    }
}
