package io.orbstrike.server;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.redis.RedisClusterStoreBuilder;
import io.orbstrike.redis.RedisMetrics;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.SecretSource;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the store that the options say.
 *
 * <p>Confined to the main thread.
 */
final class StoreSource {

    private StoreSource() {}

    /**
     * A store, and what it counts.
     *
     * @param store to be closed by the caller
     * @param meters to be bound
     * @param outlivesProcess whether what it keeps is there after this process
     */
    record Opened(ClusterStore store, List<MeterBinder> meters, boolean outlivesProcess) {}

    /**
     * Opens the store; waits for nothing.
     *
     * @throws ConfigException if an option is wrong
     */
    static Opened open(StoreOptions options, Map<String, String> environment) {
        return options.redis()
                .map(uri -> redis(uri, options, environment))
                .orElseGet(() -> new Opened(InMemoryClusterStore.create(Clock.systemUTC()), List.of(), false));
    }

    private static Opened redis(String uri, StoreOptions options, Map<String, String> environment) {
        if (uri.indexOf('@') >= 0) {
            throw new ConfigException("--redis must name neither user nor password: there are --redis-user, and"
                    + " ORBSTRIKE_REDIS_PASSWORD or --redis-password-file");
        }
        try {
            RedisClusterStoreBuilder builder = RedisClusterStore.builder(uri)
                    .keyPrefix(options.redisPrefix())
                    .waitForReplicas(options.waitReplicas(), options.waitTimeout());
            if (options.degradeWait()) {
                builder.degradeWait();
            }
            password(SecretSource.REDIS_PASSWORD, environment, options.redisPasswordFile(), options.redisUser())
                    .ifPresent(password -> builder.credentials(options.redisUser(), password));
            password(
                            SecretSource.REDIS_SENTINEL_PASSWORD,
                            environment,
                            options.redisSentinelPasswordFile(),
                            options.redisSentinelUser())
                    .ifPresent(password -> builder.sentinelCredentials(options.redisSentinelUser(), password));
            RedisTls.read(uri, options).ifPresent(builder::sslContext);
            RedisClusterStore store = builder.build();
            return new Opened(store, List.of(RedisMetrics.of(store)), true);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--redis: " + e.getMessage());
        }
    }

    private static Optional<String> password(
            SecretSource source, Map<String, String> environment, @Nullable Path file, String user) {
        Optional<String> password =
                source.read(environment, file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        if (password.isEmpty() && !user.isEmpty()) {
            throw new ConfigException("user '" + user + "' of Redis has no password: set " + source.places());
        }
        return password;
    }
}
