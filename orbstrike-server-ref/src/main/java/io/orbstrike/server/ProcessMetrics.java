package io.orbstrike.server;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orbstrike.grpc.web.HttpReply;
import java.nio.charset.StandardCharsets;

/**
 * The metrics of this process and its JVM, as Prometheus reads them.
 *
 * <p>Thread-safe.
 */
final class ProcessMetrics implements AutoCloseable {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    ProcessMetrics() {
        bind(collections);
        bind(new JvmMemoryMetrics());
        bind(new JvmThreadMetrics());
        bind(new ProcessorMetrics());
        bind(new FileDescriptorMetrics());
    }

    void bind(MeterBinder meters) {
        meters.bindTo(registry);
    }

    HttpReply scrape() {
        return HttpReply.bytes(CONTENT_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
