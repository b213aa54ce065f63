package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How servers are run: which binary, and whether they are reached over TLS, by clients and by each other.
 *
 * @param binary the path of a redis-server
 * @param certificate shown and trusted by all of them, null without TLS
 */
record RedisForm(String binary, @Nullable TestCertificate certificate) {

    static final RedisForm PLAIN = new RedisForm(RedisBinary.path(), null);

    /** Of the oldest version that is supported. */
    static RedisForm oldest() {
        return new RedisForm(RedisBinary.oldest(), null);
    }

    static RedisForm overTls(TestCertificate certificate) {
        return new RedisForm(RedisBinary.path(), certificate);
    }

    /** The settings for TLS, as in a configuration file; clients need no certificate. */
    List<String> tlsSettings(int tlsPort) {
        List<String> settings = new ArrayList<>();
        if (certificate != null) {
            settings.add("tls-port " + tlsPort);
            settings.add("tls-cert-file " + certificate.certificateFile());
            settings.add("tls-key-file " + certificate.keyFile());
            settings.add("tls-ca-cert-file " + certificate.certificateFile());
            settings.add("tls-auth-clients no");
            settings.add("tls-replication yes");
        }
        return settings;
    }
}
