package io.orbstrike.server.config;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as people write it: {@code localhost:8080}, {@code 10.0.0.1:8080}, {@code [::1]:8080}.
 *
 * <p>Immutable.
 *
 * @param host without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {

    private static final int PORT_MAX = 65_535;

    /**
     * The address of a socket.
     *
     * @param address resolved
     * @return with its numbers, not its name
     */
    public static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** Reads an address to dial. */
    public static final class Converter implements ITypeConverter<HostPort> {

        /** Creates a reader. */
        public Converter() {}

        @Override
        public HostPort convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0) {
                throw wrong();
            }
            String host = text.substring(0, colon);
            boolean isBracketed = host.startsWith("[") && host.endsWith("]");
            if (isBracketed) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0) {
                throw wrong();
            }
            int port = port(text.substring(colon + 1));
            if (host.isBlank() || port < 1) {
                throw wrong();
            }
            return new HostPort(host, port);
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                return port <= PORT_MAX ? port : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private static TypeConversionException wrong() {
            return new TypeConversionException("HOST:PORT, such as localhost:8080 or [::1]:8080");
        }
    }
}
