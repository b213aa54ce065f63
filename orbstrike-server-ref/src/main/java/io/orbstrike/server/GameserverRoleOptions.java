package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import picocli.CommandLine.Option;

/**
 * The options of {@code gameserver} beside those that it shares with others.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class GameserverRoleOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "10187",
            description = "The gRPC port; 0 picks a free one.")
    @Bounds(min = "0", max = "65535")
    private int port;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many gRPC connections there may be at once; further ones are closed as they come.")
    @Bounds(min = "1", max = "1000000")
    private int maxConnections;

    int port() {
        return port;
    }

    int maxConnections() {
        return maxConnections;
    }
}
