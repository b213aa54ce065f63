package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardState;
import io.orbstrike.host.HostMetrics;
import io.orbstrike.host.HostMetrics.Durations;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a gameserver and its host count, as meters. All names begin with {@code orbstrike.}; no tag carries a board, a
 * player or an address. Reading the meters costs the tick threads nothing.
 *
 * <p>Thread-safe.
 */
public final class OrbstrikeMetrics implements MeterBinder {

    private final BoardHost host;
    private final @Nullable Gameserver gameserver;

    private OrbstrikeMetrics(BoardHost host, @Nullable Gameserver gameserver) {
        this.host = requireNonNull(host, "host");
        this.gameserver = gameserver;
    }

    /**
     * The meters of a gameserver, those of its host included.
     *
     * @param gameserver is kept
     * @return to be bound to any number of registries
     */
    public static OrbstrikeMetrics of(Gameserver gameserver) {
        return new OrbstrikeMetrics(gameserver.host(), gameserver);
    }

    /**
     * The meters of a host without a gameserver.
     *
     * @param host is kept
     * @return to be bound to any number of registries
     */
    public static OrbstrikeMetrics of(BoardHost host) {
        return new OrbstrikeMetrics(host, null);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindTicks(registry);
        bindBoards(registry);
        bindFrames(registry);
        bindLoops(registry);
        Optional.ofNullable(gameserver).ifPresent(server -> {
            bindLobby(registry, server);
            bindStore(registry, server);
        });
    }

    private void bindTicks(MeterRegistry registry) {
        durations(registry, "orbstrike.tick.duration", "How long steps took", HostMetrics::tickDurations);
        durations(registry, "orbstrike.tick.lateness", "How late steps started", HostMetrics::tickLateness);
        counter(registry, "orbstrike.ticks", "Steps simulated", HostMetrics::ticks);
        counter(registry, "orbstrike.slots.dropped", "Slots of schedules dropped", HostMetrics::slotsDropped);
        counter(registry, "orbstrike.ticks.stuck", "Ticks that the watchdog found stuck", HostMetrics::ticksStuck);
    }

    private void bindBoards(MeterRegistry registry) {
        for (BoardState state : BoardState.values()) {
            Gauge.builder("orbstrike.boards", host, given -> given.metrics().boards(state))
                    .description("Boards hosted, by state")
                    .tag("state", tag(state))
                    .register(registry);
        }
        gauge(registry, "orbstrike.players", "Players on boards", HostMetrics::players);
        gauge(registry, "orbstrike.viewers", "Streams open", HostMetrics::viewers);
        gauge(
                registry,
                "orbstrike.viewers.waiting",
                "Viewers paused until they acknowledge",
                HostMetrics::viewersWaiting);
        counter(registry, "orbstrike.stays.absent", "Stays ended for want of a stream", HostMetrics::staysEndedAbsent);
        counter(registry, "orbstrike.boards.quarantined", "Boards that threw", HostMetrics::boardsQuarantined);
        counter(registry, "orbstrike.boards.saved", "Boards taken from stuck loops", HostMetrics::boardsSaved);
        counter(registry, "orbstrike.boards.balanced", "Boards moved between loops", HostMetrics::boardsBalanced);
    }

    private void bindFrames(MeterRegistry registry) {
        counter(registry, "orbstrike.frames.sent", "Frames written", HostMetrics::framesSent);
        counter(registry, "orbstrike.frames.sent.bytes", "Bytes of frames written", HostMetrics::bytesSent);
        counter(registry, "orbstrike.frames.skipped", "Frames not written to slow viewers", HostMetrics::framesSkipped);
        counter(registry, "orbstrike.keyframes.sent", "Keyframes written", HostMetrics::keyframesSent);
        counter(
                registry,
                "orbstrike.keyframes.encoded",
                "Keyframes of sections encoded",
                HostMetrics::keyframesEncoded);
        counter(registry, "orbstrike.handovers.missed", "Frames a lane had no room for", HostMetrics::handOversMissed);
        counter(registry, "orbstrike.events.dropped", "Private events dropped", HostMetrics::eventsDropped);
        counter(registry, "orbstrike.sinks.failed", "Viewers dropped for failing", HostMetrics::sinkFailures);
        counter(registry, "orbstrike.inputs.dropped", "Inputs overtaken or late", HostMetrics::inputsDropped);
        counter(registry, "orbstrike.inputs.refused", "Event inputs beyond the bound", HostMetrics::inputsRefused);
        counter(registry, "orbstrike.commands.rejected", "Commands answered with busy", HostMetrics::commandsRejected);
    }

    private void bindLoops(MeterRegistry registry) {
        TimeGauge.builder("orbstrike.loop.cycle.max", host, TimeUnit.NANOSECONDS, of(HostMetrics::loopCycleNsMax))
                .description("The longest cycle of any tick loop")
                .register(registry);
        counter(registry, "orbstrike.loop.overruns", "Cycles over the limit", HostMetrics::loopCyclesOverBudget);
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

    private void counter(MeterRegistry registry, String name, String text, ToDoubleFunction<HostMetrics> figure) {
        FunctionCounter.builder(name, host, of(figure)).description(text).register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String text, ToDoubleFunction<HostMetrics> figure) {
        Gauge.builder(name, host, of(figure)).description(text).register(registry);
    }

    private void durations(
            MeterRegistry registry, String name, String text, Function<HostMetrics, Durations> distribution) {
        FunctionTimer.builder(
                        name,
                        host,
                        given -> distribution.apply(given.metrics()).count(),
                        given -> distribution.apply(given.metrics()).totalNs(),
                        TimeUnit.NANOSECONDS)
                .description(text)
                .register(registry);
        quantile(
                registry,
                name + ".p50",
                text,
                metrics -> distribution.apply(metrics).p50Ns());
        quantile(
                registry,
                name + ".p99",
                text,
                metrics -> distribution.apply(metrics).p99Ns());
        quantile(
                registry,
                name + ".p999",
                text,
                metrics -> distribution.apply(metrics).p999Ns());
        quantile(
                registry,
                name + ".max",
                text,
                metrics -> distribution.apply(metrics).maxNs());
    }

    private void quantile(MeterRegistry registry, String name, String text, ToDoubleFunction<HostMetrics> figure) {
        TimeGauge.builder(name, host, TimeUnit.NANOSECONDS, of(figure))
                .description(text + ", since the start")
                .register(registry);
    }

    private static ToDoubleFunction<BoardHost> of(ToDoubleFunction<HostMetrics> figure) {
        return given -> figure.applyAsDouble(given.metrics());
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
