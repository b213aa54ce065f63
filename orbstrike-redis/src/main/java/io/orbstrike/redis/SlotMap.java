package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * Which node of a cluster has which slots.
 *
 * <p>Immutable.
 */
final class SlotMap {

    private static final Comparator<HostAndPort> BY_ADDRESS =
            Comparator.comparing(HostAndPort::getHost).thenComparingInt(HostAndPort::getPort);

    private final @Nullable HostAndPort[] masterOfSlot;
    private final List<HostAndPort> masters;
    private final List<HostAndPort> servers;

    private SlotMap(@Nullable HostAndPort[] masterOfSlot, List<HostAndPort> servers) {
        this.masterOfSlot = masterOfSlot;
        TreeSet<HostAndPort> sorted = new TreeSet<>(BY_ADDRESS);
        for (HostAndPort master : masterOfSlot) {
            if (master != null) {
                sorted.add(master);
            }
        }
        this.masters = List.copyOf(sorted);
        this.servers = List.copyOf(servers);
    }

    /**
     * Reads what CLUSTER SLOTS answers.
     *
     * @param ranges first slot, last slot, then the master and its replicas, each as host and port
     * @param askedHost stands for a host that the node does not know of itself
     */
    static SlotMap parse(List<?> ranges, String askedHost) {
        @Nullable HostAndPort[] masterOfSlot = new HostAndPort[Protocol.CLUSTER_HASHSLOTS];
        TreeSet<HostAndPort> servers = new TreeSet<>(BY_ADDRESS);
        for (Object range : ranges) {
            List<?> parts = (List<?>) range;
            for (int i = 2; i < parts.size(); i++) {
                HostAndPort server = address((List<?>) parts.get(i), askedHost);
                if (server == null) {
                    continue;
                }
                servers.add(server);
                if (i == 2) {
                    int first = (int) Reply.number(parts.get(0));
                    int last = (int) Reply.number(parts.get(1));
                    Arrays.fill(masterOfSlot, first, last + 1, server);
                }
            }
        }
        return new SlotMap(masterOfSlot, new ArrayList<>(servers));
    }

    @Nullable
    HostAndPort masterOf(int slot) {
        return masterOfSlot[slot];
    }

    /** In the order of their addresses. */
    List<HostAndPort> masters() {
        return masters;
    }

    /** Masters and replicas. */
    List<HostAndPort> servers() {
        return servers;
    }

    /** The same but for one slot. */
    SlotMap with(int slot, HostAndPort master) {
        @Nullable HostAndPort[] changed = masterOfSlot.clone();
        changed[slot] = master;
        return new SlotMap(changed, servers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SlotMap map && Arrays.equals(masterOfSlot, map.masterOfSlot);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(masterOfSlot);
    }

    @Override
    public String toString() {
        return masters.toString();
    }

    /** A node that does not know a host name which it should have says "?". */
    private static @Nullable HostAndPort address(List<?> node, String askedHost) {
        String host = node.get(0) == null ? "" : Reply.text(node.get(0));
        if (host.equals("?")) {
            return null;
        }
        return new HostAndPort(host.isEmpty() ? askedHost : host, (int) Reply.number(node.get(1)));
    }
}
