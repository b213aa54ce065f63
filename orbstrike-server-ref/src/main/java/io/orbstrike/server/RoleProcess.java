package io.orbstrike.server;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcMetrics;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.web.HttpFolder;
import io.orbstrike.grpc.web.HttpMetrics;
import io.orbstrike.grpc.web.HttpResource;
import io.orbstrike.grpc.web.HttpServer;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import io.orbstrike.store.ClusterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every server is made of, whatever its role: transport threads, the thread of the control plane, a store, and health
 * and metrics over HTTP.
 *
 * <p>Thread-safe.
 */
final class RoleProcess implements AutoCloseable {

    /* Parts are closed last first. */

    private final Parts parts = new Parts();
    private final Ending ending = new Ending();
    private final StoreSource.Opened store;
    private final InetAddress bind;
    private final EventLoops loops;
    private final ScheduledThreadPoolExecutor agent;
    private final ProcessMetrics metrics = new ProcessMetrics();
    private @Nullable Readiness readiness;
    private @Nullable HttpServer http;

    /**
     * Starts threads; serves nothing yet.
     *
     * @param store closed by the process
     * @param bind where all ports listen
     */
    RoleProcess(StoreSource.Opened store, InetAddress bind) {
        this.store = store;
        this.bind = bind;
        loops = EventLoops.create(Runtime.getRuntime().availableProcessors());
        parts.add(loops);
        agent = newAgent("orbstrike-agent");
        parts.add(agent::shutdownNow);
        parts.add(store.store());
        parts.add(metrics);
        store.meters().forEach(metrics::bind);
    }

    EventLoops loops() {
        return loops;
    }

    /** The thread of the control plane. */
    ScheduledThreadPoolExecutor agent() {
        return agent;
    }

    ClusterStore store() {
        return store.store();
    }

    Ending ending() {
        return ending;
    }

    /** Hands over a part that is closed before those that were handed over earlier. */
    void add(AutoCloseable part) {
        parts.add(part);
    }

    void bind(MeterBinder meters) {
        metrics.bind(meters);
    }

    /**
     * Serves health and metrics, and says that no work is wanted yet.
     *
     * @param port 0 picks a free one
     * @param peers tells who is where
     * @param tickThreads whether they all go on
     * @param pages what is served beside health and metrics, by path
     * @param folders what is served below paths
     * @throws StartException if the port is in use
     */
    void listenHttp(
            int port,
            PeerAddressAuthenticator peers,
            BooleanSupplier tickThreads,
            Map<String, HttpResource> pages,
            Map<String, HttpFolder> folders) {
        Readiness watched = new Readiness(SystemNanoClock.INSTANCE, agent, tickThreads);
        HttpServer.Builder builder = HttpServer.builder()
                .address(new InetSocketAddress(bind, port))
                .eventLoops(loops)
                .peers(peers::nameOfPeer)
                .resource("/livez", watched::livez)
                .resource("/readyz", watched::readyz)
                .resource("/metrics", metrics::scrape);
        pages.forEach(builder::resource);
        folders.forEach(builder::folder);
        try {
            HttpServer started = builder.start();
            parts.add(started);
            metrics.bind(HttpMetrics.of(started));
            http = started;
        } catch (IOException e) {
            throw cannotListen("--http-port", port, e);
        }
        readiness = watched;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return HostPort.of(requireNonNull(http, "listenHttp comes first").address());
    }

    /**
     * Binds a gRPC server on this process' threads, whose figures are those that the process shows: one of several, since
     * meters have the same names.
     *
     * @param server what it serves
     * @param port 0 picks a free one
     * @throws StartException if the port is in use
     */
    GrpcServer listenAndShow(GrpcServer.Builder server, int port) {
        GrpcServer grpc = listen(server, port);
        metrics.bind(GrpcMetrics.of(grpc));
        return grpc;
    }

    /**
     * Binds a gRPC server on this process' threads.
     *
     * @param server what it serves
     * @param port 0 picks a free one
     * @throws StartException if the port is in use
     */
    GrpcServer listen(GrpcServer.Builder server, int port) {
        GrpcServer grpc = server.address(new InetSocketAddress(bind, port))
                .eventLoops(loops)
                .build();
        try {
            grpc.bind();
        } catch (UncheckedIOException e) {
            grpc.close();
            throw cannotListen("--port", port, e);
        }
        parts.add(grpc);
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
     * Blocks until the store answers, and then makes calls to it so that the first ones of players are not slow.
     *
     * @param rehearsal for how long at most, 0 for none
     * @return false if the process ends meanwhile
     */
    boolean awaitStore(Duration rehearsal) {
        if (!awaitStore()) {
            return false;
        }
        int unused = StoreRehearsal.play(store(), rehearsal, ending);
        return !ending.hasBegun();
    }

    /** Lets players in over HTTP, too, by the calls of a gRPC server of this process. */
    void servePlayers(GrpcServer grpc) {
        requireNonNull(http, "listenHttp comes first").serve(grpc.playerCalls());
    }

    /**
     * Answers operators over HTTP, too, by the calls of a gRPC server of this process.
     *
     * @param signer signs for who asks from this machine itself; without one everybody signs for himself
     */
    void serveOperators(GrpcServer grpc, @Nullable ClusterCredentials signer) {
        HttpServer server = requireNonNull(http, "listenHttp comes first");
        if (signer == null) {
            server.serve(grpc.operatorCalls());
        } else {
            server.serveOpenly(grpc.operatorCalls(), signer);
        }
    }

    /** New work is wanted from now on, until the end begins. */
    void serve() {
        Readiness watched = requireNonNull(readiness, "listenHttp comes first");
        parts.add(watched::draining);
        watched.serving();
    }

    /** Ends what was started, last first; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        ending.begin();
        parts.close();
    }

    /** A thread for a control plane; it starts with the first task. */
    static ScheduledThreadPoolExecutor newAgent(String name) {
        ScheduledThreadPoolExecutor agent = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        agent.setRemoveOnCancelPolicy(true);
        agent.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return agent;
    }

    private StartException cannotListen(String option, int port, Throwable cause) {
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
