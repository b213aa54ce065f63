package io.orbstrike.testkit.simulation;

import java.util.List;

/**
 * What a client sends on its stream: what it has seen, the events that were not acknowledged, and the newest state.
 *
 * <p>Immutable.
 *
 * @param level the newest level, 0 for none
 */
record ClientMessage(long seenEpoch, long seenTick, List<Event> events, long levelSequence, int level) {

    ClientMessage {
        events = List.copyOf(events);
    }

    /** An event and its number. */
    record Event(long sequence, int input) {}
}
