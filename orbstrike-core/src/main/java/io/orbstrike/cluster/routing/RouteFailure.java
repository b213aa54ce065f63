package io.orbstrike.cluster.routing;

/** Why a route did not serve. */
public enum RouteFailure {
    /** The gameserver answered, and the board is not there, or not any more. */
    NOT_THERE,
    /** The gameserver was not reached, or the connection to it broke: whoever leads is told, and probes it (LEASE-5). */
    UNREACHED
}
