package io.orbstrike.host;

import org.jspecify.annotations.Nullable;

/**
 * What all boards of a host share.
 *
 * <p>Immutable; the parts are thread-safe.
 *
 * @param options every bound
 * @param clock the only source of time
 * @param recorder hears every step's inputs, or null
 * @param desks the lanes
 */
record HostParts(
        HostOptions options, NanoClock clock, @Nullable TickRecorder recorder, LaneDesks desks) {}
