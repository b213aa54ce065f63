package io.orbstrike.redis;

import io.orbstrike.host.NanoClock;
import io.orbstrike.redis.RedisCounters.CallResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Where all calls go through: lanes of I/O threads, and the timer that ends a call at its deadline.
 *
 * <p>Thread-safe.
 */
final class RedisIo {

    private static final Duration REMAINING_MAX = Duration.ofDays(1);

    private final ExchangeRules rules;
    private final Map<IoLane.Purpose, IoLane> lanes = new EnumMap<>(IoLane.Purpose.class);
    private final ScheduledThreadPoolExecutor timer;

    private RedisIo(ExchangeRules rules, ScheduledThreadPoolExecutor timer) {
        this.rules = rules;
        this.timer = timer;
    }

    /**
     * Starts the threads.
     *
     * @param threadCounts of each lane
     * @param queueMax of each lane
     */
    static RedisIo start(
            ExchangeRules rules,
            Dialer dialer,
            Map<IoLane.Purpose, Integer> threadCounts,
            int queueMax,
            ThreadFactory threadFactory,
            ScheduledThreadPoolExecutor timer) {
        RedisIo io = new RedisIo(rules, timer);
        NodeLosses losses = new NodeLosses();
        for (IoLane.Purpose purpose : IoLane.Purpose.values()) {
            IoLane lane = new IoLane(
                    purpose,
                    threadCounts.getOrDefault(purpose, 1),
                    queueMax,
                    threadFactory,
                    () -> new Connections(rules.topology(), dialer, rules.clock(), rules.counters(), losses),
                    io::make);
            io.lanes.put(purpose, lane);
            lane.start();
        }
        return io;
    }

    Topology topology() {
        return rules.topology();
    }

    StoreKeys keys() {
        return rules.keys();
    }

    NanoClock clock() {
        return rules.clock();
    }

    int depth(IoLane.Purpose purpose) {
        IoLane lane = lanes.get(purpose);
        return lane == null ? 0 : lane.depth();
    }

    /** Makes a call that writes. */
    <T> CompletionStage<T> write(
            IoLane.Purpose purpose,
            Duration remaining,
            Function<? super Throwable, ? extends T> notApplied,
            Function<? super Throwable, ? extends T> unknown,
            PendingCall.Work<T> work) {
        long leftNs = remaining.compareTo(REMAINING_MAX) < 0 ? remaining.toNanos() : REMAINING_MAX.toNanos();
        PendingCall<T> call = new PendingCall<>(
                clock().nanoTime() + leftNs,
                new PendingCall.Failed<>(notApplied, unknown),
                work,
                result -> count(purpose, result));
        if (leftNs <= 0) {
            call.refuse("no time was left for the call");
            return call.answer();
        }
        try {
            call.endAtDeadlineBy(timer.schedule(call::expire, leftNs, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            call.refuse("the store is closed");
            return call.answer();
        }
        IoLane lane = lanes.get(purpose);
        if (lane == null) {
            throw new IllegalStateException("no lane for " + purpose);
        }
        lane.accept(call);
        return call.answer();
    }

    /** Makes a call that only reads: there is but one way to fail. */
    <T> CompletionStage<T> read(
            IoLane.Purpose purpose,
            Duration remaining,
            Function<? super Throwable, ? extends T> unknown,
            PendingCall.Work<T> work) {
        return write(purpose, remaining, unknown, unknown, work);
    }

    void close() {
        lanes.values().forEach(IoLane::close);
        timer.shutdownNow();
    }

    private void make(PendingCall<?> call, Connections connections) {
        call.run(new Exchange(connections, rules, call));
    }

    private void count(IoLane.Purpose purpose, CallResult result) {
        rules.counters().calls(purpose, result).increment();
    }
}
