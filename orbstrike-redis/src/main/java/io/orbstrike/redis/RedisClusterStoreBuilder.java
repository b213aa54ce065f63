package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.redis.IoLane.Purpose;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link RedisClusterStore}. Each setting has a default.
 *
 * <p>Confined to one thread.
 */
public final class RedisClusterStoreBuilder {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final int THREADS_MAX = 64;
    private static final int REPLICAS_MAX = 16;
    private static final int QUEUE_MAX = 8_192;
    private static final int LEASE_THREADS = 2;
    private static final int ATTACHMENT_THREADS = 2;
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

    private final RedisUri uri;
    private Optional<String> user;
    private Optional<String> password;
    private Optional<String> sentinelUser = Optional.empty();
    private Optional<String> sentinelPassword = Optional.empty();
    private @Nullable SSLContext sslContext;
    private String keyPrefix = "orbstrike";
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofSeconds(2);
    private Duration topologyRefresh = Duration.ofSeconds(1);
    private int ioThreads = 4;
    private int saveThreads = 2;
    private int waitReplicas;
    private Duration waitTimeout = Duration.ofMillis(500);
    private boolean degradeWait;
    private NanoClock clock = SystemNanoClock.INSTANCE;
    private ThreadFactory threadFactory = RedisClusterStoreBuilder::daemon;

    RedisClusterStoreBuilder(RedisUri uri) {
        this.uri = uri;
        this.user = uri.user();
        this.password = uri.password();
    }

    /**
     * Who logs in, in place of what the URI says.
     *
     * @param newUser his name, empty for Redis's default user
     * @param newPassword his password
     * @return this
     */
    public RedisClusterStoreBuilder credentials(String newUser, String newPassword) {
        this.user = newUser.isEmpty() ? Optional.empty() : Optional.of(newUser);
        this.password = Optional.of(newPassword);
        return this;
    }

    /**
     * Who logs in at sentinels; nobody by default.
     *
     * @param newUser his name, empty for the default user
     * @param newPassword his password
     * @return this
     */
    public RedisClusterStoreBuilder sentinelCredentials(String newUser, String newPassword) {
        this.sentinelUser = newUser.isEmpty() ? Optional.empty() : Optional.of(newUser);
        this.sentinelPassword = Optional.of(newPassword);
        return this;
    }

    /**
     * What TLS trusts, and with which certificate it shows itself; the JVM's default otherwise. Names of servers are
     * checked in any case.
     *
     * @param context used if the URI asks for TLS
     * @return this
     */
    public RedisClusterStoreBuilder sslContext(SSLContext context) {
        this.sslContext = requireNonNull(context, "context");
        return this;
    }

    /**
     * What all keys begin with, so that several clusters share a database; {@code orbstrike} by default.
     *
     * @param prefix 1 to 64 letters, digits and {@code _ . : -}
     * @return this
     */
    public RedisClusterStoreBuilder keyPrefix(String prefix) {
        this.keyPrefix = requireNonNull(prefix, "prefix");
        return this;
    }

    /**
     * How long a connection may take to open; 1 s by default.
     *
     * @param time 10 ms to 1 min
     * @return this
     */
    public RedisClusterStoreBuilder connectTimeout(Duration time) {
        this.connectTimeout = requireNonNull(time, "time");
        return this;
    }

    /**
     * How long an answer may take, unless a call has less time left; 2 s by default.
     *
     * @param time 10 ms to 1 min
     * @return this
     */
    public RedisClusterStoreBuilder timeout(Duration time) {
        this.timeout = requireNonNull(time, "time");
        return this;
    }

    /**
     * How often it is looked who the masters are, where that can change; 1 s by default. It is also looked when one
     * cannot be reached.
     *
     * @param interval 10 ms to 1 min
     * @return this
     */
    public RedisClusterStoreBuilder topologyRefresh(Duration interval) {
        this.topologyRefresh = requireNonNull(interval, "interval");
        return this;
    }

    /**
     * How many threads make calls for boards and rosters; 4 by default.
     *
     * @param count 1 to 64
     * @return this
     */
    public RedisClusterStoreBuilder ioThreads(int count) {
        this.ioThreads = count;
        return this;
    }

    /**
     * How many threads save; 2 by default.
     *
     * @param count 1 to 64
     * @return this
     */
    public RedisClusterStoreBuilder saveThreads(int count) {
        this.saveThreads = count;
        return this;
    }

    /**
     * How many replicas must have a write before it is acknowledged; 0 by default. A write that fewer have is unknown.
     * Leases are not waited for.
     *
     * @param count 0 to 16
     * @param time how long they are waited for, 10 ms to 1 min
     * @return this
     */
    public RedisClusterStoreBuilder waitForReplicas(int count, Duration time) {
        this.waitReplicas = count;
        this.waitTimeout = requireNonNull(time, "time");
        return this;
    }

