package io.orbstrike.redis;

import io.orbstrike.store.Incarnation;

/**
 * Whether a gameserver that is to hold a board lives (ATTACH-2).
 *
 * <p>Immutable.
 */
final class TargetLease {

    private final StoreKeys keys;

    TargetLease(StoreKeys keys) {
        this.keys = keys;
    }

    /** Whether the script that attaches a board can look at leases itself. */
    boolean isInReach(Exchange exchange) {
        return exchange.topology().hasOneSlot();
    }

    /** Leases have another slot than the board, so this is as near to the attach as a cluster allows. */
    boolean isLive(Exchange exchange, Incarnation gameserver) throws CallFailure {
        try {
            return exchange.run(
                            RedisCall.run(Script.LEASE_LIVE, new byte[][] {keys.leaseEnds()}, Reply.ascii(gameserver)))
                    .isWord("live");
        } catch (CallFailure e) {
            throw CallFailure.notApplied("the target's lease could not be read: " + e.getMessage(), e);
        }
    }
}
