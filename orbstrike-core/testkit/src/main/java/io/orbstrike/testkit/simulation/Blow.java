package io.orbstrike.testkit.simulation;

/** What goes wrong at a step of a handover. */
enum Blow {
    /** The process that takes the step dies. */
    CRASH,
    /** It stops for a while. */
    PAUSE,
    /** It does not learn what came of the step. */
    UNKNOWN
}
