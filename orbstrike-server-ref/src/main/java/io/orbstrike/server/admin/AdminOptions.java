package io.orbstrike.server.admin;

import io.orbstrike.server.config.HostPort;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that every command for operators has.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class AdminOptions {

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:8080",
            converter = HostPort.Converter.class,
            description = "The gRPC address of a process of the cluster.")
    private HostPort target = new HostPort("localhost", 8080);

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, if ORBSTRIKE_SECRET does not hold it.")
    private @Nullable Path secretFile;

    @Option(names = "--json", defaultValue = "false", description = "Writes JSON in place of a table.")
    private boolean json;

    HostPort target() {
        return target;
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }

    boolean json() {
        return json;
    }
}
