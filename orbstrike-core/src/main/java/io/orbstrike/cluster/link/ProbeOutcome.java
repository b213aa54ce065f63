package io.orbstrike.cluster.link;

/** What came of asking whether a gameserver's process runs (LEASE-5). */
public enum ProbeOutcome {
    /** It answered, and is the one that was meant. */
    ALIVE,
    /** Its host refused the connection, or another incarnation answered at its address. */
    DEAD,
    /** Anything else: out of time, unreachable, an error here. It proves nothing. */
    UNKNOWN
}
