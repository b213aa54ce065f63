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
 *
 * @param root the secret
 * @param isDrawn whether this process drew it, so that nobody else has it
 */
record ClusterSecret(RootSecret root, boolean isDrawn) {

    /**
     * Reads it; blocks. Where boards outlive the process their players' tickets must do so too, so it must be given there;
     * else one is drawn.
     */
    static ClusterSecret read(Map<String, String> environment, @Nullable Path file, StoreOptions store) {
        if (store.redis().isPresent()) {
            return given(SecretSource.ROOT.require(environment, file, StoreOptions.REDIS));
        }
        return SecretSource.ROOT
                .read(environment, file)
                .map(ClusterSecret::given)
                .orElseGet(
                        () -> new ClusterSecret(RootSecret.of(SecureIds.create().secret()), true));
    }

    private static ClusterSecret given(byte[] bytes) {
        return new ClusterSecret(RootSecret.of(bytes), false);
    }
}
