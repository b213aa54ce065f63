package io.orbstrike.sync;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Shows a sync's {@link SyncMetrics} to Micrometer, under names that begin with {@code orbstrike.sync.}. The class needs
 * micrometer-core at run time, and nothing else here does.
 *
 * <p>Immutable.
 */
@SuppressWarnings("exports") // required transitively, Micrometer could not be absent
public final class SyncMeters implements MeterBinder {

    private final SyncMetrics metrics;

    private SyncMeters(SyncMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Shows the figures of a sync.
     *
     * @param sync whose
     * @return a binder, to be bound to any number of registries
     */
    public static SyncMeters of(BoardSync sync) {
        return new SyncMeters(requireNonNull(sync, "sync").metrics());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (SyncMetrics.Result result : SyncMetrics.Result.values()) {
            FunctionCounter.builder("orbstrike.sync.saves", metrics, from -> from.saves(result))
                    .description("Saves of boards")
                    .tag("result", result.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        FunctionTimer.builder(
                        "orbstrike.sync.batches",
                        metrics,
                        SyncMetrics::batches,
                        SyncMetrics::batchNs,
                        TimeUnit.NANOSECONDS)
                .description("Calls of the store, and how long they took")
                .register(registry);
        time(registry, "orbstrike.sync.batches.max", "The slowest call of the store", SyncMetrics::batchNsMax);
        time(
                registry,
                "orbstrike.sync.lag",
                "Age of the oldest state that the store has of a board that has changed",
                from -> from.lag().toNanos());
        counter(registry, "orbstrike.sync.bytes", "Bytes of states given to the store", SyncMetrics::bytes);
        counter(registry, "orbstrike.sync.stretched", "Captures that came late", SyncMetrics::stretched);
        counter(registry, "orbstrike.sync.retries", "Captures after a save that failed", SyncMetrics::retries);
        counter(registry, "orbstrike.sync.captures.failed", "Captures without a state", SyncMetrics::captureFailures);
        counter(registry, "orbstrike.sync.failures", "Calls of boards that threw", SyncMetrics::failures);
        gauge(registry, "orbstrike.sync.boards", "Boards that are synced", SyncMetrics::boards);
        gauge(
                registry,
                "orbstrike.sync.boards.lagging",
                "Boards more than two intervals behind",
                SyncMetrics::boardsLagging);
        gauge(registry, "orbstrike.sync.batches.inflight", "Calls under way", SyncMetrics::batchesInFlight);
        gauge(registry, "orbstrike.sync.bytes.inflight", "Bytes of states under way", SyncMetrics::bytesInFlight);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<SyncMetrics> figure) {
        FunctionCounter.builder(name, metrics, figure).description(description).register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<SyncMetrics> figure) {
        Gauge.builder(name, metrics, figure).description(description).register(registry);
    }

    private void time(MeterRegistry registry, String name, String description, ToDoubleFunction<SyncMetrics> figureNs) {
        TimeGauge.builder(name, metrics, TimeUnit.NANOSECONDS, figureNs)
                .description(description)
                .register(registry);
    }
}
