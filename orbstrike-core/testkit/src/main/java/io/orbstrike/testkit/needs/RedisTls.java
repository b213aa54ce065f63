package io.orbstrike.testkit.needs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whether a redis-server was built with TLS. */
final class RedisTls {

    private RedisTls() {}

    /**
     * Starts the server with a port for TLS and without a certificate, which none survives: one that was built without TLS
     * does not know the setting, and another misses the certificate. Blocks until it has ended.
     */
    static boolean isBuiltInto(String redisServer) {
        try {
            Process server = new ProcessBuilder(redisServer, "--port", "0", "--tls-port", "1", "--save", "")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return server.waitFor() != 0 && said.contains("Failed to configure TLS");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
