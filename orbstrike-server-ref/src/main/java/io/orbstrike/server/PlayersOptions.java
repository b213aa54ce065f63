package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * How players are served; the options that {@code orchestrator} and {@code standalone} share.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class PlayersOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The gRPC port; 0 picks a free one.")
    @Bounds(min = "0", max = "65535")
    private int port;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description = "Whose forwarded addresses are believed, such as 10.0.0.0/8,::1/128.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many players may play at once.")
    @Bounds(min = "1", max = "1000000")
    private int maxStreams;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "24000",
            description = "How many connections there may be at once, gRPC and WebSocket; further ones are closed.")
    @Bounds(min = "1", max = "1000000")
    private int maxConnections;

    int port() {
        return port;
    }

    List<String> trustedProxies() {
        return List.copyOf(trustedProxies);
    }

    int maxStreams() {
        return maxStreams;
    }

    int maxConnections() {
        return maxConnections;
    }
}
