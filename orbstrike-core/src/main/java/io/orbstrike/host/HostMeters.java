package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.host.HostMetrics.Durations;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Shows a host's {@link HostMetrics} to Micrometer, under names that begin with {@code orbstrike.}. The class needs
 * micrometer-core at run time, and nothing else here does.
 *
 * <p>Immutable.
 */
@SuppressWarnings("exports") // required transitively, Micrometer could not be absent
public final class HostMeters implements MeterBinder {

    private final HostMetrics metrics;

    private HostMeters(HostMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Shows the figures of a host.
     *
     * @param host whose
     * @return a binder, to be bound to any number of registries
     */
    public static HostMeters of(BoardHost host) {
        return new HostMeters(requireNonNull(host, "host").metrics());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        durations(registry, "orbstrike.tick.duration", "How long steps took", metrics::tickDurations);
        durations(
                registry, "orbstrike.tick.lateness", "How long after their slots steps started", metrics::tickLateness);
        durations(registry, "orbstrike.snapshot.capture", "How long captures took", metrics::snapshotCaptures);
        durations(registry, "orbstrike.board.freeze", "How long boards stood frozen", metrics::freezes);
        counter(registry, "orbstrike.snapshot.bytes", "Bytes captured in snapshots", HostMetrics::snapshotBytes);
        gauge(registry, "orbstrike.snapshot.bytes.max", "The largest snapshot", HostMetrics::snapshotBytesMax);
        counter(registry, "orbstrike.ticks", "Steps simulated", HostMetrics::ticks);
        counter(registry, "orbstrike.slots.dropped", "Slots of schedules that were dropped", HostMetrics::slotsDropped);
        for (BoardState state : BoardState.values()) {
            if (state != BoardState.CLOSED) {
                Gauge.builder("orbstrike.boards", metrics, from -> from.boards(state))
                        .tags(Tags.of("state", state.name().toLowerCase(Locale.ROOT)))
                        .description("Boards hosted")
                        .register(registry);
            }
        }
        gauge(registry, "orbstrike.players", "Players on boards", HostMetrics::players);
        gauge(registry, "orbstrike.viewers", "Open streams", HostMetrics::viewers);
        gauge(registry, "orbstrike.viewers.waiting", "Viewers too far behind", HostMetrics::viewersWaiting);
        counter(registry, "orbstrike.frames.sent", "Frames written", HostMetrics::framesSent);
        counter(registry, "orbstrike.frames.bytes", "Bytes of frames written", HostMetrics::bytesSent);
        counter(registry, "orbstrike.frames.skipped", "Frames not written to slow viewers", HostMetrics::framesSkipped);
        counter(registry, "orbstrike.keyframes.sent", "Frames written that were keyframes", HostMetrics::keyframesSent);
        counter(
                registry,
                "orbstrike.keyframes.encoded",
                "Keyframes of sections encoded",
                HostMetrics::keyframesEncoded);
        counter(
                registry,
                "orbstrike.lane.inbox.overflow",
                "Frames a lane had no room for",
                HostMetrics::handOversMissed);
        counter(registry, "orbstrike.commands.rejected", "Commands answered with Busy", HostMetrics::commandsRejected);
        counter(registry, "orbstrike.inputs.dropped", "Inputs that came too late", HostMetrics::inputsDropped);
        counter(registry, "orbstrike.inputs.refused", "Event inputs there was no room for", HostMetrics::inputsRefused);
        counter(
                registry,
                "orbstrike.events.dropped",
                "Private events that did not reach their player",
                HostMetrics::eventsDropped);
        counter(registry, "orbstrike.stays.absent", "Players who stayed away too long", HostMetrics::staysEndedAbsent);
        counter(registry, "orbstrike.boards.quarantined", "Boards that threw", HostMetrics::boardsQuarantined);
        counter(registry, "orbstrike.sinks.failed", "Viewers whose sink threw", HostMetrics::sinkFailures);
        counter(registry, "orbstrike.viewers.dropped", "Viewers whose lane ended", HostMetrics::viewersDropped);
        counter(registry, "orbstrike.ticks.stuck", "Ticks the watchdog found stuck", HostMetrics::ticksStuck);
        counter(registry, "orbstrike.boards.saved", "Boards taken from stuck loops", HostMetrics::boardsSaved);
        counter(registry, "orbstrike.boards.balanced", "Boards moved between loops", HostMetrics::boardsBalanced);
        counter(registry, "orbstrike.loop.cycles.over", "Cycles over their budget", HostMetrics::loopCyclesOverBudget);
        TimeGauge.builder("orbstrike.loop.cycle.max", metrics, TimeUnit.NANOSECONDS, HostMetrics::loopCycleNsMax)
                .description("The longest cycle of a loop")
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<HostMetrics> figure) {
        FunctionCounter.builder(name, metrics, figure).description(description).register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<HostMetrics> figure) {
        Gauge.builder(name, metrics, figure).description(description).register(registry);
    }

    private void durations(MeterRegistry registry, String name, String description, Supplier<Durations> source) {
        FunctionTimer.builder(
                        name,
                        metrics,
                        from -> source.get().count(),
                        from -> source.get().totalNs(),
                        TimeUnit.NANOSECONDS)
                .description(description)
                .register(registry);
        percentile(registry, name, "0.5", source, Durations::p50Ns);
        percentile(registry, name, "0.99", source, Durations::p99Ns);
        percentile(registry, name, "0.999", source, Durations::p999Ns);
        percentile(registry, name, "1", source, Durations::maxNs);
    }

    private void percentile(
            MeterRegistry registry,
            String name,
            String share,
            Supplier<Durations> source,
            ToDoubleFunction<Durations> figure) {
        TimeGauge.builder(
                        name + ".percentile", metrics, TimeUnit.NANOSECONDS, from -> figure.applyAsDouble(source.get()))
                .tags(Tags.of("phi", share))
                .description("Since the start, to within an eighth")
                .register(registry);
    }
}
