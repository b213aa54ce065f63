package io.orbstrike.host;

/**
 * What one tick loop counts.
 *
 * <p>Written by the thread that runs the loop, read by any.
 */
final class TickCounters {
    final Histogram tickDuration = new Histogram();
    final Histogram tickLateness = new Histogram();
    final Histogram snapshotCapture = new Histogram();
    final Histogram freeze = new Histogram();
    final Counter snapshotBytes = new Counter();
    final Counter snapshotBytesMax = new Counter();
    final Counter ticks = new Counter();
    final Counter slotsDropped = new Counter();
    final Counter inputsApplied = new Counter();
    final Counter inputsDropped = new Counter();
    final Counter eventsDropped = new Counter();
    final Counter viewersDropped = new Counter();
    final Counter keyframesEncoded = new Counter();
    final Counter handOversMissed = new Counter();
    final Counter boardsQuarantined = new Counter();
    final Counter staysEndedAbsent = new Counter();
    final Counter cycles = new Counter();
    final Counter cycleNsMax = new Counter();
    final Counter cyclesOverBudget = new Counter();
}
