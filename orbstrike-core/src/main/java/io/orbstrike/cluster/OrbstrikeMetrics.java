package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.host.HostMeters;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a gameserver and its host count, as meters. All names begin with {@code orbstrike.}; no tag carries a board, a
 * player or an address. Reading the meters costs the tick threads nothing.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("exports") // required transitively, Micrometer could not be absent
public final class OrbstrikeMetrics implements MeterBinder {

    private final Gameserver gameserver;

    private OrbstrikeMetrics(Gameserver gameserver) {
        this.gameserver = requireNonNull(gameserver, "gameserver");
    }

    /**
     * The meters of a gameserver, those of its host included.
     *
     * @param gameserver is kept
     * @return to be bound to any number of registries
     */
    public static OrbstrikeMetrics of(Gameserver gameserver) {
        return new OrbstrikeMetrics(gameserver);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        HostMeters.of(gameserver.host()).bindTo(registry);
        bindLobby(registry, gameserver);
        bindStore(registry, gameserver);
    }

    private static void bindLobby(MeterRegistry registry, Gameserver server) {
        GameserverCounters counters = server.counters();
        results(registry, "orbstrike.lobby.creations", "Creations answered", counters.creations);
        results(registry, "orbstrike.lobby.joins", "Joins answered", counters.joins);
        results(registry, "orbstrike.lobby.leaves", "Leaves answered", counters.leaves);
        Gauge.builder("orbstrike.lobby.calls", server, given -> given.agent().callsInFlight())
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
