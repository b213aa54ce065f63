/** Boards, the host that ticks them, and the control plane of a cluster. */
module orbstrike.core {
    requires static transitive org.jspecify;

    exports io.orbstrike.board;
    exports io.orbstrike.cluster;
    exports io.orbstrike.store;
}
