package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every command that keeps boards in Redis.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class StoreOptions {

    static final String REDIS = "--redis";

    @Option(
            names = REDIS,
            paramLabel = "URI",
            description =
                    "Where boards are kept: redis://HOST:PORT, rediss://HOST:PORT, redis-sentinel://H1:P,H2:P/MASTER"
                            + " or redis-cluster://H1:P,H2:P.")
    private @Nullable String redis;

    @Option(
            names = "--redis-prefix",
            paramLabel = "TEXT",
            defaultValue = "orbstrike",
            description = "What all keys begin with; another one for each cluster on the same Redis.")
    private String redisPrefix = "";

    @Option(
            names = "--redis-user",
            paramLabel = "NAME",
            description = "Who logs in at Redis; its default user if unset.")
    private @Nullable String redisUser;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "A file with the password for Redis, if ORBSTRIKE_REDIS_PASSWORD does not hold it.")
    private @Nullable Path redisPasswordFile;

    @Option(names = "--redis-sentinel-user", paramLabel = "NAME", description = "Who logs in at sentinels.")
    private @Nullable String redisSentinelUser;

    @Option(
            names = "--redis-sentinel-password-file",
            paramLabel = "FILE",
            description =
                    "A file with the password for sentinels, if ORBSTRIKE_REDIS_SENTINEL_PASSWORD does not hold it.")
    private @Nullable Path redisSentinelPasswordFile;

    @Option(
            names = "--redis-trust-file",
            paramLabel = "FILE",
            description = "The certificates, in PEM, by which Redis is trusted over TLS; the JVM's own if unset.")
    private @Nullable Path redisTrustFile;

    @Option(
            names = "--redis-certificate-file",
            paramLabel = "FILE",
            description = "The certificate, in PEM, by which Redis knows this process.")
    private @Nullable Path redisCertificateFile;

    @Option(
            names = "--redis-key-file",
            paramLabel = "FILE",
            description = "The private key of that certificate, in PEM.")
    private @Nullable Path redisKeyFile;

    @Option(
            names = "--wait-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many replicas must have a join, a leave or a creation before it is acknowledged.")
    @Bounds(min = "0", max = "16")
    private int waitReplicas;

    @Option(
            names = "--wait-timeout",
            paramLabel = "DURATION",
            defaultValue = "500ms",
            description = "How long replicas are waited for; what fewer have then is not acknowledged.")
    @Bounds(min = "10ms", max = "1m")
    private Duration waitTimeout = Duration.ZERO;

    @Option(
            names = "--degrade-wait",
            defaultValue = "false",
            description = "Acknowledges what fewer replicas have, too, counts it and logs it once a minute.")
    private boolean degradeWait;

    /** Empty for the embedded store. */
    Optional<String> redis() {
        return Optional.ofNullable(redis);
    }

    String redisPrefix() {
        return redisPrefix;
    }

    /** Empty for Redis's default user. */
    String redisUser() {
        return redisUser == null ? "" : redisUser;
    }

    @Nullable
    Path redisPasswordFile() {
        return redisPasswordFile;
    }

    /** Empty for the sentinels' default user. */
    String redisSentinelUser() {
        return redisSentinelUser == null ? "" : redisSentinelUser;
    }

    @Nullable
    Path redisSentinelPasswordFile() {
        return redisSentinelPasswordFile;
    }

    @Nullable
    Path redisTrustFile() {
        return redisTrustFile;
    }

    @Nullable
    Path redisCertificateFile() {
        return redisCertificateFile;
    }

    @Nullable
    Path redisKeyFile() {
        return redisKeyFile;
    }

    int waitReplicas() {
        return waitReplicas;
    }

    Duration waitTimeout() {
        return waitTimeout;
    }

    boolean degradeWait() {
        return degradeWait;
    }
}
