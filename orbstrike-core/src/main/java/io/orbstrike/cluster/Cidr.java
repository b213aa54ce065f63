package io.orbstrike.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A range of network addresses.
 *
 * <p>Immutable; the array is not to be changed by anybody.
 *
 * @param address the first 4 or 16 bytes
 * @param prefixBits how many leading bits count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cidr(byte[] address, int prefixBits) {

    /** Longer texts are no address: the longest is an IPv6 address that ends in an IPv4 one. */
    private static final int ADDRESS_CHARACTERS_MAX = 45;

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("trusted proxy \"" + text + "\": must be ADDRESS or ADDRESS/BITS");
        }
        int bitsMax = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? bitsMax : parseBits(text, text.substring(slash + 1), bitsMax);
        return new Cidr(address.getAddress(), bits);
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = 0xFF << Math.max(0, Byte.SIZE - (prefixBits - bit));
            if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask & 0xFF) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads an address that is written in digits, without asking any resolver; null if the text is anything else. */
    static @Nullable InetAddress parseAddress(String text) {
        if (text.isEmpty() || text.length() > ADDRESS_CHARACTERS_MAX) {
            return null;
        }
        boolean v6 = text.indexOf(':') >= 0;
        if (v6 ? !text.matches("[0-9a-fA-F:.]+") : !text.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}")) {
            return null;
        }
        try {
            return InetAddress.getByName(v6 ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static int parseBits(String text, String bits, int max) {
        if (bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= max) {
            return Integer.parseInt(bits);
        }
        throw new IllegalArgumentException("bits of trusted proxy \"" + text + "\": must be 0 to " + max);
    }
}
