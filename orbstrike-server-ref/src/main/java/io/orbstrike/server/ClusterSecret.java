package io.orbstrike.server;

import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.config.SecretSource;
import io.orbstrike.store.SecureIds;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root secret as the options say.
 *
 * <p>Immutable.
 */
final class ClusterSecret {

    private ClusterSecret() {}

    /**
     * Reads it; blocks. Where boards outlive the process their players' tickets must do so too, so it must be given there;
     * else one is drawn.
     */
    static RootSecret read(Map<String, String> environment, @Nullable Path file, StoreOptions store) {
        return RootSecret.of(
                store.redis().isPresent()
                        ? SecretSource.ROOT.require(environment, file, StoreOptions.REDIS)
                        : SecretSource.ROOT
                                .read(environment, file)
                                .orElseGet(() -> SecureIds.create().secret()));
    }
}
