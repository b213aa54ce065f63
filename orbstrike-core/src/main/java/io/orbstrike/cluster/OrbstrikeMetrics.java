package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.cluster.leader.OrchestratorCounters;
import io.orbstrike.cluster.orchestrator.HeldBackGameservers;
import io.orbstrike.cluster.orchestrator.LobbyCounters;
import io.orbstrike.cluster.orchestrator.RouteCounters;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.host.HostMeters;
import io.orbstrike.sync.SyncMeters;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What a gameserver with its host, or an orchestrator, counts, as meters. All names begin with {@code orbstrike.}; no tag carries a board, a
 * player or an address. Reading the meters costs the tick threads nothing.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("exports") // required transitively, Micrometer could not be absent
public final class OrbstrikeMetrics implements MeterBinder {

    private final Consumer<MeterRegistry> binding;

    private OrbstrikeMetrics(Consumer<MeterRegistry> binding) {
        this.binding = binding;
    }

    /**
     * The meters of a gameserver, those of its host included.
     *
     * @param gameserver is kept
     * @return to be bound to any number of registries
     */
    public static OrbstrikeMetrics of(Gameserver gameserver) {
        requireNonNull(gameserver, "gameserver");
        return new OrbstrikeMetrics(registry -> {
            HostMeters.of(gameserver.host()).bindTo(registry);
            SyncMeters.of(gameserver.sync()).bindTo(registry);
            bindLobby(registry, gameserver);
            bindStore(registry, gameserver);
            bindLease(registry, gameserver);
        });
    }

    /**
     * The meters of an orchestrator.
     *
     * @param orchestrator is kept
     * @return to be bound to any number of registries
     */
    public static OrbstrikeMetrics of(Orchestrator orchestrator) {
        requireNonNull(orchestrator, "orchestrator");
        return new OrbstrikeMetrics(registry -> bindOrchestrator(registry, orchestrator));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        binding.accept(registry);
    }

    private static void bindLobby(MeterRegistry registry, Gameserver server) {
        GameserverCounters counters = server.counters();
        results(registry, "orbstrike.lobby.creations", "Creations answered", counters.creations);
        results(registry, "orbstrike.lobby.joins", "Joins answered", counters.joins);
        results(registry, "orbstrike.lobby.leaves", "Leaves answered", counters.leaves);
        Gauge.builder("orbstrike.lobby.calls", server, given -> given.calls().callsInFlight())
                .description("Calls that wait for their answer")
                .register(registry);
        Gauge.builder(
                        "orbstrike.gameserver.boards",
                        server,
                        given -> given.boards().size())
                .description("Boards, until the store knows of their end")
                .register(registry);
        adder(registry, "orbstrike.agent.failures", "Tasks of the control plane that failed", counters.agentFailures);
    }

    private static void bindStore(MeterRegistry registry, Gameserver server) {
        GameserverCounters counters = server.counters();
        perCall(registry, "orbstrike.store.unknown", "Calls with unknown outcome", counters.storeUnknown);
        perCall(registry, "orbstrike.store.unapplied", "Calls known not applied", counters.storeNotApplied);
        adder(registry, "orbstrike.store.fenced", "Boards found attached elsewhere", counters.storeFenced);
        adder(registry, "orbstrike.store.behind", "Calls that found the store behind", counters.storeBehind);
        adder(registry, "orbstrike.roster.repairs", "Passes over rosters in doubt", counters.repairs);
        adder(
                registry,
                "orbstrike.unacknowledged.ended",
                "Boards and joins ended that nobody was told of",
                counters.unacknowledgedEnded);
    }

    private static void bindLease(MeterRegistry registry, Gameserver server) {
        GameserverCounters counters = server.counters();
        Gauge.builder("orbstrike.lease.confirmed", server, given -> given.isConfirmed() ? 1 : 0)
                .description("1 while the lease is held beyond doubt")
                .register(registry);
        adder(registry, "orbstrike.lease.taken", "Leases taken, again after they had ended", counters.leasesTaken);
        adder(registry, "orbstrike.lease.doubts", "Times that the lease came into doubt", counters.leasesInDoubt);
        adder(registry, "orbstrike.boards.adopted", "Boards adopted", counters.boardsAdopted);
        adder(registry, "orbstrike.boards.unreadable", "Boards that cannot be recovered", counters.boardsUnreadable);
        adder(registry, "orbstrike.boards.poisonous", "Boards whose holders died too often", counters.boardsPoisonous);
        adder(
                registry,
                "orbstrike.boards.cleared",
                "Boards whose holders' deaths were forgotten",
                counters.boardsCleared);
        adder(registry, "orbstrike.adoptions.paused", "Times that adoption was slowed", counters.adoptionPauses);
        adder(registry, "orbstrike.boards.asserted", "Boards written again", counters.boardsAsserted);
        adder(registry, "orbstrike.boards.declined", "Boards given back for want of room", counters.boardsDeclined);
        adder(registry, "orbstrike.boards.yielded", "Boards stopped for their next holder", counters.boardsYielded);
        adder(
                registry,
                "orbstrike.boards.continued",
                "Boards adopted as their holders had them",
                counters.boardsContinued);
        adder(
                registry,
                "orbstrike.adoptions.unanswered",
                "Previous holders that did not answer",
                counters.holdersSilent);
        counters.handovers.forEach(
                (result, count) -> FunctionCounter.builder("orbstrike.boards.handovers", count, LongAdder::sum)
                        .description("Handovers to other gameservers, by how they ended")
                        .tag("result", tag(result))
                        .register(registry));
    }

