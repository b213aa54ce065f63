package io.orbstrike.host;

/**
 * What a tick thread puts into a lane's inbox.
 *
 * <p>Immutable.
 */
interface LaneMessage {

    /** Does what it is for, on the lane. */
    void deliver(LaneDesk desk);
}
