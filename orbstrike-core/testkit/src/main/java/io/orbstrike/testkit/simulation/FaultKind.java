package io.orbstrike.testkit.simulation;

/** What goes wrong in a cluster beside handovers. */
enum FaultKind {
    CRASH_GAMESERVER,
    PAUSE_GAMESERVER,
    RESTART_GAMESERVER,
    DRAIN_GAMESERVER,
    CRASH_ORCHESTRATOR,
    PAUSE_ORCHESTRATOR,
    CUT_FROM_STORE,
    CUT_FROM_NODES,
    CUT_FROM_ALL,
    STORE_AWAY_BRIEFLY,
    STORE_AWAY_30_S,
    STORE_CLOCK_FORWARD,
    STORE_CLOCK_BACK,
    STORE_FORGETS_LAST,
    STORE_EMPTY,
    SHARD_FORGETS_LAST,
    SHARD_EMPTY;

    /** Whether it is promised to be overcome only if nothing else goes wrong at the same time. */
    boolean isAlone() {
        return this == STORE_AWAY_30_S || forgets();
    }

    /** Whether the store, or a shard of it, loses what was written. */
    boolean forgets() {
        return forgetsAll() || this == STORE_FORGETS_LAST || this == SHARD_FORGETS_LAST;
    }

    /** Whether nothing is left of it. */
    boolean forgetsAll() {
        return this == STORE_EMPTY || this == SHARD_EMPTY;
    }

    /** Whether one shard alone does, and the others stay. */
    boolean isOfShard() {
        return this == SHARD_FORGETS_LAST || this == SHARD_EMPTY;
    }
}
