package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code standalone}.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class StandaloneOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The gRPC port; 0 picks a free one.")
    @Bounds(min = "0", max = "65535")
    private int port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The port of health, metrics and the page for people; 0 picks a free one.")
    @Bounds(min = "0", max = "65535")
    private int httpPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            converter = AddressConverter.class,
            description = "Where both ports listen; 0.0.0.0 for every address of this machine.")
    private InetAddress bind = InetAddress.getLoopbackAddress();

    @Option(
            names = "--bots",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many bots play on a public board that is made at start; 0 for neither.")
    @Bounds(min = "0", max = "100")
    private int bots;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description = "Whose forwarded addresses are believed, such as 10.0.0.0/8,::1/128.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, 32 bytes or more, if ORBSTRIKE_SECRET does not hold it;"
                    + " without either and without --redis one is drawn.")
    private @Nullable Path secretFile;

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
            description = "How many gRPC connections there may be at once; further ones are closed as they come.")
    @Bounds(min = "1", max = "1000000")
    private int maxConnections;

    int port() {
        return port;
    }

    int httpPort() {
        return httpPort;
    }

    InetAddress bind() {
        return bind;
    }

    int bots() {
        return bots;
    }

    List<String> trustedProxies() {
        return List.copyOf(trustedProxies);
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }

    int maxStreams() {
        return maxStreams;
    }

    int maxConnections() {
        return maxConnections;
    }
}
