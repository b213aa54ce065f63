package io.orbstrike.cluster;

import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.host.HostMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells whether a gameserver is too busy to take up many boards at once (FAIL-5): its ticks are late, or its renewals are not
 * answered.
 *
 * <p>Confined to the agent's thread.
 */
final class AdoptionPace {

    /** While the gameserver is strained, one board is adopted in this time. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration LATENESS_MAX = Duration.ofMillis(20);

    private final Agent agent;
    private final HostMetrics host;
    private final Duration unansweredMax;
    private LongSupplier unansweredNs = () -> 0;
    private long measuredNs;
    private long ticks;
    private long latenessNs;
    private boolean isLate;

    AdoptionPace(Agent agent, HostMetrics host, ClusterOptions options) {
        this.agent = agent;
        this.host = host;
        this.unansweredMax = options.leaseTtl().dividedBy(2);
        this.measuredNs = agent.nowNs();
    }

    /** Sets what tells for how long no renewal was answered. */
    void renewals(LongSupplier unanswered) {
        unansweredNs = unanswered;
    }

    /** Whether boards are to be adopted one by one. */
    boolean isStrained() {
        if (agent.nowNs() - measuredNs >= PAUSE.toNanos()) {
            measure();
        }
        return isLate || unansweredNs.getAsLong() > unansweredMax.toNanos();
    }

    /* The mean of all steps since the last measure: one that was late is no sign. */
    private void measure() {
        HostMetrics.Durations lateness = host.tickLateness();
        long steps = lateness.count() - ticks;
        isLate = steps > 0 && (lateness.totalNs() - latenessNs) / steps > LATENESS_MAX.toNanos();
        ticks = lateness.count();
        latenessNs = lateness.totalNs();
        measuredNs = agent.nowNs();
    }
}
