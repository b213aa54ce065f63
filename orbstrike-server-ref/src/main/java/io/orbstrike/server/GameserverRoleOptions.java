package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The port of health and metrics; 0 picks a free one.")
    @Bounds(min = "0", max = "65535")
    private int httpPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            converter = AddressConverter.class,
            description = "Where both ports listen; 0.0.0.0 for every address of this machine.")
    private InetAddress bind = InetAddress.getLoopbackAddress();

    @Option(
            names = "--advertise",
            paramLabel = "HOST[:PORT]",
            converter = Advertised.Converter.class,
            description = "Where others reach this process; if unset the local address that reaches the store.")
    private @Nullable Advertised advertise;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "A label that placement may look at; several by commas.")
    private Map<String, String> label = new TreeMap<>();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, 32 bytes or more, if ORBSTRIKE_SECRET does not hold it.")
    private @Nullable Path secretFile;

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

    int httpPort() {
        return httpPort;
    }

    InetAddress bind() {
        return bind;
    }

    Optional<Advertised> advertise() {
        return Optional.ofNullable(advertise);
    }

    Map<String, String> labels() {
        return Map.copyOf(label);
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }

    int maxConnections() {
        return maxConnections;
    }
}
