package io.orbstrike.server;

import io.orbstrike.server.config.HostPort;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where others reach a process, as an operator says it.
 *
 * <p>Immutable.
 *
 * @param host without brackets
 * @param port 1 to 65535; empty for the port in use
 */
record Advertised(String host, OptionalInt port) {

    HostPort withPort(int portInUse) {
        return new HostPort(host, port.orElse(portInUse));
    }

    @Override
    public String toString() {
        return port.isPresent() ? new HostPort(host, port.getAsInt()).toString() : host;
    }

    /** Reads {@code HOST} or {@code HOST:PORT}; an IPv6 address stands in brackets. */
    static final class Converter implements ITypeConverter<Advertised> {
        @Override
        public Advertised convert(String text) {
            boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
            try {
                HostPort read = new HostPort.Converter().convert(hasPort ? text : text + ":1");
                return new Advertised(read.host(), hasPort ? OptionalInt.of(read.port()) : OptionalInt.empty());
            } catch (TypeConversionException e) {
                throw new TypeConversionException("HOST or HOST:PORT, such as 10.0.0.1 or [::1]:10187");
            }
        }
    }
}
