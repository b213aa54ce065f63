package io.orbstrike.server;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.orbstrike.server.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How Redis is trusted over TLS, and how it knows this process: by files in PEM.
 *
 * <p>Immutable.
 */
final class RedisTls {

    private RedisTls() {}

    /**
     * Reads the files; blocks.
     *
     * @return empty if there are none, so that the JVM's own settings are used
     * @throws ConfigException if they do not fit together, or cannot be read
     */
    static Optional<SSLContext> read(String uri, StoreOptions options) {
        Path trust = options.redisTrustFile();
        Path certificate = options.redisCertificateFile();
        Path key = options.redisKeyFile();
        if (trust == null && certificate == null && key == null) {
            return Optional.empty();
        }
        if (!uri.startsWith("rediss:") && !uri.contains("tls=true")) {
            throw new ConfigException(
                    "--redis does not ask for TLS, though there are files for it: begin with rediss://,"
                            + " or end with ?tls=true");
        }
        if ((certificate == null) != (key == null)) {
            throw new ConfigException("--redis-certificate-file and --redis-key-file need each other");
        }
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (trust != null) {
            tried("--redis-trust-file", trust, () -> builder.trustManager(trust.toFile()));
        }
        if (certificate != null && key != null) {
            tried("--redis-key-file", key, () -> builder.keyManager(certificate.toFile(), key.toFile()));
        }
        try {
            SslContext made = builder.build();
            return Optional.of(((JdkSslContext) made).context());
        } catch (SSLException e) {
            throw new ConfigException("the files for TLS cannot be used: " + e.getMessage());
        }
    }

    /** What Netty says of a file does not name it. */
    private static void tried(String option, @Nullable Path file, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(option + " " + file + ": cannot be used: " + e.getMessage());
        }
    }
}
