package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;

/** A certificate for this machine that has signed itself, made by the JDK's keytool. */
final class TestCertificate {

    private static final String PASSWORD = "for-tests-only";

    private final KeyStore store;
    private final String alias;

    private TestCertificate(KeyStore store, String alias) {
        this.store = store;
        this.alias = alias;
    }

    static TestCertificate generate(Path folder, String alias)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createTempFile(folder, alias, ".p12");
        Files.delete(file);
        Path log = Files.createTempFile(folder, "keytool", ".log");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + alias,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(store, alias);
    }

    /** What a server needs to show it. */
    SslContext forServer() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        return GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build();
    }

    /** What a client needs to trust it, and nothing else. */
    SslContext trusted() throws IOException, GeneralSecurityException {
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        return GrpcSslContexts.forClient().trustManager(certificate).build();
    }
}