    private static void bindOrchestrator(MeterRegistry registry, Orchestrator orchestrator) {
        OrchestratorCounters counters = orchestrator.counters();
        Gauge.builder("orbstrike.leader", orchestrator, given -> given.term().isPresent() ? 1 : 0)
                .description("1 while this process leads")
                .register(registry);
        adder(registry, "orbstrike.elections", "Elections won", counters.elections);
        adder(registry, "orbstrike.leaderships.lost", "Leaderships lost", counters.leadershipsLost);
        adder(registry, "orbstrike.failovers", "Boards attached anew", counters.boardsAttached);
        adder(
                registry,
                "orbstrike.failovers.overtaken",
                "Attaches that another was before",
                counters.attachesOvertaken);
        adder(
                registry,
                "orbstrike.failovers.waiting",
                "Times that no gameserver could take a board",
                counters.boardsWithoutTarget);
        adder(registry, "orbstrike.handovers.ordered", "Boards handed over by order of the leader", counters.handovers);
        adder(registry, "orbstrike.handovers.refused", "Handovers refused or of unknown end", counters.handoversFailed);
        adder(
                registry,
                "orbstrike.handovers.waiting",
                "Times that nobody could take a board that was to be handed over",
                counters.handoversWithoutTarget);
        adder(registry, "orbstrike.rebalanced", "Boards moved to balance load", counters.boardsRebalanced);
        adder(registry, "orbstrike.gameservers.forgotten", "Ended leases forgotten", counters.gameserversForgotten);
        bindFailoverRules(registry, counters);
        adder(registry, "orbstrike.orchestrator.store.unknown", "Calls with unknown outcome", counters.storeUnknown);
        adder(registry, "orbstrike.orchestrator.store.unapplied", "Calls known not applied", counters.storeNotApplied);
        adder(
                registry,
                "orbstrike.orchestrator.failures",
                "Tasks of the control plane that failed",
                counters.agentFailures);
        bindRouting(registry, orchestrator);
    }

    private static void bindRouting(MeterRegistry registry, Orchestrator orchestrator) {
        RouteCounters routes = orchestrator.routeCounters();
        adder(registry, "orbstrike.routes.hits", "Routes found in the cache", routes.hits);
        adder(registry, "orbstrike.routes.misses", "Routes that had to be waited for", routes.misses);
        adder(registry, "orbstrike.routes.reads", "Calls that read tokens", routes.reads);
        adder(registry, "orbstrike.routes.unknown", "Reads of tokens without an answer", routes.storeUnknown);
        adder(registry, "orbstrike.routes.waits.over", "Waits for a route in vain", routes.waitsOver);
        for (RouteFailure failure : RouteFailure.values()) {
            FunctionCounter.builder("orbstrike.routes.failed", routes.failed(failure), LongAdder::sum)
                    .description("Routes that did not serve")
                    .tag("reason", tag(failure))
                    .register(registry);
        }
        LobbyCounters lobby = orchestrator.lobbyCounters();
        adder(registry, "orbstrike.placements", "Boards placed on a gameserver", lobby.placed);
        adder(registry, "orbstrike.placements.again", "Placements tried again elsewhere", lobby.placedAgain);
        adder(registry, "orbstrike.placements.noroom", "Creations without room anywhere", lobby.noRoom);
        adder(registry, "orbstrike.lobby.again", "Calls that a gameserver was asked again", lobby.askedAgain);
        Gauge.builder(
                        "orbstrike.gameservers.desired",
                        orchestrator,
                        given -> given.scale().desired())
                .description("Gameservers that there should be")
                .register(registry);
        Gauge.builder(
                        "orbstrike.gameservers.live",
                        orchestrator,
                        given -> given.scale().live())
                .description("Gameservers that live and do not drain")
                .register(registry);
        Gauge.builder("orbstrike.gameservers.unreached", orchestrator.heldBack(), HeldBackGameservers::unreachedCount)
                .description("Gameservers that get no boards, since most orchestrators did not reach them")
                .register(registry);
        Gauge.builder("orbstrike.orchestrator.calls", orchestrator.calls(), LobbyCalls::callsInFlight)
                .description("Calls of the orchestrator's lobby that wait")
                .register(registry);
    }

    private static void bindFailoverRules(MeterRegistry registry, OrchestratorCounters counters) {
        adder(registry, "orbstrike.failovers.deaths", "Boards attached since their holder died", counters.holderDeaths);
        adder(registry, "orbstrike.failovers.brakes", "Times that nothing was moved for a while", counters.brakes);
        adder(registry, "orbstrike.failovers.cold", "Times that boards waited for first logins", counters.coldStarts);
        adder(registry, "orbstrike.gameservers.probes", "Suspected gameservers asked", counters.probes);
        adder(
                registry,
                "orbstrike.gameservers.ended",
                "Leases ended early, their processes gone",
                counters.gameserversEndedEarly);
        adder(
                registry,
                "orbstrike.gameservers.spared",
                "Times that no lease was ended early, since enough were",
                counters.earlyEndsHeldBack);
    }

    private static void results(MeterRegistry registry, String name, String text, GameserverCounters.Counts counts) {
        counts.perResult()
                .forEach((result, count) -> FunctionCounter.builder(name, count, LongAdder::sum)
                        .description(text)
                        .tag("result", tag(result))
                        .register(registry));
    }

    private static <K extends Enum<K>> void perCall(
            MeterRegistry registry, String name, String text, Map<K, LongAdder> counts) {
        counts.forEach((call, count) -> FunctionCounter.builder(name, count, LongAdder::sum)
                .description(text)
                .tag("call", tag(call))
                .register(registry));
    }

    private static void adder(MeterRegistry registry, String name, String text, LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum).description(text).register(registry);
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