    /**
     * Acknowledges writes that fewer replicas have than asked for, counts them, and logs a warning once a minute.
     *
     * @return this
     */
    public RedisClusterStoreBuilder degradeWait() {
        this.degradeWait = true;
        return this;
    }

    /**
     * The monotonic clock that deadlines are counted on; the system's by default.
     *
     * @param newClock any
     * @return this
     */
    public RedisClusterStoreBuilder clock(NanoClock newClock) {
        this.clock = requireNonNull(newClock, "newClock");
        return this;
    }

    /**
     * Where the store's threads come from; daemon threads by default.
     *
     * @param factory makes threads that are not started; the store names them
     * @return this
     */
    public RedisClusterStoreBuilder threadFactory(ThreadFactory factory) {
        this.threadFactory = requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Starts the store's threads. Does not block: the database is not looked for yet.
     *
     * @return a store, to be closed by the caller
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public RedisClusterStore build() {
        if (!PREFIX.matcher(keyPrefix).matches()) {
            throw new IllegalArgumentException(
                    "keyPrefix '" + keyPrefix + "': must be 1 to 64 letters, digits and _ . : -");
        }
        requireTime("connectTimeout", connectTimeout);
        requireTime("timeout", timeout);
        requireTime("topologyRefresh", topologyRefresh);
        requireTime("waitTimeout", waitTimeout);
        requireCount("ioThreads", ioThreads, 1, THREADS_MAX);
        requireCount("saveThreads", saveThreads, 1, THREADS_MAX);
        requireCount("waitReplicas", waitReplicas, 0, REPLICAS_MAX);
        RedisCounters counters = new RedisCounters();
        ScheduledThreadPoolExecutor timer = scheduler("orbstrike-redis-timer");
        ScheduledThreadPoolExecutor topologyWatch = scheduler("orbstrike-redis-topology");
        Dialer dialer = dialer(user, password, uri.database(), timeout);
        Topology topology = topology(topologyWatch, counters);
        ExchangeRules rules = new ExchangeRules(
                topology,
                new StoreKeys(keyPrefix, uri.database()),
                clock,
                counters,
                (int) timeout.toMillis(),
                waitReplicas,
                (int) waitTimeout.toMillis(),
                new WaitShortage(degradeWait, clock));
        RedisIo io = RedisIo.start(
                rules,
                dialer,
                Map.of(
                        Purpose.LEASES,
                        LEASE_THREADS,
                        Purpose.ATTACHMENTS,
                        ATTACHMENT_THREADS,
                        Purpose.BOARDS,
                        ioThreads,
                        Purpose.SAVES,
                        saveThreads),
                QUEUE_MAX,
                threadFactory,
                timer);
        if (uri.kind() != RedisUri.Kind.STANDALONE) {
            long refreshMs = topologyRefresh.toMillis();
            Future<?> unused = topologyWatch.scheduleWithFixedDelay(
                    topology::refresh, refreshMs, refreshMs, TimeUnit.MILLISECONDS);
        }
        RedisHints hints = new RedisHints(
                io,
                counters,
                dialer(user, password, uri.database(), timeout.multipliedBy(2)),
                threadFactory,
                timer,
                timeout.dividedBy(2).toMillis());
        StartChecks.run(io, uri.kind());
        return new RedisClusterStore(io, counters, hints, topologyWatch, uri.toString());
    }

    private Topology topology(ScheduledThreadPoolExecutor topologyWatch, RedisCounters counters) {
        return switch (uri.kind()) {
            case STANDALONE -> new StandaloneTopology(uri.nodes().get(0));
            case SENTINEL ->
                new SentinelTopology(
                        uri, dialer(sentinelUser, sentinelPassword, 0, connectTimeout), topologyWatch, counters);
            case CLUSTER ->
                new ClusterTopology(uri, dialer(user, password, 0, connectTimeout), topologyWatch, counters);
        };
    }

    private Dialer dialer(Optional<String> login, Optional<String> secret, int database, Duration readTimeout) {
        return new Dialer(login, secret, database, uri.tls() ? tls() : null, connectTimeout, readTimeout);
    }

    private SSLContext tls() {
        if (sslContext != null) {
            return sslContext;
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no default for TLS: give an sslContext", e);
        }
    }

    private ScheduledThreadPoolExecutor scheduler(String name) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = threadFactory.newThread(work);
            thread.setName(name);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private static void requireTime(String name, Duration value) {
        if (value.compareTo(TIMEOUT_MIN) < 0 || value.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": must be " + TIMEOUT_MIN + " to " + TIMEOUT_MAX);
        }
    }

    private static void requireCount(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }
}
