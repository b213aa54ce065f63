package io.orbstrike.testkit.simulation;

import java.time.Duration;

/** What happens to a cluster in a run. */
enum Scenario {
    /** Everything, one after another and at the same time, as the seed has it. */
    MIXED(FaultPlan.END, Duration.ofSeconds(60)),
    /** All gameservers are killed together and started again. */
    ALL_RESTART(Duration.ofSeconds(10), Duration.ofSeconds(34)),
    /** One gameserver dies and is replaced later, and the others have to bear its boards. */
    ONE_DIES(Duration.ofSeconds(10), Duration.ofSeconds(34)),
    /** One gameserver loses the store for a while, and lives; nothing else goes wrong, so nothing is lost. */
    ONE_LOSES_STORE(Duration.ofSeconds(10), Duration.ofSeconds(34)),
    /** Nobody reaches one gameserver for a while, and it keeps its lease; meanwhile another one stands still, and later one leaves. */
    ONE_OUT_OF_REACH(Duration.ofSeconds(6), Duration.ofSeconds(50)),
    /** One gameserver stands still for good, as a host that is lost; its boards have to be served at the bound of I4. */
    ONE_FALLS_SILENT(Duration.ofSeconds(10), Duration.ofSeconds(20)),
    /** The same, and the leader dies with it. */
    ONE_FALLS_SILENT_WITHOUT_LEADER(Duration.ofSeconds(10), Duration.ofSeconds(22));

    private final Duration calm;
    private final Duration length;

    Scenario(Duration calm, Duration length) {
        this.calm = calm;
        this.length = length;
    }

    /** From when on nothing more goes wrong. */
    Duration calm() {
        return calm;
    }

    /** By when all has to be well again. */
    Duration length() {
        return length;
    }
}
