package io.orbstrike.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this process ends: in one shutdown hook, which closes what was started, last first, and then halts with the exit
 * code. A signal is a clean stop, exit code 0 unless something else was said; closing that fails, or takes longer than
 * {@link #CLOSE_SECONDS_MAX}, is a failure. Whatever happens there, the process does not end with the signal's own code.
 *
 * <p>Thread-safe.
 */
final class ProcessLife {

    static final int CLOSE_SECONDS_MAX = 30;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessLife.class);
    private static final int EXIT_FAILURE = 1;

    private final Parts parts = new Parts();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable stopLogging;
    private final IntConsumer halt;
    private volatile int exitCode;

    ProcessLife() {
        this(Logging::stop, Runtime.getRuntime()::halt);
    }

    /** For tests, which outlive the end. */
    ProcessLife(Runnable stopLogging, IntConsumer halt) {
        this.stopLogging = stopLogging;
        this.halt = halt;
    }

    /** Registers the hook; once. */
    void begin() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "orbstrike-shutdown"));
    }

    /** Hands over something to be closed at the end; if the end has begun, closes it and does not return. */
    void add(AutoCloseable part) {
        if (!parts.add(part)) {
            awaitEnd();
        }
    }

    /** Blocks until the process is gone. */
    void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what the process ends with, also if a signal ends it. */
    void exitCode(int code) {
        exitCode = code;
    }

    /** Ends the process; does not return. */
    void exit(int code) {
        exitCode = code;
        Runtime.getRuntime().exit(code);
    }

    /** What the hook does. */
    void end() {
        int code = EXIT_FAILURE;
        try {
            Thread limit = new Thread(this::haltWhenLate, "orbstrike-shutdown-limit");
            limit.setDaemon(true);
            limit.start();
            parts.close();
            closed.countDown();
            stopLogging.run();
            System.out.flush();
            System.err.flush();
            code = parts.hasFailed() ? EXIT_FAILURE : exitCode;
        } catch (RuntimeException | Error e) {
            System.err.println("orbstrike: could not end as it should: " + e); // nothing may be logged any more
            System.err.flush();
        } finally {
            halt.accept(code);
        }
    }

    private void haltWhenLate() {
        try {
            if (!closed.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.error("not closed after {} s", CLOSE_SECONDS_MAX);
                System.err.flush();
                halt.accept(EXIT_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
