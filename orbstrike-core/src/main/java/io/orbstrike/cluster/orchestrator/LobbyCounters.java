package io.orbstrike.cluster.orchestrator;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an orchestrator's lobby has done.
 *
 * <p>Thread-safe.
 */
public final class LobbyCounters {

    /** How many boards were placed on a gameserver. */
    public final LongAdder placed = new LongAdder();

    /** How many times a chosen gameserver had no room or did not answer, and another one was chosen. */
    public final LongAdder placedAgain = new LongAdder();

    /** How many creations found no room anywhere. */
    public final LongAdder noRoom = new LongAdder();

    /** How many calls were asked again, at the same or another gameserver. */
    public final LongAdder askedAgain = new LongAdder();

    /** Has counted nothing yet. */
    public LobbyCounters() {}
}
