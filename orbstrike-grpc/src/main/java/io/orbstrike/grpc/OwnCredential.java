package io.orbstrike.grpc;

import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.host.NanoClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * This process's credential for one service, signed anew after a part of the time for which it holds.
 *
 * <p>Thread-safe.
 */
final class OwnCredential {

    private static final Duration RENEWED_AFTER = ClusterCredentials.LIFETIME.dividedBy(4);

    private final ClusterCredentials credentials;
    private final String audience;
    private final NanoClock clock;
    private volatile @Nullable Signed newest;

    OwnCredential(ClusterCredentials credentials, String audience, NanoClock clock) {
        this.credentials = credentials;
        this.audience = audience;
        this.clock = clock;
    }

    /** Its text, which holds for a while. */
    String text() {
        long nowNs = clock.nanoTime();
        Signed present = newest;
        if (present == null || nowNs - present.signedNs() >= RENEWED_AFTER.toNanos()) {
            present = new Signed(credentials.sign(audience), nowNs);
            newest = present;
        }
        return present.text();
    }

    /** The credential was refused: the next one is signed anew, as after a pause of the whole machine. */
    void forget() {
        newest = null;
    }

    private record Signed(String text, long signedNs) {}
}
