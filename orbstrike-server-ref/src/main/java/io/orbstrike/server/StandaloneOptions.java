package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code standalone}.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class StandaloneOptions {

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
            names = "--gameservers",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many gameservers there are; several share threads, and hand boards over to each other.")
    @Bounds(min = "1", max = "16")
    private int gameservers;

    @Option(
            names = "--bots",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many bots play on a public board that is made at start; 0 for neither.")
    @Bounds(min = "0", max = "100")
    private int bots;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, 32 bytes or more, if ORBSTRIKE_SECRET does not hold it;"
                    + " without either and without --redis one is drawn.")
    private @Nullable Path secretFile;

    int httpPort() {
        return httpPort;
    }

    InetAddress bind() {
        return bind;
    }

    int gameservers() {
        return gameservers;
    }

    int bots() {
        return bots;
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }
}
