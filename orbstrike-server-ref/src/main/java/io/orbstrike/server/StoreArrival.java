package io.orbstrike.server;

import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a store that does not answer yet.
 *
 * <p>Confined to the main thread.
 */
final class StoreArrival {

    private static final Logger LOG = LoggerFactory.getLogger(StoreArrival.class);
    private static final Duration ASK_TIME = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private StoreArrival() {}

    /** Blocks until the store answers, and says once that it does not; false if the process ends meanwhile. */
    static boolean await(ClusterStore store, Ending ending) {
        boolean isTold = false;
        while (true) {
            LeaseStore.ReadOutcome outcome =
                    ending.await(store.leases().read(ASK_TIME)).orElse(null);
            if (outcome == null) {
                return false;
            }
            if (outcome instanceof LeaseStore.Leases) {
                return true;
            }
            if (!isTold && outcome instanceof Unknown unknown) {
                LOG.warn(
                        "the store does not answer yet, waiting for it: {}",
                        unknown.cause().getMessage());
                isTold = true;
            }
            if (ending.awaitAtMost(PAUSE)) {
                return false;
            }
        }
    }
}
