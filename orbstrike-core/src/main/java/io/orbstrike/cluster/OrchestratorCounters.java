package io.orbstrike.cluster;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an orchestrator has done.
 *
 * <p>Thread-safe.
 */
final class OrchestratorCounters {

    final LongAdder elections = new LongAdder();
    final LongAdder leadershipsLost = new LongAdder();
    final LongAdder boardsAttached = new LongAdder();
    final LongAdder attachesOvertaken = new LongAdder();
    final LongAdder boardsWithoutTarget = new LongAdder();
    final LongAdder gameserversForgotten = new LongAdder();
    final LongAdder storeUnknown = new LongAdder();
    final LongAdder storeNotApplied = new LongAdder();
    final LongAdder agentFailures = new LongAdder();
}
