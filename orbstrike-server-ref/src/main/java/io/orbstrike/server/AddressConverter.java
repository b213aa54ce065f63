package io.orbstrike.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an address or name of this machine.
 *
 * <p>Immutable.
 */
final class AddressConverter implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new TypeConversionException("an address or name of this machine");
        }
    }
}
