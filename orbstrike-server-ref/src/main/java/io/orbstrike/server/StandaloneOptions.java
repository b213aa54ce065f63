package io.orbstrike.server;

import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.WordOr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
            names = "--lifetime",
            paramLabel = "DURATION",
            defaultValue = "180m",
            description = "How long a board lives whose creator does not say; 0 for ever.")
    @Bounds(min = "0", max = "365d")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--create-quota",
            paramLabel = "N",
            defaultValue = "off",
            converter = WordOr.Off.class,
            description = "How many boards one creator may create in a day.")
    @Bounds(min = "1", max = "1000000", or = "off")
    private int createQuota;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description = "Whose forwarded addresses are believed, such as 10.0.0.0/8,::1/128.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the secret for tickets, 32 bytes or more, if ORBSTRIKE_SECRET does not hold it;"
                    + " without either one is drawn.")
    private @Nullable Path secretFile;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "cores",
            converter = WordOr.Cores.class,
            description = "How many threads tick boards.")
    @Bounds(min = "1", max = "256", or = "cores")
    private int threads;

    @Option(
            names = "--max-boards",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many boards there may be at once.")
    @Bounds(min = "1", max = "1000000")
    private int maxBoards;

    @Option(
            names = "--max-places",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many players all boards together may have places for.")
    @Bounds(min = "1", max = "100000000")
    private int maxPlaces;

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

    /** Zero for ever. */
    Duration lifetime() {
        return lifetime;
    }

    OptionalInt createQuota() {
        return createQuota == WordOr.NUMBER ? OptionalInt.empty() : OptionalInt.of(createQuota);
    }

    List<String> trustedProxies() {
        return List.copyOf(trustedProxies);
    }

    @Nullable
    Path secretFile() {
        return secretFile;
    }

    /** Empty for one per core. */
    OptionalInt threads() {
        return threads == WordOr.NUMBER ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    int maxBoards() {
        return maxBoards;
    }

    int maxPlaces() {
        return maxPlaces;
    }

    int maxStreams() {
        return maxStreams;
    }

    int maxConnections() {
        return maxConnections;
    }

    /** Reads an address or name of this machine. */
    static final class AddressConverter implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new TypeConversionException("an address or name of this machine");
            }
        }
    }
}
