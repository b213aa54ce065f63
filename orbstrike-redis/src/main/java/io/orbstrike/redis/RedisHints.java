package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.StoreHints;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hints by Redis's PUBLISH and SUBSCRIBE. One thread listens once somebody subscribed, and begins anew when its
 * connection breaks; listeners then learn of the gap.
 *
 * <p>Thread-safe.
 */
final class RedisHints implements StoreHints {

    private static final System.Logger LOG = System.getLogger(RedisClusterStore.class.getName());
    private static final Duration PUBLISH_TIME = Duration.ofSeconds(1);
    static final int UNSENT_MAX = 4_096;
    private static final int SENT_AT_ONCE_MAX = 256;
    private static final long RETRY_MS = 250;

    private final RedisIo io;
    private final RedisCounters counters;
    private final Dialer dialer;
    private final ThreadFactory threadFactory;
    private final ScheduledExecutorService timer;
    private final long pingIntervalMs;
    private final BlockingQueue<byte[]> unsent = new ArrayBlockingQueue<>(UNSENT_MAX);
    private final AtomicBoolean sending = new AtomicBoolean();
    private final CopyOnWriteArrayList<Listening> listening = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lifecycle = new ReentrantLock();
    private @Nullable Thread thread;
    private @Nullable Future<?> pinging;
    private volatile @Nullable HintConnection connection;

    /**
     * Creates hints that nobody listens to yet.
     *
     * @param dialer with a read timeout above twice the interval of pings
     */
    RedisHints(
            RedisIo io,
            RedisCounters counters,
            Dialer dialer,
            ThreadFactory threadFactory,
            ScheduledExecutorService timer,
            long pingIntervalMs) {
        this.io = io;
        this.counters = counters;
        this.dialer = dialer;
        this.threadFactory = threadFactory;
        this.timer = timer;
        this.pingIntervalMs = pingIntervalMs;
    }

    @Override
    public void publish(Hint hint) {
        byte[] message = HintCodec.encoded(hint);
        while (!unsent.offer(message)) {
            if (unsent.poll() != null) { // the oldest is worth least
                counters.hintsDropped.increment();
            }
        }
        sendNext();
    }

    /** Sends what has gathered since the last call, unless one is under way: then that goes on with it. */
    private void sendNext() {
        while (!unsent.isEmpty() && sending.compareAndSet(false, true)) {
            List<byte[]> messages = new ArrayList<>();
            unsent.drainTo(messages, SENT_AT_ONCE_MAX);
            if (messages.isEmpty()) {
                sending.set(false);
            } else {
                send(messages);
            }
        }
    }

    private void send(List<byte[]> messages) {
        List<CommandArguments> commands = messages.stream()
                .map(message -> new CommandArguments(Protocol.Command.PUBLISH)
                        .add(io.keys().hintChannel())
                        .add(message))
                .toList();
        io.read(Purpose.HINTS, PUBLISH_TIME, cause -> false, exchange -> {
                    exchange.answersOf(exchange.topology().masterOf(io.keys().hintChannel()), commands);
                    return true;
                })
                .thenAccept(sent -> {
                    if (!sent) {
                        counters.hintsDropped.add(messages.size());
                    }
                    sending.set(false);
                    sendNext();
                });
    }

    @Override
    public Subscription subscribe(Listener listener) {
        Listening added = new Listening(requireNonNull(listener, "listener"));
        lifecycle.lock();
        try {
            listening.add(added);
            if (thread == null && closed.getCount() > 0) {
                Thread reader = threadFactory.newThread(this::listen);
                reader.setName("orbstrike-redis-hints");
                thread = reader;
                reader.start();
                pinging =
                        timer.scheduleWithFixedDelay(this::ping, pingIntervalMs, pingIntervalMs, TimeUnit.MILLISECONDS);
            }
        } finally {
            lifecycle.unlock();
        }
        if (connection != null) {
            added.gap();
        }
        return added;
    }

    void close() {
        closed.countDown();
        lifecycle.lock();
        try {
            if (thread != null) {
                thread.interrupt();
            }
            if (pinging != null) {
                pinging.cancel(false);
            }
        } finally {
            lifecycle.unlock();
        }
        HintConnection open = connection;
        if (open != null) {
            abort(open);
        }
    }

    private void listen() {
        try {
            do {
                listenOnce();
            } while (!closed.await(RETRY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenOnce() {
        try {
            HostAndPort node = io.topology().masterOf(io.keys().hintChannel());
            try (HintConnection opened = new HintConnection(node, dialer)) {
                opened.subscribe(io.keys().hintChannel());
                connection = opened;
                listening.forEach(Listening::gap);
                while (closed.getCount() > 0) {
                    hear(opened.next());
                }
            } finally {
                connection = null;
                io.topology().suspect(node);
            }
        } catch (CallFailure | JedisException e) {
            if (closed.getCount() > 0) {
                LOG.log(System.Logger.Level.DEBUG, "hints cannot be heard: {0}", e.getMessage());
            }
        }
    }

    private void hear(@Nullable String message) {
        if (message != null) {
            HintCodec.decoded(message).ifPresent(hint -> listening.forEach(listener -> listener.hint(hint)));
        }
    }

    private void ping() {
        HintConnection open = connection;
        if (open != null) {
            try {
                open.sendPing();
            } catch (JedisException e) {
                abort(open);
            }
        }
    }

    private static void abort(HintConnection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException | JedisException e) {
            // It was closed.
        }
    }

    /** One who listens; his calls never overlap. */
    private final class Listening implements Subscription {

        private final Listener listener;
        private final ReentrantLock oneAtATime = new ReentrantLock();
        private volatile boolean ended;

        Listening(Listener listener) {
            this.listener = listener;
        }

        void hint(Hint hint) {
            tell(() -> listener.onHint(hint));
        }

        void gap() {
            counters.hintGaps.increment();
            tell(listener::onGap);
        }

        /** What a listener throws must not end the thread that others are told by. */
        private void tell(Runnable news) {
            oneAtATime.lock();
            try {
                if (!ended) {
                    news.run();
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a listener to hints failed", e);
            } finally {
                oneAtATime.unlock();
            }
        }

        @Override
        public void close() {
            ended = true;
            listening.remove(this);
        }
    }
}
