package io.orbstrike.cluster.leader;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an orchestrator has done.
 *
 * <p>Thread-safe.
 */
public final class OrchestratorCounters {

    /** How often this process was elected. */
    public final LongAdder elections = new LongAdder();
    /** How often it lost a leadership that it had not given up. */
    public final LongAdder leadershipsLost = new LongAdder();
    /** How many boards it attached to other gameservers. */
    public final LongAdder boardsAttached = new LongAdder();
    /** How many attaches came too late, since others had moved the board. */
    public final LongAdder attachesOvertaken = new LongAdder();
    /** How often no gameserver could take a board. */
    public final LongAdder boardsWithoutTarget = new LongAdder();
    /** How many gameservers without boards it forgot. */
    public final LongAdder gameserversForgotten = new LongAdder();
    /** How many gameservers that were suspected it asked whether they run. */
    public final LongAdder probes = new LongAdder();
    /** How many leases it ended early, since their processes were gone. */
    public final LongAdder gameserversEndedEarly = new LongAdder();
    /** How often it ended no lease early, since it had ended as many as it may. */
    public final LongAdder earlyEndsHeldBack = new LongAdder();
    /** How often it began to move no board, since too many seemed dead or it had been cut off itself. */
    public final LongAdder brakes = new LongAdder();
    /** How often it waited for gameservers to log in, coming from none. */
    public final LongAdder coldStarts = new LongAdder();
    /** How many of the boards that it attached lost their holders by death. */
    public final LongAdder holderDeaths = new LongAdder();
    /** How many answers of the store are not known. */
    public final LongAdder storeUnknown = new LongAdder();
    /** How many calls the store was not reached for. */
    public final LongAdder storeNotApplied = new LongAdder();
    /** How many tasks failed. */
    public final LongAdder agentFailures = new LongAdder();

    /** How many boards were handed over. */
    public final LongAdder handovers = new LongAdder();

    /** How many handovers were refused, or came to an unknown end. */
    public final LongAdder handoversFailed = new LongAdder();

    /** How often nobody could take a board that was to be handed over. */
    public final LongAdder handoversWithoutTarget = new LongAdder();

    /** How many boards were to be moved since their gameservers carried too much. */
    public final LongAdder boardsRebalanced = new LongAdder();

    /** Has counted nothing yet. */
    public OrchestratorCounters() {}
}
