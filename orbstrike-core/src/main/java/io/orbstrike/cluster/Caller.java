package io.orbstrike.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a transport knows of who calls.
 *
 * <p>Thread-safe.
 */
public interface Caller {

    /**
     * The other end of the connection.
     *
     * @return the address as the kernel reports it
     */
    InetSocketAddress peer();

    /**
     * The values of a header or metadata key.
     *
     * @param name in lower case
     * @return in the order of arrival, empty if there is none
     */
    List<String> header(String name);
}
