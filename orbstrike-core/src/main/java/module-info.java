/** Boards, the host that ticks them, and the control plane of a cluster. */
module orbstrike.core {
    requires static transitive org.jspecify;
    requires static micrometer.core;
    requires com.github.benmanes.caffeine;
    requires jdk.jfr;
    requires org.jctools.core;

    exports io.orbstrike.board;
    exports io.orbstrike.cluster;
    exports io.orbstrike.cluster.link;
    exports io.orbstrike.cluster.placement;
    exports io.orbstrike.cluster.routing;
    exports io.orbstrike.cluster.scale;
    exports io.orbstrike.host;
    exports io.orbstrike.orb;
    exports io.orbstrike.store;
    exports io.orbstrike.store.memory;
    exports io.orbstrike.sync;

    uses io.orbstrike.board.BoardType;

    provides io.orbstrike.board.BoardType with
            io.orbstrike.orb.OrbType;
}
