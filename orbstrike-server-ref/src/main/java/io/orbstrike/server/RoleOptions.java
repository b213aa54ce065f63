package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that {@code gameserver} and {@code orchestrator} share.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class RoleOptions {

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
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, 32 bytes or more, if ORBSTRIKE_SECRET does not hold it.")
    private @Nullable Path secretFile;

    @Option(
            names = "--rehearsal",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description =
                    "How long a small cluster within the process may be played, and then for as long the store be asked,"
                            + " before this one serves, so that its first players do not wait for code to be loaded and"
                            + " compiled; 0 for no rehearsal.")
    @Bounds(min = "0", max = "1m")
    private Duration rehearsal = Duration.ZERO;

    int httpPort() {
        return httpPort;
    }

    InetAddress bind() {
        return bind;
    }

    /** Where others reach this process; if nothing was said, the local address that reaches the store. */
    Advertised advertised(StoreOptions store) {
        Advertised said = advertise;
        return said == null ? new Advertised(LocalAddress.reachable(bind, store), OptionalInt.empty()) : said;
    }

    Duration rehearsal() {
        return rehearsal;
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }
}
