package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A topology that changes: some servers tell who the masters are.
 *
 * <p>Thread-safe.
 *
 * @param <V> what one of them tells; immutable
 */
abstract class WatchedTopology<V> implements Topology {

    private static final System.Logger LOG = System.getLogger(WatchedTopology.class.getName());

    private final List<HostAndPort> seeds;
    private final Dialer dialer;
    private final Executor refresher;
    private final RedisCounters counters;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicBoolean lookIsDue = new AtomicBoolean();
    private volatile @Nullable V view;
    private volatile String trouble = "nobody was asked yet";
    private int turn;

    WatchedTopology(List<HostAndPort> seeds, Dialer dialer, Executor refresher, RedisCounters counters) {
        this.seeds = seeds;
        this.dialer = dialer;
        this.refresher = refresher;
        this.counters = counters;
    }

    /** Asks one server who the masters are; null if it does not know. */
    abstract @Nullable V ask(Connection connection, HostAndPort server);

    abstract CommandArguments question();

    /** Further servers that can tell, according to what was told before. */
    abstract List<HostAndPort> furtherServers(V told);

    /** What is known; asks if nothing is. */
    final V view() throws CallFailure {
        V known = view;
        if (known != null) {
            return known;
        }
        looking.lock();
        try {
            if (view == null) {
                look();
            }
        } finally {
            looking.unlock();
        }
        known = view;
        if (known == null) {
            throw CallFailure.notApplied("no Redis master is known: " + trouble, null);
        }
        return known;
    }

    final @Nullable V viewOrNull() {
        return view;
    }

    /** Replaces what is known by what a redirection told. */
    final void learn(V told) {
        view = told;
    }

    @Override
    public final void suspect(HostAndPort node) {
        if (lookIsDue.compareAndSet(false, true)) {
            try {
                refresher.execute(() -> {
                    lookIsDue.set(false);
                    refresh();
                });
            } catch (RejectedExecutionException e) {
                lookIsDue.set(false);
            }
        }
    }

    @Override
    public final void refresh() {
        if (looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
    }

    /** Begins with another server each time, so that one that is cut off from the rest does not decide for long. */
    private void look() {
        List<HostAndPort> servers = new ArrayList<>();
        V before = view;
        if (before != null) {
            servers.addAll(furtherServers(before));
        }
        for (HostAndPort seed : seeds) {
            if (!servers.contains(seed)) {
                servers.add(seed);
            }
        }
        turn++;
        for (int i = 0; i < servers.size(); i++) {
            V told = askAt(servers.get(Math.floorMod(turn + i, servers.size())));
            if (told != null) {
                if (!told.equals(before)) {
                    counters.topologyChanges.increment();
                    LOG.log(System.Logger.Level.INFO, "Redis masters: {0}", told);
                }
                view = told;
                return;
            }
        }
    }

    private @Nullable V askAt(HostAndPort server) {
        try (Connection connection = dialer.open(server)) {
            V told = ask(connection, server);
            if (told == null) {
                trouble = server + " knows no master";
            }
            return told;
        } catch (JedisException e) {
            trouble = server + ": " + Failures.message(e);
            return null;
        } catch (IllegalStateException | ClassCastException e) {
            trouble = server + " gives no such answer as Redis does: " + e.getMessage();
            return null;
        }
    }
}
