package io.orbstrike.server;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.host.BoardHost;
import io.orbstrike.server.config.StartException;
import io.orbstrike.server.http.HttpResource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with a gameserver, and the way in which it joins a cluster and leaves it.
 *
 * <p>Thread-safe.
 */
final class GameserverProcess implements AutoCloseable {

    /* With a store that outlives the process, the end is: no new work is wanted, streams end, the gameserver drains, which
     * saves what the last stream left, and only then is anything else closed.
     */

    private static final Logger LOG = LoggerFactory.getLogger(GameserverProcess.class);
    /** The drain's own deadline, and time to save what is left after it. */
    private static final Duration DRAIN_TIME_MAX =
            ClusterOptions.defaults().drainDeadline().plusSeconds(3);

    private static final Duration LOOK_PAUSE = Duration.ofMillis(200);

    private final RoleProcess process;
    private final Gameserver gameserver;

    /**
     * What differs between processes.
     *
     * @param hosting bounds of the gameserver
     * @param times of the cluster
     * @param store where boards are kept; closed by the process
     * @param bind where all ports listen
     * @param httpPort 0 picks a free one
     * @param labels what placement may look at
     * @param pages what is served over HTTP beside health and metrics, by path
     */
    record Settings(
            HostingOptions hosting,
            ClusterTimes times,
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
        process = new RoleProcess(settings.store(), settings.bind());
        try {
            gameserver = gameserver(settings, process.agent());
            process.add(gameserver);
            gameserver.start();
            process.bind(OrbstrikeMetrics.of(gameserver));
            process.listenHttp(settings.httpPort(), () -> gameserver.host().isHealthy(), settings.pages());
            if (settings.store().outlivesProcess()) {
                process.add(this::drain);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What the gameserver lives in. */
    RoleProcess process() {
        return process;
    }

    Gameserver gameserver() {
        return gameserver;
    }

    /**
     * Logs in; blocks until the lease is held.
     *
     * @return false if the process ends meanwhile
     */
    boolean login(String advertised) {
        return process.ending()
                .await(gameserver.login(advertised).thenApply(held -> true))
                .isPresent();
    }

    /**
     * Adopts what is attached to this gameserver; blocks until it has looked through all of it.
     *
     * @return false if the process ends meanwhile
     */
    boolean adoptBoards() {
        while (true) {
            boolean isRead = process.ending().await(gameserver.adoptBoards()).orElse(false);
            if (isRead || process.ending().hasBegun() || process.ending().awaitAtMost(LOOK_PAUSE)) {
                return isRead;
            }
        }
    }

    /** Ends what was started, last first; blocks until that is done. May be called twice. */
    @Override
    public void close() {
        process.close();
    }

    private void drain() throws InterruptedException, ExecutionException {
        try {
            gameserver.drain().toCompletableFuture().get(DRAIN_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("not every board was saved within {} s", DRAIN_TIME_MAX.toSeconds());
        }
    }

    private static Gameserver gameserver(Settings settings, ScheduledThreadPoolExecutor agent) {
        Gameserver.Builder builder = Gameserver.builder()
                .store(settings.store().store())
                .boardTypesFrom(GameserverProcess.class.getClassLoader())
                .host(BoardHost.builder().threads(settings.hosting().threads()))
                .options(settings.hosting().gameserver())
                .cluster(settings.times().cluster())
                .sync(settings.hosting().sync())
                .build(Main.build())
                .executor(agent);
        settings.labels().forEach(builder::label);
        return builder.build();
    }
}
