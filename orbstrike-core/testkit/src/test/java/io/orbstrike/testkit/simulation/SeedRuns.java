package io.orbstrike.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Runs seeds beside each other until one is enough, or all are done. */
final class SeedRuns {

    private static final int THREADS = 2;

    private final LongFunction<SimulationReport> run;

    SeedRuns(LongFunction<SimulationReport> run) {
        this.run = run;
    }

    /** The reports of the seeds from the first on, up to one that is enough or to the last. */
    List<SimulationReport> between(long first, long last, Predicate<SimulationReport> isEnough) {
        AtomicLong next = new AtomicLong(first);
        AtomicLong until = new AtomicLong(last);
        List<SimulationReport> reports = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<SimulationReport>>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(threads.submit(() -> some(next, until, isEnough)));
            }
            for (Future<List<SimulationReport>> part : parts) {
                reports.addAll(part.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
        return reports;
    }

    private List<SimulationReport> some(AtomicLong next, AtomicLong until, Predicate<SimulationReport> isEnough) {
        List<SimulationReport> reports = new ArrayList<>();
        for (long seed = next.getAndIncrement(); seed <= until.get(); seed = next.getAndIncrement()) {
            SimulationReport report = report(seed);
            reports.add(report);
            if (isEnough.test(report)) {
                until.set(0);
            }
        }
        return reports;
    }

    private SimulationReport report(long seed) {
        try {
            return run.apply(seed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
