package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;

/**
 * What a server and its load used in the course of a run. A load client does not say when its window begins, so the window
 * is found from outside: it ends when the client begins to close its connections, which shows in how many sockets the
 * machine has, and lasts as long as it was told to. A shift by some tenths of a second does not matter, as play was the same before.
 *
 * <p>Confined to the main thread.
 */
final class CpuSeries {

    /** Beyond the end of its window a client waits for late frames and lets a few players join again. */
    private static final Duration CLOSING = Duration.ofMillis(500);

    /** How long a client may take to end, where sockets cannot be counted. */
    private static final Duration CLOSING_UNSEEN = Duration.ofSeconds(3);

    private static final double STILL_CONNECTED = 0.8;
    private static final double NS_PER_SECOND = 1e9;

    private final List<Sample> samples = new ArrayList<>();

    /**
     * What both processes had used at a time.
     *
     * @param atNs the time
     * @param server the server's
     * @param load the load client's
     * @param sockets TCP sockets in use on the machine; 0 where the system does not say
     */
    record Sample(long atNs, ProcessFigures server, ProcessFigures load, int sockets) {}

    /**
     * What was used in a stretch of time.
     *
     * @param serverCores CPU time by time
     * @param loadCores CPU time by time
     * @param residentBytesAtStart of the server
     * @param residentBytesAtEnd of the server
     */
    record Used(double serverCores, double loadCores, long residentBytesAtStart, long residentBytesAtEnd) {}

    void add(Sample sample) {
        samples.add(sample);
    }

    /** What was used in the window, which lasted as long as given. */
    Used inWindow(Duration measured) {
        if (samples.isEmpty()) {
            throw new StartException("the load client ended at once");
        }
        long endNs = endNs();
        Sample end = lastUntil(endNs);
        Sample start = lastUntil(endNs - measured.toNanos());
        double seconds = (end.atNs - start.atNs) / NS_PER_SECOND;
        if (seconds <= 0) {
            throw new StartException("the load client ended before its time was over");
        }
        return new Used(
                cores(start.server, end.server, seconds),
                cores(start.load, end.load, seconds),
                start.server.residentBytes(),
                end.server.residentBytes());
    }

    private long endNs() {
        IntSummaryStatistics sockets =
                samples.stream().mapToInt(Sample::sockets).summaryStatistics();
        Sample last = samples.get(samples.size() - 1);
        if (sockets.getMax() == 0) {
            return last.atNs - CLOSING_UNSEEN.toNanos();
        }
        double stillConnected = sockets.getMin() + STILL_CONNECTED * (sockets.getMax() - sockets.getMin());
        long connectedNs = samples.stream()
                .filter(sample -> sample.sockets >= stillConnected)
                .mapToLong(Sample::atNs)
                .max()
                .orElse(last.atNs);
        return connectedNs - CLOSING.toNanos();
    }

    private Sample lastUntil(long atNs) {
        Sample found = samples.get(0);
        for (Sample sample : samples) {
            if (sample.atNs - atNs <= 0) {
                found = sample;
            }
        }
        return found;
    }

    private static double cores(ProcessFigures start, ProcessFigures end, double seconds) {
        return end.cpu().minus(start.cpu()).toNanos() / NS_PER_SECOND / seconds;
    }
}
