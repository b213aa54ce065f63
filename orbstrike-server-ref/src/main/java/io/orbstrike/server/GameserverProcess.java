package io.orbstrike.server;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcMetrics;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import io.orbstrike.server.http.HttpResource;
import io.orbstrike.server.http.HttpServer;
import io.orbstrike.store.ClusterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every process with a gameserver is made of: transport threads, a store, the gameserver, health and metrics over
 * HTTP; and the way in which it joins a cluster and leaves it.
 *
 * <p>Thread-safe.
 */
final class GameserverProcess implements AutoCloseable {

    /* Parts are closed last first. With a store that outlives the process, the end is: no new work is wanted, streams end, the
     * gameserver drains, which saves what the last stream left, and only then is anything else closed.
     */

    private static final Logger LOG = LoggerFactory.getLogger(GameserverProcess.class);
    private static final Duration DRAIN_TIME_MAX = Duration.ofSeconds(25);
    private static final Duration LOOK_PAUSE = Duration.ofMillis(200);

    private final Parts parts = new Parts();
    private final Ending ending = new Ending();
    private final Settings settings;
    private final EventLoops loops;
    private final ScheduledThreadPoolExecutor agent;
    private final Gameserver gameserver;
    private final Readiness readiness;
    private final ProcessMetrics metrics;
    private final HttpServer http;

    /**
     * What differs between processes.
     *
     * @param hosting bounds of the gameserver
     * @param store where boards are kept; closed by the process
     * @param bind where all ports listen
     * @param httpPort 0 picks a free one
     * @param labels what placement may look at
     * @param pages what is served over HTTP beside health and metrics, by path
     */
    record Settings(
            HostingOptions hosting,
            StoreSource.Opened store,
            InetAddress bind,
            int httpPort,
            Map<String, String> labels,
            Map<String, HttpResource> pages) {}

    /**
     * Starts ticking, and serving health and metrics.
     *
     * @throws StartException if the port is in use
     */
    GameserverProcess(Settings settings) {
        this.settings = settings;
        try {
            loops = EventLoops.create(Runtime.getRuntime().availableProcessors());
            parts.add(loops);
            agent = agentThread();
            parts.add(agent::shutdownNow);
            parts.add(settings.store().store());
            gameserver = gameserver(settings, agent);
            parts.add(gameserver);
            gameserver.start();
            readiness = new Readiness(
                    SystemNanoClock.INSTANCE, agent, () -> gameserver.host().isHealthy());
            metrics = new ProcessMetrics();
            parts.add(metrics);
            metrics.bind(OrbstrikeMetrics.of(gameserver));
            settings.store().meters().forEach(metrics::bind);
            http = http(settings, loops, readiness, metrics);
            parts.add(http);
            if (settings.store().outlivesProcess()) {
                parts.add(this::drain);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    EventLoops loops() {
        return loops;
    }

    /** The thread of the control plane. */
    ScheduledThreadPoolExecutor agent() {
        return agent;
    }

    Gameserver gameserver() {
        return gameserver;
    }

    ClusterStore store() {
        return settings.store().store();
    }

    Ending ending() {
        return ending;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return HostPort.of(http.address());
    }

    /** Hands over a part that is closed before those that were handed over earlier. */
    void add(AutoCloseable part) {
        parts.add(part);
    }

    void bind(MeterBinder meters) {
        metrics.bind(meters);
    }

    /**
     * Binds a gRPC server on this process' threads.
     *
     * @param server what it serves
     * @param port 0 picks a free one
     * @throws StartException if the port is in use
     */
    GrpcServer listen(GrpcServer.Builder server, int port) {
        GrpcServer grpc = server.address(new InetSocketAddress(settings.bind(), port))
                .eventLoops(loops)
                .build();
        try {
            grpc.bind();
        } catch (UncheckedIOException e) {
            grpc.close();
            throw cannotListen("--port", settings.bind(), port, e);
        }
        parts.add(grpc);
        metrics.bind(GrpcMetrics.of(grpc));
        return grpc;
    }

    /**
     * Blocks until the store answers.
     *
     * @return false if the process ends meanwhile
     */
    boolean awaitStore() {
        return StoreArrival.await(store(), ending);
    }

    /**
     * Logs in; blocks until the lease is held.
     *
     * @return false if the process ends meanwhile
     */
    boolean login(String advertised) {
        return ending.await(gameserver.login(advertised).thenApply(held -> true))
                .isPresent();
    }

    /**
     * Adopts what is attached to this gameserver; blocks until it has looked through all of it.
     *
     * @return false if the process ends meanwhile
     */
    boolean adoptBoards() {
        while (true) {
            boolean isRead = ending.await(gameserver.adoptBoards()).orElse(false);
            if (isRead || ending.hasBegun() || ending.awaitAtMost(LOOK_PAUSE)) {
                return isRead;
            }
        }
    }

    /** New work is wanted from now on, until the end begins. */
    void serve() {
        parts.add(readiness::draining);
        readiness.serving();
    }

    /** Ends what was started, last first; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        ending.begin();
        parts.close();
    }

    private void drain() throws InterruptedException, ExecutionException {
        try {
            gameserver.drain().toCompletableFuture().get(DRAIN_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("not every board was saved within {} s", DRAIN_TIME_MAX.toSeconds());
        }
    }

    private static ScheduledThreadPoolExecutor agentThread() {
        ScheduledThreadPoolExecutor agent = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "orbstrike-agent");
            thread.setDaemon(true);
            return thread;
        });
        agent.setRemoveOnCancelPolicy(true);
        agent.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return agent;
    }

    private static Gameserver gameserver(Settings settings, ScheduledThreadPoolExecutor agent) {
        Gameserver.Builder builder = Gameserver.builder()
                .store(settings.store().store())
                .boardTypesFrom(GameserverProcess.class.getClassLoader())
                .host(BoardHost.builder().threads(settings.hosting().threads()))
                .options(settings.hosting().gameserver())
                .build(Main.build())
                .executor(agent);
        settings.labels().forEach(builder::label);
        return builder.build();
    }

    private static HttpServer http(Settings settings, EventLoops loops, Readiness readiness, ProcessMetrics metrics) {
        HttpServer.Builder builder = HttpServer.builder()
                .address(new InetSocketAddress(settings.bind(), settings.httpPort()))
                .eventLoops(loops)
                .resource("/livez", readiness::livez)
                .resource("/readyz", readiness::readyz)
                .resource("/metrics", metrics::scrape);
        settings.pages().forEach(builder::resource);
        try {
            return builder.start();
        } catch (IOException e) {
            throw cannotListen("--http-port", settings.bind(), settings.httpPort(), e);
        }
    }

    private static StartException cannotListen(String option, InetAddress bind, int port, Throwable cause) {
        HostPort address = new HostPort(bind.getHostAddress(), port);
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        int said = why.lastIndexOf(": ");
        return new StartException(option + " " + port + ": cannot listen on " + address + ": "
                + (said < 0 ? why : why.substring(said + 2)));
    }
}
